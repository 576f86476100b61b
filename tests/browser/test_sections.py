"""All that a member does in its space, section after section; then an accountant, for two clients in two tabs."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from app.clock import today
from app.formatting import short_date
from tests.browser.conftest import OpenScreen
from tests.browser.screen import Screen
from tests.people import People
from tests.support.declarations import campaign_under_way, hire
from tests.support.documents import PDF, published
from tests.support.visits import plan

pytestmark = pytest.mark.browser


@pytest.fixture
def open_company(app: Flask, people: People) -> Callable[[str, str], str]:
    """Make a member with an employee, a visit to come and an invoice, while the campaign is open; returns its id."""
    campaign_under_way(app)

    def make(name: str, code: str) -> str:
        company = people.company(name, code, address="1 rue Haute", postcode="22000", email="contact@example.org")
        plan(app, company, hire(people, company, "DURAND"), today() + timedelta(days=20))
        published(app, company, f"F-{code}")
        return company

    return make


def test_an_employer_does_everything_and_a_stranger_verifies(
    page: Screen, screens: OpenScreen, app: Flask, people: People, open_company: Callable[[str, str], str]
) -> None:
    bakery = open_company("BOULANGERIE LE GALL", "220417")
    people.bakery = bakery
    page.signed_in(app, people.yann).open(f"/e/{bakery}/").shows("Portail adhérents AIST22")
    for act in (_declares_an_employee, _asks_for_a_return_visit, _tells_an_absence, _corrects_its_coordinates):
        act(page)
    _saves_the_invoice(page, "220417", "BOULANGERIE-LE-GALL")
    receipt = _declares_its_headcount(page, "pour BOULANGERIE LE GALL")

    stranger = screens(javascript=page.javascript).open("/verifier")
    stranger.press("Vérifier", {"Numéro de reçu": receipt.lower()}).says("Reçu authentique")
    stranger.says("BOULANGERIE LE GALL").says("2\u00a0salariés")


def test_an_accountant_does_the_same_for_two_clients_in_two_tabs(
    page: Screen, app: Flask, people: People, open_company: Callable[[str, str], str]
) -> None:
    page.signed_in(app, people.jeanne)
    clients = {"220101": "ATELIER UN", "220102": "ATELIER DEUX"}
    tabs = dict(zip(clients, (page, page.another_tab()), strict=True))
    for code, tab in tabs.items():
        company = open_company(clients[code], code)
        people.attach(people.jeanne, company)
        tab.open(f"/e/{company}/")

    # One act after the other, in the other tab each time: what is done in one never lands in the other.
    for act in (_declares_an_employee, _asks_for_a_return_visit, _tells_an_absence, _corrects_its_coordinates):
        for tab in tabs.values():
            act(tab)
    for code, tab in tabs.items():
        _saves_the_invoice(tab, code, clients[code].replace(" ", "-"))
    receipts = {
        code: _declares_its_headcount(tab, f"au nom de mon client {clients[code]}") for code, tab in tabs.items()
    }
    for code, tab in tabs.items():
        tab.says(clients[code]).says(receipts[code]).follow("Mes salariés", within="nav").says("2\u00a0salariés")
    assert not [problem for tab in tabs.values() for problem in tab.problems]


def _declares_an_employee(tab: Screen) -> None:
    save = partial(tab.main.get_by_role("button", name="Enregistrer", exact=True).click)
    tab.follow("Mes salariés", within="nav").follow("Déclarer un nouveau salarié", within="main")
    tab.type_in({"Nom de naissance": "Tanguy", "Prénom": "Loïc", "Date de naissance": "31/02/1990"})
    tab.type_in({"Date d’entrée": f"5 janvier {today().year - 1}", "Poste": "Livreur"})
    tab.field("Type de contrat").select_option("CDI")
    tab.tick("Aucune de ces situations")
    save()
    tab.errors.wait_for()
    tab.says("« 31/02/1990 » n’existe pas").type_in({"Date de naissance": "28/02/1990"})
    save()
    tab.says("TANGUY Loïc est enregistré")


def _asks_for_a_return_visit(tab: Screen) -> None:
    tab.follow("Demander un rendez-vous", within="main").tick("Visite de reprise")
    if not tab.javascript:
        tab.press("Continuer")
    back = today() + timedelta(days=5)
    tab.tick("Accident du travail").type_in({"Premier jour d’arrêt": short_date(back - timedelta(days=40))})
    tab.type_in({"Dernier jour d’arrêt": short_date(back - timedelta(days=1)), "Date de reprise": short_date(back)})
    tab.press("Envoyer la demande").shows("Demande envoyée").says("RV-")


def _tells_an_absence(tab: Screen) -> None:
    tab.follow("Mon planning", within="nav").says("TANGUY Loïc").follow("Signaler une absence", within="main")
    tab.says("DURAND Élise").says("sans frais").tick("Congés ou repos")
    tab.press("Signaler une absence").says("Absence signalée")


def _corrects_its_coordinates(tab: Screen) -> None:
    tab.follow("Mon compte", within="nav").follow("Modifier les coordonnées", within="main")
    tab.press("Enregistrer", {"Téléphone": "12"}).errors.wait_for()
    tab.press("Enregistrer", {"Téléphone": "02 96 00 00 00"}).says("Coordonnées enregistrées")
    tab.press("Confirmer mes coordonnées").says("Coordonnées confirmées")


def _saves_the_invoice(tab: Screen, code: str, name: str) -> None:
    tab.follow("Mon espace documentaire", within="nav").says("À régler")
    with tab.page.expect_download() as saved:
        tab.follow(f"Facture F-{code}", within="main")
    assert saved.value.suggested_filename == f"2027-01-19_Facture_F-{code}_{name}.pdf"
    assert saved.value.path().read_bytes() == PDF


def _declares_its_headcount(tab: Screen, whose: str) -> str:
    """Returns the receipt's number."""
    tab.follow("Ma cotisation", within="nav").press("Commencer la déclaration")
    tab.shows("Vérifiez la liste de vos salariés").says("TANGUY Loïc").press("Continuer")
    tab.shows("Vérifiez votre effectif").says("196,00").press("Continuer").press("Ces coordonnées sont exactes")
    tab.tick(f"Je certifie l’exactitude des informations déclarées {whose}")
    tab.press("Envoyer la déclaration").shows("Déclaration envoyée")
    return tab.page.locator(".number").inner_text()
