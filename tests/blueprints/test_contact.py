"""The contact page, for anybody and inside a company."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
import time_machine
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.extensions import db
from app.models import Centre, ContactMessage
from tests.people import People
from tests.support.browser import Browser
from tests.support.mailbox import Mailbox, text_of
from tests.support.records import count

STAFF = "cotisations@aist22.example.org"
STRANGER = {"Nom et prénom": "Nadia Morin", "Adresse e-mail": "nadia@example.org"}
QUESTION = {"Sujet": "factures", "Votre message": "Bonjour,\r\n\r\nOù est ma facture\u00a0?"}
PDF = b"%PDF-1.7 a bill"


def send(browser: Browser, content: bytes, name: str = "facture.pdf", *, expect: int = 303) -> None:
    """The form of whoever is signed in, with a file."""
    form, _ = browser._form_of("Envoyer le message")
    values = {**browser._values(form), "subject": "autre", "body": "Voici."}
    boundary, body = encode_multipart({**values, "file": FileStorage(BytesIO(content), filename=name)})
    content_type = f"multipart/form-data; boundary={boundary}"
    browser._ask("POST", str(form["action"]), {expect}, data=body, content_type=content_type)


def test_a_stranger_writes_and_is_given_a_reference(app: Flask, browser: Browser, mailbox: Mailbox) -> None:
    with time_machine.travel(datetime(2027, 1, 19, 9, tzinfo=UTC), tick=False):
        browser.get("/contact")
        browser.submit("Envoyer le message", {**STRANGER, **QUESTION, "Entreprise concernée": "GARAGE MORIN"})
        assert "Message envoyé. Référence CT-2027-0001" in browser.text
        assert "Réponse sous 2 jours ouvrés" in browser.text.replace("\u00a0", " ")
        assert "GARAGE MORIN" in text_of(mailbox.last_to(STAFF))
        assert mailbox.last_to("nadia@example.org")


def test_what_is_missing_is_asked_for_and_the_rest_kept(browser: Browser) -> None:
    browser.get("/contact")
    browser.submit("Envoyer le message", {"Votre message": "Bonjour"}, expect=422)
    assert browser.errors == ["Saisissez votre nom", "Saisissez votre adresse e-mail", "Choisissez un sujet"]
    assert browser.page.textarea.get_text().strip() == "Bonjour"


def test_somebody_signed_in_is_known(browser: Browser, people: People, mailbox: Mailbox) -> None:
    browser.sign_in(people.jeanne).get("/contact")
    assert "Jeanne DAVID (Cabinet Exemple)" in browser.text
    form, _ = browser._form_of("Envoyer le message")
    forged = {**browser._values(form), "subject": "autre", "body": "x", "name": "X", "email": "evil@example.org"}
    browser._ask("POST", "/contact", {303}, data=forged)
    assert mailbox.to("evil@example.org") == []
    assert str(mailbox.last_to(STAFF)["Reply-To"]) == people.jeanne


def test_inside_a_company_the_page_is_the_company_s(browser: Browser, people: People, mailbox: Mailbox) -> None:
    browser.sign_in(people.yann).get(f"/e/{people.bakery}/compte")
    browser.follow("contactez-nous")
    assert browser.page.find("option", selected=True)["value"] == "coordonnees"
    browser.get(f"/e/{people.bakery}/")
    browser.follow("Contact", within="footer")
    assert browser.url.endswith(f"/e/{people.bakery}/contact")
    assert browser.page.select(".rubriques [aria-current]") == []
    browser.submit("Envoyer le message", QUESTION)
    assert "Message envoyé" in browser.text
    assert "BOULANGERIE LE GALL" in text_of(mailbox.last_to(STAFF))
    browser.get("/profil")
    browser.follow("Contact", within="footer")
    assert browser.url.endswith("/contact")


def test_the_centres_and_the_hours_are_there(app: Flask, browser: Browser) -> None:
    app.config["CONTACT_HORAIRES"] = "Du lundi au vendredi, de 9 h à 12 h"
    browser.get("/contact")
    assert "Nos centres" not in browser.text
    with app.app_context():
        db.session.add(Centre(name="Centre de Lannion", address="12 quai Exemple, 22300 LANNION"))
        db.session.commit()
    browser.get("/contact")
    assert "Centre de Lannion, 12 quai Exemple" in browser.text
    assert "de 9 h à 12 h" in browser.text


def test_a_file_goes_along(browser: Browser, people: People, mailbox: Mailbox) -> None:
    browser.sign_in(people.yann).get("/contact")
    send(browser, PDF)
    assert [one.get_filename() for one in mailbox.last_to(STAFF).iter_attachments()] == ["facture.pdf"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Ce fichier est vide"),
        (b"MZ\x90\x00", "Formats acceptés"),
        (b"<html>", "Formats acceptés"),
        (PDF + b"x" * 5 * 1024 * 1024, "Le fichier dépasse 5"),
    ],
)
def test_a_file_that_will_not_do_is_refused_with_the_rest_kept(
    app: Flask, browser: Browser, people: People, content: bytes, said: str
) -> None:
    browser.sign_in(people.yann).get("/contact")
    send(browser, content, expect=422)
    assert browser.errors[0].startswith(said)
    assert browser.page.textarea.get_text().strip() == "Voici."
    assert count(app, ContactMessage) == 0


def test_a_file_far_too_big_gets_a_page_that_says_so(browser: Browser, people: People) -> None:
    browser.sign_in(people.yann).get("/contact")
    send(browser, PDF + b"x" * 50_000_000, expect=413)
    assert browser.heading == "Fichier trop volumineux"


def test_a_double_click_sends_once(app: Flask, browser: Browser, mailbox: Mailbox) -> None:
    browser.get("/contact")
    form, _ = browser._form_of("Envoyer le message")
    data = {**browser._values(form), "name": "N", "email": "n@example.org", "subject": "autre", "body": "x"}
    led = set()
    for _ in range(2):
        browser._ask("POST", "/contact", {303}, data=data)
        led.add(browser.response.headers["Location"])
    assert len(led) == 1
    assert count(app, ContactMessage) == 1


def test_too_many_messages_are_refused_and_kept(browser: Browser) -> None:
    for rank in range(6):
        browser.get("/contact")
        browser.submit("Envoyer le message", {**STRANGER, **QUESTION}, expect=303 if rank < 5 else 422)
    assert "Trop de messages" in browser.errors[0]
    assert browser.value_of("Nom et prénom") == "Nadia Morin"


@pytest.mark.parametrize(
    "email", ["a@example.org\r\nBcc: b@example.org", "a@example.org, b@example.org", "A <a@example.org>"]
)
def test_no_header_slips_in(app: Flask, browser: Browser, email: str) -> None:
    browser.get("/contact")
    browser.submit("Envoyer le message", {**STRANGER, **QUESTION, "Adresse e-mail": email}, expect=422)
    assert count(app, ContactMessage) == 0


@pytest.mark.parametrize("reference", ["<script>", "CT-2027", "CT-2027-0001 ou autre", ""])
def test_only_a_reference_is_shown_again(browser: Browser, reference: str) -> None:
    browser.get("/contact", envoye=reference)
    assert "Message envoyé" not in browser.text
