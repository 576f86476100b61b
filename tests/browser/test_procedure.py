"""The procedure that members hold on paper, with a real browser, with JavaScript and without."""

import re

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.screen import Screen
from tests.people import NUMBER, People
from tests.support.mailbox import Mailbox

pytestmark = pytest.mark.browser

OWN_PASSWORD = "des crêpes au froment"
YANN = "yann.legall@example.org"


def _identify(page: Screen, code: str) -> None:
    page.open("/").shows("Connexion à votre espace").picture("1-connexion")
    page.follow("Se connecter avec son code adhérent")
    page.picture("2-code").press("Valider", {"Code adhérent": code, "N° télédéclarant": NUMBER})
    page.shows("Créer votre compte")


def _choose_password(page: Screen) -> None:
    page.shows("Choisissez votre mot de passe").picture("6-choisir")
    page.press("Enregistrer", {"Nouveau mot de passe": OWN_PASSWORD, "Confirmez le nouveau mot de passe": OWN_PASSWORD})


def test_an_employer_gets_from_the_letter_to_its_space(page: Screen, people: People, mailbox: Mailbox) -> None:
    bakery = people.bakery
    _identify(page, "22 0417")
    page.says("BOULANGERIE LE GALL")
    page.type_in({"Nom": "Le Gall", "Prénom": "Yann", "Fonction": "Gérant", "N° mobile": "06 39 98 12 34"})
    page.type_in({"Adresse e-mail": YANN, "Confirmer adresse e-mail": YANN})
    page.picture("3-inscription").press("Créer le compte")
    page.shows("Consultez votre messagerie").says(YANN).picture("4-envoye")
    password = mailbox.password_sent_to(YANN)

    page.follow("Se connecter", within="main")
    page.press("Valider", {"Votre adresse e-mail": YANN})
    expect(page.field("Mot de passe")).to_be_visible()
    page.picture("5-mot-de-passe").press("Valider", {"Mot de passe": password})
    _choose_password(page)
    page.shows("Portail adhérents AIST22").picture("7-accueil")
    assert page.path == f"/e/{bakery}/"
    expect(page.page.get_by_role("banner")).to_contain_text("Yann LE GALL")


def test_an_accountant_opens_an_account_then_adds_a_client_and_switches(
    page: Screen, people: People, mailbox: Mailbox
) -> None:
    people.employee(people.bakery, "DURAND", "Élise")
    assert people.garage
    _identify(page, "220417")
    page.type_in({"Nom": "David", "Prénom": "Jeanne", "Fonction": "Comptable", "Nom du cabinet": "Cabinet Exemple"})
    page.type_in({"Adresse e-mail": "jeanne@example.org", "Confirmer adresse e-mail": "jeanne@example.org"})
    page.tick("Je suis tiers déclarant de l’entreprise").press("Créer le compte").shows("Consultez votre messagerie")
    page.sign_in("jeanne@example.org", mailbox.password_sent_to("jeanne@example.org"))
    _choose_password(page)
    page.shows("Portail adhérents AIST22")

    page.open_switcher().get_by_role("link", name="Ajouter une entreprise").click()
    expect(page.field("Je suis tiers déclarant de l’entreprise")).to_be_checked()
    page.press("Valider", {"Code adhérent": "220065", "N° télédéclarant": NUMBER, "Réf. cabinet": "MOR1"})
    page.shows("C’est bien cette entreprise ?").says("GARAGE MORIN").picture("8-confirmer")
    page.press("Ajouter cette entreprise")
    page.shows("Ajouter une entreprise").says("GARAGE MORIN a été ajoutée").picture("9-ajoutee")
    expect(page.field("Code adhérent")).to_have_value("")

    page.follow("Ouvrir ce dossier").shows("Portail adhérents AIST22")
    page.follow("Mes salariés", within="main").shows("Mes salariés").says("Aucun salarié enregistré pour GARAGE MORIN")
    page.open_switcher().get_by_role("link", name="BOULANGERIE LE GALL").click()
    page.page.wait_for_url(re.compile(f"/e/{people.bakery}/salaries$"))
    page.shows("Mes salariés").says("DURAND Élise").picture("10-salaries")


def test_a_forgotten_password_is_replaced(page: Screen, people: People, mailbox: Mailbox) -> None:
    page.open("/connexion").press("Valider", {"Votre adresse e-mail": people.yann})
    page.follow("Réinitialiser votre mot de passe").shows("Réinitialiser votre mot de passe").picture("11-oubli")
    page.press("Recevoir", {"Adresse e-mail": people.yann})
    page.shows("Consultez votre messagerie").picture("12-oubli-envoye")
    code = mailbox.password_sent_to(people.yann)

    page.sign_in(people.yann, code)
    _choose_password(page)
    page.shows("Portail adhérents AIST22")
    page.page.get_by_role("button", name="Se déconnecter").click()
    page.says("Vous êtes déconnecté.").sign_in(people.yann, OWN_PASSWORD).shows("Portail adhérents AIST22")


def test_without_a_company_of_theirs_nobody_sees_it(page: Screen, app: Flask, people: People) -> None:
    bakery, solene = people.bakery, people.solene
    page.signed_in(app, solene).open(f"/e/{bakery}/salaries").shows("Page introuvable")
    page.follow("Mes entreprises", within="main").shows("Mes entreprises").says("GARAGE MORIN")
