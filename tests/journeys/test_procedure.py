"""The six steps that members hold on paper, as a browser without JavaScript goes through them."""

from flask import Flask

from tests.people import NUMBER, People
from tests.support.browser import Browser
from tests.support.mailbox import Mailbox, text_of

OWN_PASSWORD = "des crêpes au froment"


def test_an_employer_gets_from_the_letter_to_its_space(browser: Browser, people: People, mailbox: Mailbox) -> None:
    bakery = people.bakery
    browser.get("/")
    browser.get("/connexion")
    browser.follow("Se connecter avec son code adhérent")
    browser.submit("Valider", {"Code adhérent": "22 0417", "N° télédéclarant": NUMBER})
    assert browser.heading == "Créer votre compte"
    assert "BOULANGERIE LE GALL" in browser.text
    browser.submit(
        "Créer le compte",
        {
            "Nom": "Le Gall",
            "Prénom": "Yann",
            "Fonction": "Gérant",
            "Adresse e-mail": "Yann.LeGall@example.org",
            "Confirmer adresse e-mail": "yann.legall@example.org",
            "N° mobile": "+33 6 39 98 12 34",
        },
    )
    assert browser.heading == "Consultez votre messagerie"

    letter = mailbox.last_to("yann.legall@example.org")
    assert letter["Subject"] == "Votre espace AIST22"
    assert "Login : yann.legall@example.org" in text_of(letter).replace("\u00a0", " ")
    password = mailbox.password_sent_to("yann.legall@example.org")

    browser.follow("Se connecter", within="main")
    browser.submit("Valider", {"Votre adresse e-mail": "yann.legall@example.org"}, expect=200)
    browser.submit("Valider", {"Mot de passe": f" {password.lower()} "})
    assert browser.heading == "Choisissez votre mot de passe"
    browser.submit(
        "Enregistrer", {"Nouveau mot de passe": OWN_PASSWORD, "Confirmez le nouveau mot de passe": OWN_PASSWORD}
    )
    assert browser.heading == "Portail adhérents AIST22"
    assert f"/e/{bakery}/" in browser.url
    assert "Yann LE GALL" in browser.page.header.get_text()


def test_an_accountant_adds_clients_and_moves_between_them(browser: Browser, people: People, mailbox: Mailbox) -> None:
    people.attach(people.jeanne, people.bakery)
    people.employee(people.bakery, "DURAND", "Élise")
    solene = people.solene
    browser.sign_in(people.jeanne)
    browser.follow("Ajouter une entreprise")
    browser.submit(
        "Valider", {"Code adhérent": "220065", "N° télédéclarant": NUMBER, "Réf. cabinet (facultatif)": "MOR1"}
    )
    assert browser.heading == "C’est bien cette entreprise ?"
    browser.submit("Ajouter cette entreprise")
    assert browser.heading == "Ajouter une entreprise"
    assert "GARAGE MORIN a été ajoutée" in browser.text

    told = mailbox.last_to(solene)
    assert told["Subject"] == "Un tiers déclarant a accès à votre espace AIST22"
    assert "Jeanne DAVID (Cabinet Exemple" in text_of(told)

    browser.follow("Ouvrir ce dossier")
    browser.follow("Mes salariés")
    browser.follow("BOULANGERIE LE GALL", within=".struct")
    assert browser.heading == "Mes salariés"
    assert browser.rows()[0]["Nom, prénom"] == "DURAND Élise"


def test_a_forgotten_password_is_replaced_by_a_code_that_works_once(
    browser: Browser, people: People, mailbox: Mailbox
) -> None:
    browser.get("/connexion")
    browser.follow("Réinitialiser votre mot de passe")
    browser.submit("Recevoir", {"Adresse e-mail": people.yann})
    assert browser.heading == "Consultez votre messagerie"
    code = mailbox.password_sent_to(people.yann)

    browser.sign_in(people.yann, code)
    assert browser.heading == "Choisissez votre mot de passe"
    browser.submit(
        "Enregistrer", {"Nouveau mot de passe": OWN_PASSWORD, "Confirmez le nouveau mot de passe": OWN_PASSWORD}
    )
    assert browser.heading == "Portail adhérents AIST22"
    assert mailbox.last_to(people.yann)["Subject"] == "Votre mot de passe AIST22 a été modifié"

    again = Browser(browser.app)
    again.get("/connexion")
    again.submit("Valider", {"Votre adresse e-mail": people.yann}, expect=200)
    again.submit("Valider", {"Mot de passe": code}, expect=422)
    assert "n’est plus valable" in again.errors[0]


def test_two_tabs_add_two_clients_without_mixing_them(app: Flask, people: People) -> None:
    people.bakery, people.garage  # noqa: B018 (both must exist)
    first = Browser(app).sign_in(people.jeanne)
    second = Browser(app)
    second.client = first.client
    first.get("/entreprises/ajouter")
    second.get("/entreprises/ajouter")
    first.submit("Valider", {"Code adhérent": "220417", "N° télédéclarant": NUMBER})
    second.submit("Valider", {"Code adhérent": "220065", "N° télédéclarant": NUMBER})
    assert "BOULANGERIE LE GALL" in first.text
    first.submit("Ajouter cette entreprise")
    assert "BOULANGERIE LE GALL a été ajoutée" in first.text
    second.submit("Ajouter cette entreprise")
    assert "GARAGE MORIN a été ajoutée" in second.text


def test_a_form_filled_in_for_a_company_never_serves_another(app: Flask, people: People) -> None:
    people.bakery, people.garage  # noqa: B018
    first, second = Browser(app), Browser(app)
    second.client = first.client
    for tab, code in ((first, "220417"), (second, "220065")):
        tab.get("/connexion/code")
        tab.submit("Valider", {"Code adhérent": code, "N° télédéclarant": NUMBER})
    assert "BOULANGERIE LE GALL" in first.text
    typed = {
        "Nom": "Le Gall",
        "Prénom": "Yann",
        "Fonction": "Gérant",
        "Adresse e-mail": "yann@example.org",
        "Confirmer adresse e-mail": "yann@example.org",
    }
    first.submit("Créer le compte", typed, expect=422)
    assert "Un autre code a été saisi" in first.errors[0]
    assert "GARAGE MORIN" in first.text
    assert first.value_of("Nom") == "Le Gall"


def test_a_pair_entered_again_and_again_is_no_guess(browser: Browser, people: People) -> None:
    people.attach(people.jeanne, people.bakery)
    browser.sign_in(people.jeanne)
    browser.get("/entreprises/ajouter")
    for _ in range(12):
        browser.submit("Valider", {"Code adhérent": "220417", "N° télédéclarant": NUMBER}, expect=422)
        assert browser.errors == ["Vous gérez déjà BOULANGERIE LE GALL"]


def test_a_firm_that_forgets_the_box_is_asked(browser: Browser, people: People) -> None:
    people.bakery  # noqa: B018
    browser.get("/connexion/code")
    browser.submit("Valider", {"Code adhérent": "220417", "N° télédéclarant": NUMBER})
    browser.submit("Créer le compte", {"Nom du cabinet": "Cabinet Exemple"}, expect=422)
    assert any("Cochez" in error for error in browser.errors)
