"""Declarations that the association's files brought, among those of a firm."""

import pytest
from flask import Flask

from app.extensions import db
from app.models import Declaration, DeclarationState
from app.tenancy import all_companies
from tests.people import People
from tests.support.browser import Browser
from tests.support.declarations import JANUARY, campaign
from tests.support.records import company_of

pytestmark = pytest.mark.usefixtures("january")


@pytest.fixture(params=[None, "R2027/12"])
def jeanne(app: Flask, people: People, request: pytest.FixtureRequest) -> Browser:
    """Jeanne, whose client declared outside of the portal."""
    campaign(app)
    [client] = people.clients(people.jeanne, 1)
    with app.app_context(), all_companies("test"):
        key = {"company_id": company_of(client).id, "year": 2027}
        db.session.add(Declaration(**key, state=DeclarationState.SENT, si=4, sent_at=JANUARY, receipt=request.param))
        db.session.commit()
    browser = Browser(app).sign_in(people.jeanne)
    browser.get("/entreprises/")
    return browser


def test_what_is_declared_is_looked_at_not_taken_up_again(jeanne: Browser) -> None:
    assert jeanne.rows()[0]["Déclaration 2027"] == "Faite"
    [link] = jeanne.page.select("tbody td:last-child a")
    assert link.get_text().startswith("Voir")
    jeanne.get(str(link["href"]))
    assert "AIST22 a reçu cette déclaration hors du portail" in jeanne.text.replace("\u00a0", " ")
