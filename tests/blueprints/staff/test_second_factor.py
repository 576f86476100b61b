"""An agent's second factor: set up once, asked for at each sign-in, replaced once by each recovery code."""

from datetime import timedelta

import pyotp
import pytest
import time_machine
from flask import Flask

from app.blueprints.staff.section import LATELY
from app.clock import now
from app.extensions import db
from app.models import SecondFactor
from app.services import second_factor
from tests.people import PASSWORD, People
from tests.support.browser import Browser
from tests.support.codes import code_of
from tests.support.records import user_of


def with_password_alone(app: Flask, email: str) -> Browser:
    browser = Browser(app)
    browser.get("/connexion")
    browser.submit("Valider", {"Votre adresse e-mail": email}, expect=200)
    browser.submit("Valider", {"Mot de passe": PASSWORD})
    return browser


@pytest.fixture
def newcomer(app: Flask, people: People) -> str:
    """An agent whose second factor is still to be set up."""
    email = people.agent("Gaël")
    with app.app_context():
        db.session.delete(db.session.get(SecondFactor, user_of(email).id))
        db.session.commit()
    return email


def set_up(app: Flask, browser: Browser) -> list[str]:
    """Go through the setting up; returns the recovery codes."""
    browser.submit("Commencer")
    secret = "".join(browser.page.select_one("code.key").get_text().split())
    browser.submit("Valider", {"Code à 6 chiffres": pyotp.TOTP(secret).now()}, expect=200)
    return [code.get_text() for code in browser.page.select(".codes code")]


def test_a_newcomer_sets_it_up_and_is_in(app: Flask, newcomer: str) -> None:
    browser = with_password_alone(app, newcomer)
    assert browser.heading == "Code de connexion"
    codes = set_up(app, browser)
    assert len(set(codes)) == second_factor.RECOVERY_CODES
    browser.follow("J’ai conservé mes codes")
    assert browser.heading == "Espace gestion"


def test_a_wrong_first_code_sets_nothing_up(app: Flask, newcomer: str) -> None:
    browser = with_password_alone(app, newcomer)
    browser.submit("Commencer")
    browser.submit("Valider", {"Code à 6 chiffres": "000000"}, expect=422)
    assert "Ce code n’est pas le bon" in browser.errors[0]
    browser.get("/gestion/")
    assert browser.heading == "Code de connexion"


def test_a_code_leads_where_one_was_going(app: Flask, people: People) -> None:
    browser = with_password_alone(app, people.anouk)
    browser.get("/gestion/second-facteur")
    browser.get("/profil")
    assert browser.heading == "Code de connexion"
    browser.submit("Valider", {"Code": code_of(app, people.anouk)})
    assert browser.heading == "Mon profil"


def test_a_code_opens_once(app: Flask, people: People) -> None:
    first, second = with_password_alone(app, people.anouk), with_password_alone(app, people.anouk)
    code = code_of(app, people.anouk)
    first.submit("Valider", {"Code": code})
    second.submit("Valider", {"Code": code}, expect=422)


def test_a_recovery_code_opens_once(app: Flask, newcomer: str) -> None:
    code = set_up(app, with_password_alone(app, newcomer))[0]
    again = with_password_alone(app, newcomer)
    again.submit("Valider", {"Code": code.lower().replace("-", " ")})
    assert again.heading == "Espace gestion"
    third = with_password_alone(app, newcomer)
    third.submit("Valider", {"Code": code}, expect=422)


def test_codes_are_not_guessed(app: Flask, people: People) -> None:
    browser = with_password_alone(app, people.anouk)
    for _ in range(5):
        browser.submit("Valider", {"Code": "000000"}, expect=422)
    browser.submit("Valider", {"Code": code_of(app, people.anouk)}, expect=429)


def test_the_session_that_a_password_opened_is_not_the_one_that_a_code_opens(app: Flask, people: People) -> None:
    browser = with_password_alone(app, people.anouk)
    before = browser.client.get_cookie("portail").value
    browser.submit("Valider", {"Code": code_of(app, people.anouk)})
    thief = Browser(app)
    thief.client.set_cookie("portail", before)
    thief.get("/gestion/")
    assert thief.heading == "Connexion à votre espace"


def test_the_database_alone_does_not_give_the_secret(app: Flask, people: People) -> None:
    with app.app_context():
        factor = db.session.get(SecondFactor, user_of(people.anouk).id)
        before = second_factor._secret(factor)
        app.config["SECRET_KEY"] = "another key"
        assert second_factor._secret(factor) != before


def test_whoever_lost_it_is_asked_to_set_up_another(app: Flask, people: People) -> None:
    result = app.test_cli_runner().invoke(args=["staff", "reset-code", people.anouk])
    assert result.exit_code == 0, result.output
    assert "Commencer" in with_password_alone(app, people.anouk).text


def test_other_recovery_codes_ask_for_a_recent_code(app: Flask, people: People) -> None:
    browser = Browser(app).sign_in(people.anouk)
    browser.get("/gestion/second-facteur")
    form = {"csrf_token": browser.token()}
    with time_machine.travel(now() + LATELY + timedelta(minutes=1)):
        browser.post("/gestion/second-facteur/codes-de-secours", form, expect=302)
        browser.get(browser.response.headers["Location"])
        browser.submit("Valider", {"Code": code_of(app, people.anouk)})
        assert browser.response.request.path == "/gestion/second-facteur"
