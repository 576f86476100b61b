"""What the other tests by axe-core do not pass through: full lists, refusals, what a third party sees."""

from datetime import timedelta

import pytest
from flask import Flask

from app.clock import today
from app.models import FollowUp
from tests.browser.axe import Inspector
from tests.browser.screen import Screen
from tests.people import PASSWORD, People
from tests.support.mailbox import Mailbox, text_of
from tests.support.visits import plan

pytestmark = pytest.mark.browser


def test_whom_an_appointment_is_for(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    page.signed_in(app, people.yann)
    for number in range(30):
        people.employee(people.bakery, f"DURAND{number}", "Élise")
    choice = f"/e/{people.bakery}/planning/rendez-vous"
    for query in ("", "?page=2", "?q=durand1", "?q=xyz"):
        inspector.look(page.open(choice + query))


def test_a_wish_for_another_day(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    page.signed_in(app, people.yann)
    visit = plan(app, people.bakery, people.employee(people.bakery, "DURAND", "Élise"), today() + timedelta(days=9))
    page.open(f"/e/{people.bakery}/planning/visites/{visit}/report").press("Demander un report").errors.wait_for()
    inspector.look(page, "wish refused")
    page.main.get_by_role("radio").first.check()
    page.press("Demander un report").says("demandé")
    inspector.look(page, "wish told")
    inspector.look(page.open(f"/e/{people.bakery}/planning"), "a visit that may move")


def test_what_is_refused_in_mon_compte(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    home = f"/e/{people.bakery}/"
    page.signed_in(app, people.yann)
    inspector.look(page.open(home), "home of nobody")
    for path, field in (("coordonnees", "Téléphone"), ("facturation", "E-mail de facturation")):
        page.open(f"{home}compte/{path}").press("Enregistrer", {field: "12"}).errors.wait_for()
        inspector.look(page, f"{path} refused")
    inspector.look(page.open(f"{home}salaries/9"), "an employee who does not exist")
    people.employee(people.bakery, "DURAND", "Élise", left_on=today() - timedelta(days=90))
    page.open(f"{home}salaries/1/reintegrer").press("Réintégrer").errors.wait_for()
    inspector.look(page, "return refused")


def test_what_a_third_party_sees(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    people.attach(people.jeanne, people.bakery)
    people.employee(people.bakery, "DURAND", "Élise", follow_up=FollowUp.SIA, personal_situation=True)
    page.signed_in(app, people.jeanne)
    for path in ("", "compte", "salaries", "salaries/1", "salaries/1/modifier", "planning", "documents", "cotisation/"):
        inspector.look(page.open(f"/e/{people.bakery}/{path}"))


def test_the_link_to_a_new_address(
    page: Screen, app: Flask, people: People, mailbox: Mailbox, inspector: Inspector
) -> None:
    assert people.bakery
    page.signed_in(app, people.maelle).open("/profil/e-mail")
    page.press("Recevoir le lien", {"Nouvelle adresse e-mail": "n@example.org", "Votre mot de passe": PASSWORD})
    page.says("Consultez votre nouvelle messagerie")
    link = next(line for line in text_of(mailbox.last_to("n@example.org")).splitlines() if "/profil/e-mail/" in line)
    inspector.look(page.open(link.strip()), "a link that is good")
    page.press("Utiliser cette adresse").says("Adresse e-mail modifiée")
    inspector.look(page, "address changed")
