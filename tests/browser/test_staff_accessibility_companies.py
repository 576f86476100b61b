"""« Entreprises » : the list, the file, its forms in every state, and the space as its managers see it."""

from datetime import date, timedelta

import pytest
from flask import Flask

from app.clock import today
from app.extensions import db
from app.tenancy import all_companies
from tests.browser.axe import Inspector
from tests.browser.screen import Screen
from tests.people import People
from tests.support.documents import published
from tests.support.records import company_of
from tests.support.staffing import declaration
from tests.support.visits import plan

pytestmark = pytest.mark.browser
LIST = "/gestion/entreprises"


@pytest.fixture
def bakery(app: Flask, people: People) -> str:
    """The bakery, with something in every part of its file."""
    people.yann  # noqa: B018
    people.attach(people.jeanne, people.bakery)
    elise = people.employee(people.bakery, "DURAND", "Élise")
    plan(app, people.bakery, elise, today() + timedelta(days=9))
    declaration(app, people.bakery, 2026, elise)
    published(app, people.bakery)
    return people.bakery


@pytest.mark.looks_at(
    "staff.companies.index", "staff.companies.radiate", "staff.companies.reinstate", "staff.companies.show"
)
def test_the_list_and_the_files(page: Screen, app: Flask, people: People, inspector: Inspector, bakery: str) -> None:
    people.clients(people.jeanne, 101)
    page.signed_in(app, people.anouk)
    for query in ("", "?page=2&tri=-ville", "?q=xyz", "?etat=sans-compte"):
        inspector.look(page.open(LIST + query))
    inspector.look(page.open(f"{LIST}/{people.garage}"), "an empty file")
    inspector.look(page.open(f"{LIST}/{bakery}"), "a full file")
    page.follow("Radier")
    inspector.look(page.press("Radier l’entreprise", {"Date de radiation": "31/02/2027"}), "no such day")
    page.press("Radier l’entreprise", {"Date de radiation": "01/11/2026"}).says("Radiation enregistrée")
    inspector.look(page, "radiated")
    page.follow("Annuler la radiation").says("Garder la radiation")
    inspector.look(page, "to be taken back")


@pytest.mark.looks_at("staff.companies.create", "staff.companies.modify")
def test_the_forms(page: Screen, app: Flask, people: People, inspector: Inspector, bakery: str) -> None:
    people.company("CRÊPERIE DU PORT", "220001", siret="73282932000074")
    page.signed_in(app, people.anouk)
    inspector.look(page.open(f"{LIST}/nouvelle"))
    page.press("Créer l’entreprise", {"SIRET": "12"}).errors.wait_for()
    inspector.look(page, "refused")
    given = {"Raison sociale": "ÉPICERIE", "SIRET": "732 829 320 00074"}
    page.press("Créer l’entreprise", given).says("CRÊPERIE DU PORT")
    inspector.look(page, "an establishment known already")
    page.open(f"{LIST}/{bakery}/modifier")
    with app.app_context(), all_companies("test"):
        company_of(bakery).joined_on = date(2020, 1, 1)
        db.session.commit()
    page.press("Enregistrer", {"Ville": "PLÉRIN"}).says("ont changé pendant votre saisie")
    inspector.look(page, "changed meanwhile")


def test_an_agent_looks_and_quits(page: Screen, app: Flask, people: People, inspector: Inspector, bakery: str) -> None:
    page.signed_in(app, people.anouk).open(f"{LIST}/{bakery}").press("Voir comme l’adhérent")
    page.says("Bienvenue dans votre espace")
    band = page.page.locator(".band-viewing")
    for section in ("", "salaries", "documents", "documents/1", "compte", "compte/coordonnees"):
        page.open(f"/e/{bakery}/{section}")
        band.get_by_text("Aucune action n’est possible").wait_for()
        inspector.look(page, f"viewing /{section}")
    band.get_by_role("button", name="Quitter").click()
    page.says("Consultation terminée")
