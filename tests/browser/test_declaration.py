"""The annual declaration in a real browser, with and without JavaScript."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen
from tests.browser.screen import Screen
from tests.people import People
from tests.support.declarations import CERTIFY, campaign_under_way, three_to_declare

pytestmark = pytest.mark.browser


def test_an_employer_declares_and_a_stranger_verifies(
    page: Screen, screens: OpenScreen, app: Flask, people: People
) -> None:
    bakery, year = three_to_declare(people), campaign_under_way(app)
    page.signed_in(app, people.yann).open(f"/e/{bakery}/")
    page.says(f"Déclaration des effectifs {year}").picture("declaration-accueil")
    page.follow("Faire votre déclaration annuelle", within="main").shows("Ma cotisation")
    page.press("Commencer la déclaration").shows("Vérifiez la liste de vos salariés")

    page.main.get_by_role("link", name="Déclarer le départ de MORIN Yann").click()
    page.press("Enregistrer le départ", {"Date de départ": f"31/12/{year - 1}"})
    if page.javascript:
        page.announces("Départ de MORIN Yann enregistré")
        page.page.reload()
    expect(page.page.locator("tbody tr")).to_have_count(2)
    page.picture("declaration-salaries").press("Continuer").shows("Précisez le suivi de vos salariés")

    page.press("Continuer").errors.wait_for()
    page.field("TANGUY Loïc, Boulanger").select_option("Suivi simple (SI)")
    page.picture("declaration-suivi").press("Continuer").shows("Vérifiez votre effectif")
    page.says("196,00").press("Continuer").shows("Confirmez vos coordonnées de facturation")
    page.press("Ces coordonnées sont exactes").shows("Vérifiez puis envoyez la déclaration de BOULANGERIE LE GALL")
    page.picture("declaration-verifier").tick(CERTIFY).press("Envoyer la déclaration").shows("Déclaration envoyée")
    number = page.page.locator(".number").inner_text()
    with page.page.expect_download() as saved:
        page.follow("Télécharger le reçu", within="main")
    assert saved.value.suggested_filename.endswith(f"_Recu_{number}_BOULANGERIE-LE-GALL.pdf")
    assert saved.value.path().read_bytes().startswith(b"%PDF-")

    page.page.go_back()
    page.says("Cette déclaration a été envoyée")
    expect(page.main.get_by_role("button")).to_have_count(0)

    stranger = screens(javascript=page.javascript)
    stranger.open("/verifier").press("Vérifier", {"Numéro de reçu": number.lower().replace("-", " ")})
    stranger.says("Reçu authentique").says("BOULANGERIE LE GALL").says("2\u00a0salariés")
