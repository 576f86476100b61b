"""Nobody learns who has an account, or which companies exist, by asking the portal."""

import re

import pytest
from flask import Flask

from app.clock import now
from app.extensions import db
from tests.people import NUMBER, People
from tests.support.browser import Browser
from tests.support.mailbox import Mailbox
from tests.support.records import letters_to, user_of

NOBODY = "personne.ici@example.org"


def masked(browser: Browser, *typed: str) -> str:
    """An answer without what changes from one visitor to the next: tokens, and what they typed themselves."""
    text = browser.response.get_data(as_text=True)
    text = re.sub(r'(name="(?:csrf_token|compte)" value=")[^"]*', r"\1", text)
    for word in typed:
        text = text.replace(word, "TYPED").replace(word.replace("@", "%40"), "TYPED")
    headers = [
        (name, value) for name, value in browser.response.headers if name not in ("Set-Cookie", "Content-Length")
    ]
    return f"{browser.response.status_code} {sorted(headers)} {text}"


def somebody(app: Flask, people: People, who: str) -> str:
    if who == "unknown":
        return NOBODY
    email = people.yann
    with app.app_context():
        user = user_of(email)
        user.disabled_at = now() if who == "disabled" else None
        if who == "never came":
            user.activated_at, user.password_hash = None, None
        db.session.commit()
    return email


@pytest.fixture
def reference(app: Flask) -> Browser:
    """The visitor whose address nobody knows, to compare with."""
    return Browser(app)


KINDS = pytest.mark.parametrize("who", ["known", "disabled", "never came"])


@KINDS
def test_signing_in_says_the_same(app: Flask, browser: Browser, reference: Browser, people: People, who: str) -> None:
    answers = []
    for visitor, email in ((browser, somebody(app, people, who)), (reference, NOBODY)):
        visitor.get("/connexion")
        visitor.submit("Valider", {"Votre adresse e-mail": email}, expect=200)
        seen = [masked(visitor, email)]
        for password in ("wrong", "K7MQ-2HXD-9WPA-C4RT", "x" * 500, "wrong", "wrong", "wrong", "wrong"):
            visitor.submit("Valider", {"Mot de passe": password}, expect=422)
            seen.append(masked(visitor, email))
        answers.append(seen)
    assert answers[0] == answers[1]


def test_the_first_step_looks_no_account_up(browser: Browser, people: People) -> None:
    people.yann  # noqa: B018
    browser.get("/connexion")
    browser.submit("Valider", {"Votre adresse e-mail": people.yann}, expect=200)
    assert not any("user_account" in statement for statement in browser.statements)


@KINDS
def test_a_forgotten_password_says_the_same(
    app: Flask, browser: Browser, reference: Browser, people: People, who: str
) -> None:
    answers = []
    for visitor, email in ((browser, somebody(app, people, who)), (reference, NOBODY)):
        seen = []
        for _ in range(5):
            visitor.get("/mot-de-passe-oublie")
            visitor.submit("Recevoir", {"Adresse e-mail": email})
            seen.append(masked(visitor, email))
        visitor.get("/mot-de-passe-oublie")
        visitor.submit("Recevoir", {"Adresse e-mail": email}, expect=429)
        seen.append(re.sub(r"\d+&nbsp;minutes|\d+\D{1,6}minutes|Retry-After', '\d+", "", masked(visitor, email)))
        answers.append(seen)
    assert answers[0] == answers[1]


@KINDS
def test_registering_says_the_same(app: Flask, browser: Browser, reference: Browser, people: People, who: str) -> None:
    garage, answers = people.garage, []
    for visitor, email in ((browser, somebody(app, people, who)), (reference, NOBODY)):
        visitor.get("/connexion/code")
        visitor.submit("Valider", {"Code adhérent": "220065", "N° télédéclarant": NUMBER})
        visitor.submit(
            "Créer le compte",
            {
                "Nom": "Morin",
                "Prénom": "Nadia",
                "Fonction": "Comptable",
                "Adresse e-mail": email,
                "Confirmer adresse e-mail": email,
            },
        )
        seen = [masked(visitor, email)]
        visitor.submit("Renvoyer")
        seen.append(masked(visitor, email))
        answers.append(seen)
    assert answers[0] == answers[1]
    assert garage
    if who == "known":
        assert letters_to(app, people.yann) == ["already_registered", "already_registered"]


def test_a_wrong_code_and_a_wrong_number_are_one_answer(browser: Browser, people: People) -> None:
    """Also for a company that left, a number mistyped, and one that was imported."""
    people.bakery  # noqa: B018
    people.company("ANCIEN NUMÉRO", "220900", number="1234567")
    people.company("FERMÉE", "220800", left_on=now().date())
    seen = set()
    for code, number in (("999999", NUMBER), ("220417", "7KMQ2-HXD9H"), ("220900", "7654321"), ("220800", "7654321")):
        browser.get("/connexion/code")
        browser.submit("Valider", {"Code adhérent": code, "N° télédéclarant": number}, expect=422)
        assert browser.errors == ["Le code adhérent ou le n° télédéclarant est incorrect"]
        seen.add(masked(browser, code, number))
    assert len(seen) == 1


def test_nothing_on_the_page_after_registration_depends_on_the_mail(
    app: Flask, browser: Browser, people: People, mailbox: Mailbox
) -> None:
    browser.get("/inscription/envoyee", expect=302)
    browser.get("/mot-de-passe-oublie/envoye", expect=302)
    assert mailbox.all() == []
