"""Two tabs, two clients; a session that ends; a button pressed twice."""

import re

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import func, select

from app.extensions import db
from app.models import OutboxMessage, Role, User
from app.services import accounts, sessions
from tests.browser.screen import Screen
from tests.people import NUMBER, PASSWORD, People
from tests.support.mailbox import Mailbox

pytestmark = pytest.mark.browser

YANN = "yann@example.org"


def test_two_tabs_on_two_clients_never_mix(page: Screen, app: Flask, people: People) -> None:
    people.attach(people.jeanne, people.bakery)
    people.attach(people.jeanne, people.garage)
    people.employee(people.bakery, "DURAND", "Élise")
    people.employee(people.garage, "MARTIN", "Noé")
    bakery = page.signed_in(app, people.jeanne).open(f"/e/{people.bakery}/")
    garage = bakery.another_tab().open(f"/e/{people.garage}/")
    for tab, company, name in ((bakery, people.bakery, "DURAND Élise"), (garage, people.garage, "MARTIN Noé")):
        tab.follow("Mes salariés", within="main").shows("Mes salariés").says(name)
        assert tab.path == f"/e/{company}/salaries"


def test_what_is_sent_from_a_tab_goes_to_its_own_company(page: Screen, app: Flask, people: People) -> None:
    people.attach(people.yann, people.garage, Role.MANAGER)
    jeanne = [people.attach(people.jeanne, company) for company in (people.bakery, people.garage)]
    assert people.solene
    bakery = page.signed_in(app, people.yann).open(f"/e/{people.bakery}/compte/acces/{jeanne[0]}/retirer")
    garage = bakery.another_tab().open(f"/e/{people.garage}/")
    garage.follow("Mon compte", within="main").shows("Mon compte")
    bakery.says("BOULANGERIE LE GALL").press("Retirer l’accès").shows("Mon compte").says("Accès retiré")
    assert bakery.path.startswith(f"/e/{people.bakery}/compte")
    expect(bakery.main.get_by_role("table")).not_to_contain_text("Jeanne")
    garage.page.reload()
    expect(garage.main.get_by_role("table")).to_contain_text("Jeanne")
    garage.follow("Ne plus gérer cette entreprise").press("Ne plus gérer cette entreprise").shows("Mes entreprises")
    bakery.page.reload()
    bakery.shows("Mon compte")


def test_a_form_of_somebody_else_is_not_sent(page: Screen, app: Flask, people: People) -> None:
    page.signed_in(app, people.yann).open("/profil/modifier").shows("Modifier mon profil")
    other = page.another_tab().signed_in(app, people.solene).open("/profil")
    page.press("Enregistrer", {"Prénom": "Nobody"}).shows("Vous avez changé de compte").says(people.solene)
    other.page.reload()
    other.says("Solène")


def test_a_session_that_ended_leads_to_the_sign_in_page_and_back(scripted: Screen, app: Flask, people: People) -> None:
    scripted.signed_in(app, people.yann).open(f"/e/{people.bakery}/salaries")
    _end_sessions(app, people.yann)
    scripted.main.get_by_role("searchbox").fill("durand")
    scripted.shows("Connexion à votre espace").says("Votre session a expiré")
    scripted.press("Valider", {"Votre adresse e-mail": people.yann})
    scripted.press("Valider", {"Mot de passe": PASSWORD}).shows("Mes salariés")
    assert scripted.path == f"/e/{people.bakery}/salaries"


def test_a_page_asked_after_the_session_comes_back_too(page: Screen, app: Flask, people: People) -> None:
    page.signed_in(app, people.yann).open(f"/e/{people.bakery}/")
    _end_sessions(app, people.yann)
    page.follow("Mes salariés", within="main").says("Votre session a expiré")
    page.press("Valider", {"Votre adresse e-mail": people.yann})
    page.press("Valider", {"Mot de passe": PASSWORD}).shows("Mes salariés")


def test_a_button_pressed_twice_makes_one_account_and_one_letter(
    page: Screen, app: Flask, people: People, mailbox: Mailbox
) -> None:
    _fill_in_the_account_form(page, people)
    page.main.get_by_role("button", name="Créer le compte").dblclick()
    page.shows("Consultez votre messagerie")
    with app.app_context():
        counts = [db.session.scalar(select(func.count()).select_from(table)) for table in (User, OutboxMessage)]
    assert counts == [1, 1]
    assert len(mailbox.to(YANN)) == 1


def test_a_button_pressed_again_while_the_server_works_sends_nothing_more(scripted: Screen, people: People) -> None:
    """A server that works for long is played by a page that never leaves."""
    _fill_in_the_account_form(scripted, people)
    scripted.page.evaluate(
        "() => { window.sent = 0; addEventListener('submit', e => { sent++; e.preventDefault(); }) }"
    )
    scripted.press("Créer le compte").press("Créer le compte")
    assert scripted.page.evaluate("sent") == 1


def test_a_letter_is_sent_again_without_leaving_the_page(scripted: Screen, people: People, mailbox: Mailbox) -> None:
    _fill_in_the_account_form(scripted, people)
    scripted.press("Créer le compte").shows("Consultez votre messagerie").press("Renvoyer l’e-mail")
    again = scripted.main.get_by_text(re.compile("E-mail renvoyé à"))
    expect(again).to_be_visible()
    expect(scripted.page.locator("#renvoi [data-focus]")).to_be_focused()
    assert len(mailbox.to(YANN)) == 2


def _fill_in_the_account_form(page: Screen, people: People) -> None:
    assert people.bakery
    page.open("/connexion/code").press("Valider", {"Code adhérent": "220417", "N° télédéclarant": NUMBER})
    page.shows("Créer votre compte")
    page.type_in({"Nom": "Le Gall", "Prénom": "Yann", "Fonction": "Gérant"})
    page.type_in({"Adresse e-mail": YANN, "Confirmer adresse e-mail": YANN})


def _end_sessions(app: Flask, email: str) -> None:
    with app.app_context():
        user = accounts.find(email)
        assert user is not None
        sessions.end_all(user)
        db.session.commit()
