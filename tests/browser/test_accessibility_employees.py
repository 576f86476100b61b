"""The pages of employees, in every state they have, by axe-core."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask

from app.clock import today
from app.models import FollowUp, VisitState
from tests.browser.axe import Inspector
from tests.browser.screen import Screen
from tests.people import People
from tests.support.staffing import declaration, visit

pytestmark = pytest.mark.browser


@pytest.fixture
def inspector() -> Iterator[Inspector]:
    inspector = Inspector()
    yield inspector
    inspector.verdict()


@pytest.fixture
def employees(scripted: Screen, app: Flask, people: People) -> str:
    scripted.signed_in(app, people.yann)
    return f"/e/{people.bakery}/salaries"


def test_the_pages_of_a_company_without_anybody(scripted: Screen, employees: str, inspector: Inspector) -> None:
    for path in ("", "/imprimer", "/historique", "/historique?onglet=visites"):
        inspector.look(scripted.open(employees + path))


def test_the_pages_that_read(
    scripted: Screen, people: People, app: Flask, employees: str, inspector: Inspector
) -> None:
    soon = today() + timedelta(days=30)
    people.employee(people.bakery, "DURAND", "Élise", follow_up=FollowUp.SIR, risks="amiante, CACES, bruit")
    people.employee(people.bakery, "MORIN", "Yann", left_on=date(2024, 1, 1), follow_up=None)
    visit(app, people.bakery, 1, date(2026, 2, 2), VisitState.DONE)
    visit(app, people.bakery, 1, soon)
    declaration(app, people.bakery, 2026, 1)
    for path in ("", "?presence=tous", "?visite=planifiee", "?q=morin", "/1", "/2", "/imprimer"):
        inspector.look(scripted.open(employees + path))
    for path in ("/historique", "/historique?onglet=visites"):
        inspector.look(scripted.open(employees + path))


def test_the_pages_that_declare(scripted: Screen, employees: str, inspector: Inspector) -> None:
    inspector.look(scripted.open(f"{employees}/nouveau"))
    scripted.page.get_by_role("button", name="Enregistrer", exact=True).click()
    scripted.errors.wait_for()
    inspector.look(scripted, "declaration refused")
    for look in ("somebody old", "somebody known"):
        scripted.open(f"{employees}/nouveau")
        scripted.type_in({"Nom de naissance": "Durand", "Prénom": "Élise", "Date de naissance": "04/05/1950"})
        scripted.type_in({"Date d’entrée": today().isoformat(), "Poste": "Couvreuse"})
        scripted.field("Type de contrat").select_option("CDI")
        scripted.tick("Amiante")
        scripted.page.get_by_role("button", name="Enregistrer", exact=True).click()
        scripted.page.locator("#doute").wait_for()
        inspector.look(scripted, look)
        scripted.page.get_by_role("button", name="quand même").click()
        scripted.shows("DURAND Élise")
    inspector.look(scripted, "declared")


def test_the_pages_that_correct(
    scripted: Screen, people: People, app: Flask, employees: str, inspector: Inspector
) -> None:
    known = {"born_on": date(1990, 5, 4), "entered_on": date(2020, 1, 6), "contract": "CDI"}
    people.employee(people.bakery, "DURAND", "Élise", follow_up=FollowUp.SIR, risks="amiante", **known)
    visit(app, people.bakery, 1, date(2026, 2, 2), VisitState.DONE)
    inspector.look(scripted.open(f"{employees}/1/modifier"))
    other = scripted.context.new_page()
    other.goto(scripted.page.url)
    other.get_by_label("Poste *").fill("Couvreuse")
    other.get_by_role("button", name="Enregistrer", exact=True).click()
    other.get_by_text("enregistrée").wait_for()
    scripted.press("Enregistrer", {"Poste": "Vendeuse"}).shows("Ces informations ont changé pendant votre saisie")
    inspector.look(scripted, "conflict")
    scripted.press("Garder ma saisie").says("enregistrée")
    inspector.look(scripted, "corrected")


def test_the_pages_that_end(scripted: Screen, people: People, app: Flask, employees: str, inspector: Inspector) -> None:
    people.employee(
        people.bakery, "DURAND", "Élise", entered_on=date(2020, 1, 6), follow_up=FollowUp.SIR, risks="plomb"
    )
    visit(app, people.bakery, 1, today() + timedelta(days=30))
    inspector.look(scripted.open(f"{employees}/1/depart"))
    scripted.press("Enregistrer le départ").errors.wait_for()
    inspector.look(scripted, "departure refused")
    yesterday = today() - timedelta(days=1)
    scripted.press("Enregistrer le départ", {"Date de départ": yesterday.isoformat()}).says("enregistré au")
    inspector.look(scripted, "gone")
    inspector.look(scripted.open(f"{employees}/1/reintegrer"))
    scripted.open(f"{employees}/1").press("Annuler ce départ").says("annulé")
    inspector.look(scripted, "back")
