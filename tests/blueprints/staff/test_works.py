"""The page of a long work: it says where the work belongs, and leads back there."""

import pytest
from flask import Flask

from app.blueprints.staff.jobs import section_of
from app.services import jobs
from app.services.works import WORKS
from tests.people import People
from tests.support.browser import Browser


@pytest.mark.parametrize("kind", sorted(WORKS))
def test_a_work_belongs_to_the_section_that_asks_for_it(app: Flask, kind: str) -> None:
    assert section_of(kind).right is WORKS[kind].right


def test_the_page_of_a_work_leads_back(app: Flask, people: People) -> None:
    agent = Browser(app).sign_in(people.anouk)
    agent.get("/gestion/journal")
    agent.submit("Vérifier le journal")
    assert agent.page.find("button", string="Annuler ce travail")
    with app.app_context():
        jobs.run_waiting(WORKS)
    agent.get(agent.url)
    assert "Aucune ligne n’est encore scellée" in agent.text
    agent.follow("Revenir à la rubrique Journal")
    assert agent.heading == "Journal"
