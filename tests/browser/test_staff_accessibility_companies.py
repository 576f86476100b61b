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


def test_the_list_and_the_files(
    scripted: Screen, app: Flask, people: People, inspector: Inspector, bakery: str
) -> None:
    people.clients(people.jeanne, 101)
    scripted.signed_in(app, people.anouk)
    for query in ("", "?page=2&tri=-ville", "?q=xyz", "?etat=sans-compte"):
        inspector.look(scripted.open(LIST + query))
    inspector.look(scripted.open(f"{LIST}/{people.garage}"), "an empty file")
    inspector.look(scripted.open(f"{LIST}/{bakery}"), "a full file")
    scripted.follow("Radier")
    inspector.look(scripted.press("Radier l’entreprise", {"Date de radiation": "31/02/2027"}), "no such day")
    scripted.press("Radier l’entreprise", {"Date de radiation": "01/11/2026"}).says("Radiation enregistrée")
    inspector.look(scripted, "radiated")
    scripted.follow("Annuler la radiation").says("Garder la radiation")
    inspector.look(scripted, "to be taken back")


def test_the_forms(scripted: Screen, app: Flask, people: People, inspector: Inspector, bakery: str) -> None:
    people.company("CRÊPERIE DU PORT", "220001", siret="73282932000074")
    scripted.signed_in(app, people.anouk)
    inspector.look(scripted.open(f"{LIST}/nouvelle"))
    scripted.press("Créer l’entreprise", {"SIRET": "12"}).errors.wait_for()
    inspector.look(scripted, "refused")
    given = {"Raison sociale": "ÉPICERIE", "SIRET": "732 829 320 00074"}
    scripted.press("Créer l’entreprise", given).says("CRÊPERIE DU PORT")
    inspector.look(scripted, "an establishment known already")
    scripted.open(f"{LIST}/{bakery}/modifier")
    with app.app_context(), all_companies("test"):
        company_of(bakery).joined_on = date(2020, 1, 1)
        db.session.commit()
    scripted.press("Enregistrer", {"Ville": "PLÉRIN"}).says("ont changé pendant votre saisie")
    inspector.look(scripted, "changed meanwhile")


def test_an_agent_looks_and_quits(page: Screen, app: Flask, people: People, inspector: Inspector, bakery: str) -> None:
    page.signed_in(app, people.anouk).open(f"{LIST}/{bakery}").press("Voir comme l’adhérent")
    page.says("Bienvenue dans votre espace")
    band = page.page.locator(".band-viewing")
    for section in ("", "salaries", "documents", "documents/1", "compte", "compte/coordonnees"):
        page.open(f"/e/{bakery}/{section}")
        band.get_by_text("Aucune action n’est possible").wait_for()
        if page.javascript:
            inspector.look(page, f"viewing /{section}")
    band.get_by_role("button", name="Quitter").click()
    page.says("Consultation terminée")
