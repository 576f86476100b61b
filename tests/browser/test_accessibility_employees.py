"""The pages of employees, in every state they have, by axe-core."""

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
def employees(page: Screen, app: Flask, people: People) -> str:
    page.signed_in(app, people.yann)
    return f"/e/{people.bakery}/salaries"


def test_the_pages_of_a_company_without_anybody(page: Screen, employees: str, inspector: Inspector) -> None:
    for path in ("", "/imprimer", "/historique", "/historique?onglet=visites"):
        inspector.look(page.open(employees + path))


@pytest.mark.looks_at(
    "portal.employees.history", "portal.employees.index", "portal.employees.print_list", "portal.employees.show"
)
def test_the_pages_that_read(page: Screen, people: People, app: Flask, employees: str, inspector: Inspector) -> None:
    soon = today() + timedelta(days=30)
    people.employee(people.bakery, "DURAND", "Élise", follow_up=FollowUp.SIR, risks="amiante, CACES, bruit")
    people.employee(people.bakery, "MORIN", "Yann", left_on=date(2024, 1, 1), follow_up=None)
    visit(app, people.bakery, 1, date(2026, 2, 2), VisitState.DONE)
    visit(app, people.bakery, 1, soon)
    declaration(app, people.bakery, 2026, 1)
    for path in ("", "?presence=tous", "?visite=planifiee", "?q=morin", "/1", "/2", "/imprimer"):
        inspector.look(page.open(employees + path))
    for path in ("/historique", "/historique?onglet=visites"):
        inspector.look(page.open(employees + path))


@pytest.mark.looks_at("portal.employees.declare")
def test_the_pages_that_declare(page: Screen, employees: str, inspector: Inspector) -> None:
    inspector.look(page.open(f"{employees}/nouveau"))
    page.page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.errors.wait_for()
    inspector.look(page, "declaration refused")
    for look in ("somebody old", "somebody known"):
        page.open(f"{employees}/nouveau")
        page.type_in({"Nom de naissance": "Durand", "Prénom": "Élise", "Date de naissance": "04/05/1950"})
        page.type_in({"Date d’entrée": today().isoformat(), "Poste": "Couvreuse"})
        page.field("Type de contrat").select_option("CDI")
        page.tick("Amiante")
        page.page.get_by_role("button", name="Enregistrer", exact=True).click()
        page.page.locator("#doute").wait_for()
        inspector.look(page, look)
        page.page.get_by_role("button", name="quand même").click()
        page.shows("DURAND Élise")
    inspector.look(page, "declared")


@pytest.mark.looks_at("portal.employees.edit")
def test_the_pages_that_correct(page: Screen, people: People, app: Flask, employees: str, inspector: Inspector) -> None:
    known = {"born_on": date(1990, 5, 4), "entered_on": date(2020, 1, 6), "contract": "CDI"}
    people.employee(people.bakery, "DURAND", "Élise", follow_up=FollowUp.SIR, risks="amiante", **known)
    visit(app, people.bakery, 1, date(2026, 2, 2), VisitState.DONE)
    inspector.look(page.open(f"{employees}/1/modifier"))
    other = page.context.new_page()
    other.goto(page.page.url)
    other.get_by_label("Poste *").fill("Couvreuse")
    other.get_by_role("button", name="Enregistrer", exact=True).click()
    other.get_by_text("enregistrée").wait_for()
    page.press("Enregistrer", {"Poste": "Vendeuse"}).shows("Ces informations ont changé pendant votre saisie")
    inspector.look(page, "conflict")
    page.press("Garder ma saisie").says("enregistrée")
    inspector.look(page, "corrected")


@pytest.mark.looks_at("portal.employees.leave", "portal.employees.reinstate")
def test_the_pages_that_end(page: Screen, people: People, app: Flask, employees: str, inspector: Inspector) -> None:
    people.employee(
        people.bakery, "DURAND", "Élise", entered_on=date(2020, 1, 6), follow_up=FollowUp.SIR, risks="plomb"
    )
    visit(app, people.bakery, 1, today() + timedelta(days=30))
    inspector.look(page.open(f"{employees}/1/depart"))
    page.press("Enregistrer le départ").errors.wait_for()
    inspector.look(page, "departure refused")
    yesterday = today() - timedelta(days=1)
    page.press("Enregistrer le départ", {"Date de départ": yesterday.isoformat()}).says("enregistré au")
    inspector.look(page, "gone")
    inspector.look(page.open(f"{employees}/1/reintegrer"))
    page.open(f"{employees}/1").press("Annuler ce départ").says("annulé")
    inspector.look(page, "back")
