"""The home of « Espace gestion » says what waits, to those who may deal with it."""

from flask import Flask

from app.models import MembershipStatus, StaffRight
from tests.people import People
from tests.support.browser import Browser
from tests.support.staffing import request


def test_what_waits_is_told_with_the_way_to_it(app: Flask, people: People) -> None:
    people.employee(people.bakery, "DURAND", "Élise")
    request(app, people.bakery, 1)
    people.attach(people.jeanne, people.bakery, status=MembershipStatus.PENDING, awaits_staff=True)
    agent = Browser(app).sign_in(people.anouk)
    assert "1 demande de rendez-vous à traiter" in agent.text
    assert "1 rattachement à accorder" in agent.text
    agent.follow("1 demande de rendez-vous")
    assert "Élise" in agent.text


def test_an_agent_is_told_what_is_theirs_alone(app: Flask, people: People) -> None:
    people.employee(people.bakery, "DURAND", "Élise")
    request(app, people.bakery, 1)
    agent = Browser(app).sign_in(people.agent("Nolwenn", StaffRight.DOCUMENTS))
    assert "Rien à traiter" in agent.text


def test_nothing_to_do_is_said(app: Flask, people: People) -> None:
    assert "Rien à traiter" in Browser(app).sign_in(people.anouk).text
