"""A visit of the employee's own: an agent writes down that they agree that the company knows, or no longer do."""

from datetime import timedelta

import pytest
from flask import Flask

from app.clock import today
from app.models import VisitKind
from tests.people import People
from tests.support.browser import Browser
from tests.support.records import journal, letters_to
from tests.support.visits import plan, row_of


@pytest.fixture
def elise(people: People) -> int:
    people.yann  # noqa: B018
    return people.employee(people.bakery, "DURAND", "Élise")


@pytest.fixture
def agent(app: Flask, people: People) -> Browser:
    return Browser(app).sign_in(people.anouk)


def test_a_company_knows_of_it_once_the_employee_agrees(app: Flask, people: People, agent: Browser, elise: int) -> None:
    people.attach(people.jeanne, people.bakery)
    day = today() + timedelta(days=10)
    visit = plan(app, people.bakery, elise, day, kind=VisitKind.BEFORE_RETURN, is_confidential=True)
    with app.app_context():
        identifier = row_of(visit).id
    yann, jeanne = Browser(app).sign_in(people.yann), Browser(app).sign_in(people.jeanne)
    address = f"/e/{people.bakery}/planning/visites/{visit}"
    yann.get(address, expect=404)

    agent.get(f"/gestion/planning/visites/{identifier}")
    agent.follow("Enregistrer l’accord du salarié")
    late, page = agent.url, agent.page
    agent.submit("Le salarié est d’accord")
    assert "L’entreprise voit cette visite" in agent.text
    yann.get(address)
    jeanne.get(address, expect=404)
    assert letters_to(app, people.yann) == ["visit_planned"]
    assert letters_to(app, people.jeanne) == []

    agent.url, agent.page = late, page
    agent.submit("Le salarié est d’accord")
    assert "La visite a changé entre-temps" in agent.text
    agent.follow("La cacher de nouveau")
    agent.submit("Cacher la visite")
    yann.get(address, expect=404)
    assert journal(app)[-2:] == ["visit.hidden", "visit.read"]
    assert "visit.disclosed" in journal(app)


def test_a_visit_that_is_nobody_s_secret_is_not_disclosed(
    app: Flask, people: People, agent: Browser, elise: int
) -> None:
    """Hidden for a reason of the association's, a periodic visit stays so."""
    number = plan(app, people.bakery, elise, is_confidential=True)
    with app.app_context():
        visit = row_of(number).id
    agent.get(f"/gestion/planning/visites/{visit}")
    assert "accord du salarié</a>" not in str(agent.page)
    agent.get(f"/gestion/planning/visites/{visit}/accord", expect=303)
