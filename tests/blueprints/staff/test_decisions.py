"""Agents decide on what waits for the association; nobody else sees or does it."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app.blueprints.staff.section import LATELY
from app.clock import now
from app.models import MembershipStatus
from tests.people import People
from tests.support.browser import Browser
from tests.support.codes import code_of
from tests.support.records import letters_to, status_of


@pytest.fixture
def waiting(people: People) -> int:
    """Jeanne asks for the bakery while somebody is guessing identifiers."""
    people.yann  # noqa: B018
    return people.attach(people.jeanne, people.bakery, status=MembershipStatus.PENDING, awaits_staff=True)


@pytest.mark.parametrize(
    ("button", "status", "letter", "said"),
    [
        ("Accorder", "active", "request_accepted", "Accès accordé"),
        ("Refuser", "refused", "request_refused", "Accès refusé"),
    ],
)
def test_an_agent_decides_and_the_person_is_told(
    app: Flask, people: People, waiting: int, button: str, status: str, letter: str, said: str
) -> None:
    agent = Browser(app).sign_in(people.anouk)
    assert agent.heading == "Espace gestion"
    agent.follow("1 rattachement à accorder")
    assert agent.rows()[0]["Personne"].startswith("Jeanne DAVID (Cabinet Exemple)")
    agent.submit(button)
    assert said in agent.text
    assert "Rien à traiter" in agent.text
    assert status_of(app, people.jeanne, people.bakery) == status
    assert letters_to(app, people.jeanne) == [letter]


def test_the_second_of_two_agents_is_told_that_it_is_done(app: Flask, people: People, waiting: int) -> None:
    first, second = Browser(app).sign_in(people.anouk), Browser(app).sign_in(people.anouk)
    for browser in (first, second):
        browser.get("/gestion/rattachements", etat="en-attente")
    first.submit("Refuser")
    second.submit("Accorder", expect=409)
    assert "Quelqu’un d’autre" in second.text
    assert status_of(app, people.jeanne, people.bakery) == "refused"
    second.post("/gestion/rattachements/999999/accepter", expect=404)


def test_letting_somebody_in_asks_for_a_recent_code(app: Flask, people: People, waiting: int) -> None:
    agent = Browser(app).sign_in(people.anouk)
    agent.get("/gestion/rattachements", etat="en-attente")
    with time_machine.travel(now() + LATELY + timedelta(minutes=1)):
        agent.submit("Accorder", expect=302)
        agent.get(agent.response.headers["Location"])
        assert status_of(app, people.jeanne, people.bakery) == "pending"
        agent.submit("Valider", {"Code": code_of(app, people.anouk)})
        agent.submit("Accorder")
    assert status_of(app, people.jeanne, people.bakery) == "active"


def test_a_manager_neither_sees_nor_grants_what_is_the_association_s(app: Flask, people: People, waiting: int) -> None:
    manager = Browser(app).sign_in(people.yann)
    assert "Jeanne DAVID" not in manager.text
    manager.post(f"/e/{people.bakery}/compte/acces/{waiting}/reconnaitre", expect=403)
    manager.post(f"/gestion/rattachements/{waiting}/accepter", expect=403)
    assert status_of(app, people.jeanne, people.bakery) == "pending"


def test_who_waits_enters_nothing(app: Flask, people: People, waiting: int) -> None:
    firm = Browser(app).sign_in(people.jeanne)
    assert "En attente d’accord" in firm.text
    for path in ("", "salaries", "compte"):
        firm.get(f"/e/{people.bakery}/{path}", expect=404)


def test_an_agent_enters_no_company(app: Flask, people: People) -> None:
    people.yann  # noqa: B018
    agent = Browser(app).sign_in(people.anouk)
    agent.get(f"/e/{people.bakery}/", expect=404)
    agent.get(f"/e/{people.bakery}/salaries", expect=404)
