"""When something goes wrong: a page in French that says what was kept, a reference, and nobody's name in the log."""

import logging
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from app.extensions import db
from app.models import User
from app.services import accounts, portfolio_page, sessions
from tests.people import People
from tests.support.addresses import browser_of
from tests.support.browser import Browser
from tests.support.records import count, everything

SECRET = "jeanne.secrete@example.org"


@pytest.fixture
def production(app: Flask) -> Flask:
    """Errors are answered, and not raised to the developer."""
    app.config["TESTING"] = False
    return app


def breaking(error: Exception) -> Any:
    def broken(*_args: Any, **_options: Any) -> Any:
        raise error

    return broken


def reference_on(browser: Browser) -> str:
    found = re.search(r"la référence (E-[0-9A-HJKMNP-TV-Z]{5})\b", browser.text)
    assert found, browser.text
    return found[1]


def test_a_bug_gets_a_page_with_a_reference_that_the_log_has(
    production: Flask, people: People, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    browser = browser_of(production, people, "yann")
    monkeypatch.setattr(portfolio_page, "page", breaking(ValueError(f"cannot list for {SECRET}")))
    browser.get("/entreprises/", expect=500)
    assert browser.heading == "Une erreur est survenue de notre côté"
    assert reference_on(browser) in caplog.text
    assert "ValueError" in caplog.text
    assert 'routes.py", line' in caplog.text
    for private in (SECRET, people.yann, "Le Gall", people.bakery):
        assert private not in caplog.text


def test_what_a_database_says_of_a_row_is_not_logged(
    production: Flask, people: People, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    browser = browser_of(production, people, "yann")

    def twice(user: User, **_identity: Any) -> None:
        db.session.add(User(email=user.email, last_name="SECRET"))

    monkeypatch.setattr(accounts, "describe", twice)
    browser.get("/profil/modifier")
    before = everything(production)
    browser.submit("Enregistrer", {"Nom": "Autre"}, expect=409)
    assert everything(production) == before
    for private in (people.yann, "SECRET"):
        assert private not in caplog.text


@pytest.mark.parametrize(
    ("error", "status", "heading"),
    [
        (RuntimeError("disk of jeanne"), 500, "Une erreur est survenue de notre côté"),
        (OperationalError("x", {}, Exception("database or disk is full")), 503, "Portail en maintenance"),
        (IntegrityError("x", {}, Exception("UNIQUE")), 409, "Ces informations ont changé pendant votre saisie"),
        (StaleDataError("x"), 409, "Ces informations ont changé pendant votre saisie"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_could_not_be_kept_is_not_said_to_be(
    production: Flask, people: People, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, heading: str
) -> None:
    """The commit itself fails, after the view has answered « saved »."""
    browser = browser_of(production, people, "yann")
    browser.get("/profil/modifier")
    with monkeypatch.context() as broken:
        broken.setattr(db.session, "commit", breaking(error))
        browser.submit("Enregistrer", {"Nom": "Autre"}, expect=status)
    assert browser.heading == heading
    if status == 500:
        reference_on(browser)
    browser.get("/profil")
    assert "Autre" not in browser.text


def test_a_database_out_of_reach_is_said_without_the_database(
    production: Flask, people: People, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    browser = browser_of(production, people, "yann")
    error = OperationalError("SELECT", {"email": SECRET}, Exception("could not connect"))
    with monkeypatch.context() as broken:
        broken.setattr(db.session, "execute", breaking(error))
        broken.setattr(sessions, "find", breaking(error))
        for address in ("/entreprises/", "/sante", "/connexion", "/nulle-part"):
            browser.get(address, expect=503)
            assert browser.heading == "Portail en maintenance"
    assert SECRET not in caplog.text
    browser.get("/profil")
    assert browser.heading == "Mon profil"


def test_a_page_that_breaks_does_not_write(production: Flask, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = browser_of(production, people, "yann")
    before = count(production, User)

    def half(user: User, **_identity: Any) -> None:
        db.session.add(User(email="half@example.org"))
        db.session.flush()
        raise RuntimeError

    monkeypatch.setattr(accounts, "describe", half)
    browser.get("/profil/modifier")
    browser.submit("Enregistrer", {"Nom": "Autre"}, expect=500)
    assert count(production, User) == before


def test_a_whole_procedure_logs_nobody(app: Flask, people: People, caplog: pytest.LogCaptureFixture) -> None:
    from tests.journeys.test_procedure import OWN_PASSWORD
    from tests.people import NUMBER, PASSWORD
    from tests.support.mailbox import Mailbox

    caplog.set_level(logging.DEBUG)
    logging.getLogger("sqlalchemy").setLevel(logging.WARNING)
    browser, mailbox = Browser(app), Mailbox(app)
    people.bakery  # noqa: B018
    browser.get("/connexion/code")
    browser.submit("Valider", {"Code adhérent": "220417", "N° télédéclarant": "7654321"}, expect=422)
    browser.submit("Valider", {"Code adhérent": "220417", "N° télédéclarant": NUMBER})
    identity = {"Nom": "Zanzibar", "Prénom": "Nolwenn", "Fonction": "Gérante"}
    addresses = dict.fromkeys(("Adresse e-mail", "Confirmer adresse e-mail"), SECRET)
    browser.submit("Créer le compte", {**identity, **addresses, "N° mobile": "0639981234"})
    code = mailbox.password_sent_to(SECRET)
    browser.sign_in(SECRET, code)
    chosen = dict.fromkeys(("Nouveau mot de passe", "Confirmez le nouveau mot de passe"), OWN_PASSWORD)
    browser.submit("Enregistrer", chosen)
    browser.get("/profil")
    browser.submit("Se déconnecter")
    browser.sign_in(SECRET, OWN_PASSWORD)
    said = caplog.text.lower()
    for private in (
        SECRET,
        "zanzibar",
        "nolwenn",
        "0639981234",
        code,
        OWN_PASSWORD,
        PASSWORD,
        NUMBER,
        "7654321",
        "220417",
    ):
        assert private.lower() not in said, private
