"""Every letter in each of its variants, read as its addressee will: the same in text and in HTML, and well typed."""

import inspect
import re

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask_mail import Message
from justhtml import JustHTML

from app.mail import (
    access_letters,
    account_letters,
    appointment_letters,
    campaign_letters,
    document_letters,
    letters,
    rendering,
    setting_letters,
    visit_letters,
)
from app.models import OutboxMessage
from tests.mail.account_variants import ABOUT_ACCOUNTS
from tests.mail.declaration_facts import ABOUT_A_COMPANY, RECEIVED, REMINDED, TO_A_FIRM
from tests.mail.document_variants import ABOUT_DOCUMENTS, ATTESTATION, INVOICE
from tests.mail.visit_variants import VISIT_LETTERS
from tests.support.letters import AT, BAKERY, JEANNE, LONG_NAME, PASSWORD, Variant, about_companies

MODULES = (
    letters,
    account_letters,
    access_letters,
    appointment_letters,
    campaign_letters,
    document_letters,
    setting_letters,
    visit_letters,
)
WIDTH = 78
SUBJECT = 60

VARIANTS = [
    Variant("first_password", {}, PASSWORD, "imported"),
    Variant("first_password", {"is_agent": True}, PASSWORD, "agent"),
    Variant("first_password", {"is_agent": True, "inviter": "Anouk AGENT"}, PASSWORD, "agent, invited"),
    *about_companies("first_password", {}, PASSWORD),
    *about_companies("already_registered", {}),
    Variant("reset_code", {}, PASSWORD),
    Variant("password_changed", {"at": AT}),
    *about_companies("company_added", {"is_pending": False}, called="open"),
    *about_companies("company_added", {"is_pending": True}, called="pending"),
    Variant("companies_added", {"companies": ["BOULANGERIE LE GALL", LONG_NAME]}),
    *about_companies("access_ended", {}),
    *about_companies("request_refused", {}),
    *about_companies("request_accepted", {}),
    Variant("blocked_attempts", {"at": AT}),
    Variant("guessing_alert", {"at": AT}),
    *about_companies("disowned_alert", {"at": AT, "person_id": 42}),
    *ABOUT_DOCUMENTS,
    *ABOUT_ACCOUNTS,
    *[one for letter, facts, called in VISIT_LETTERS for one in about_companies(letter, facts, called=called)],
    *[one for letter, told, called in ABOUT_A_COMPANY for one in about_companies(letter, told, called=called)],
    *[Variant(letter, told, called=called) for letter, told, called in TO_A_FIRM],
]

every_variant = pytest.mark.parametrize("variant", VARIANTS, ids=str)


def written(app: Flask, variant: Variant) -> Message:
    """The letter as the task writes it: outside any request."""
    queued = OutboxMessage(
        letter=variant.letter,
        recipient="nom.prenom@structure.example.org",
        facts=variant.facts,
        message_id="<0123456789abcdef@localhost>",
    )
    with app.app_context():
        return rendering.write(queued, **variant.drawn)


def content(message: Message) -> str:
    """The text above the signature."""
    return str(message.body).partition("\n-- \n")[0]


def words_of(html: str) -> str:
    return BeautifulSoup(html, "html.parser").body.get_text(" ")


def test_every_letter_is_tried() -> None:
    names = {
        name
        for module in MODULES
        for name, thing in inspect.getmembers(module, inspect.isfunction)
        if thing.__module__ == module.__name__ and not name.startswith("_")
    }
    assert {variant.letter for variant in VARIANTS} == names - {letters.about.__name__}


@every_variant
def test_the_subject_is_short_and_on_one_line(app: Flask, variant: Variant) -> None:
    subject = written(app, variant).subject
    assert 0 < len(subject) <= SUBJECT
    assert subject == subject.strip()
    assert "\n" not in subject
    assert JEANNE["person"].split()[0] not in subject


@every_variant
def test_text_and_html_hold_the_same_links(app: Flask, variant: Variant) -> None:
    message = written(app, variant)
    in_text = re.findall(r"https?://\S+", message.body)
    anchors = BeautifulSoup(message.html, "html.parser").find_all("a")
    in_html = [anchor["href"] for anchor in anchors if not anchor["href"].startswith("mailto:")]
    assert set(in_text) == set(in_html)
    for address in in_html:
        assert address.startswith(app.config["BASE_URL"] + "/")
    for anchor in anchors:
        assert anchor.get_text(strip=True)
        if anchor["href"].startswith("mailto:"):
            assert anchor["href"] == f"mailto:{app.config['CONTACT_COTISATIONS']}"


@every_variant
def test_every_link_leads_to_a_page(app: Flask, variant: Variant) -> None:
    routes = app.url_map.bind("localhost")
    for address in re.findall(r"https?://\S+", written(app, variant).body):
        path = re.split(r"[?#]", address.removeprefix(app.config["BASE_URL"]))[0]
        routes.match(path, method="GET")


@every_variant
def test_text_and_html_tell_the_same_facts(app: Flask, variant: Variant) -> None:
    message = written(app, variant)
    for told in (_squeezed(message.body), _squeezed(words_of(message.html))):
        assert variant.facts.get("company", "") in told
        assert variant.facts.get("city", "") in told
        assert variant.facts.get("person", "") in told
        assert variant.facts.get("person_email", "") in told
        assert variant.drawn.get("password", "") in told
        assert not re.search(r"undefined|None|\(\s*\)|\{\{|\}\}|\{%", told, re.IGNORECASE)
        if "at" in variant.facts:
            assert "le 19 janvier 2027 à 14 h 32" in told


@every_variant
def test_typography_is_french(app: Flask, variant: Variant) -> None:
    message = written(app, variant)
    for text in (message.subject, message.body, words_of(message.html)):
        assert not re.search(r"[^\W\d_]'[^\W\d_]", text), "straight apostrophe"
    for whole in (message.body, words_of(message.html)):
        text = re.sub(r"https?://\S+", "", whole)
        assert not re.search(r"[ \n][:;!?»]", text), "a blank that may break before a double mark"
        assert not re.search(r"[^\W\d_][;!?»]", text), "no blank before a double mark"
        assert not re.search(r"«(?!\u00a0)", text), "a blank that may break after an opening mark"


@every_variant
def test_the_text_is_wrapped(app: Flask, variant: Variant) -> None:
    body = content(written(app, variant))
    for line in body.splitlines():
        assert len(line) <= WIDTH or line.startswith("http"), line
        assert line == line.rstrip(), line
    assert "\n\n\n" not in body
    assert not body.startswith("\n")


def test_the_signature_is_wrapped_too(app: Flask) -> None:
    for line in written(app, Variant("reset_code", {}, PASSWORD)).body.splitlines():
        assert len(line) <= WIDTH, line


@every_variant
def test_the_footer_says_not_to_answer_and_whom_to_ask(app: Flask, variant: Variant) -> None:
    message = written(app, variant)
    signature = _squeezed(message.body.partition("\n-- \n")[2])
    foot = _squeezed(BeautifulSoup(message.html, "html.parser").select_one(".foot").get_text())
    for told in (signature, foot):
        assert "Message automatique, ne pas répondre." in told
        assert app.config["CONTACT_COTISATIONS"] in told
        assert app.config["CONTACT_TELEPHONE"] in told


@every_variant
def test_the_html_is_strictly_correct(app: Flask, variant: Variant) -> None:
    message = written(app, variant)
    JustHTML(message.html, strict=True)
    page = BeautifulSoup(message.html, "html.parser")
    assert page.html["lang"] == "fr"
    assert len(page.find_all("h1")) == 1
    assert not page.find_all(["img", "script", "form"])


def test_the_lifetime_of_the_first_password_is_the_one_configured(app: Flask) -> None:
    app.config["PROVISIONAL_HOURS"] = 48
    message = written(app, Variant("first_password", {}, PASSWORD))
    assert "48\u00a0heures" in message.body
    assert "48\u00a0heures" in message.html.replace("&nbsp;", "\u00a0")


def test_the_lines_to_copy_stand_alone(app: Flask) -> None:
    lines = [line.strip() for line in written(app, Variant("first_password", {}, PASSWORD)).body.splitlines()]
    assert "- Login\u00a0: nom.prenom@structure.example.org" in lines
    assert "- Mot de passe\u00a0: K7MQ-2HXD-9WPA-C4RT" in lines


def test_an_agent_is_told_of_the_second_factor_and_of_no_company(app: Flask) -> None:
    message = written(app, Variant("first_password", {"is_agent": True, "inviter": "Anouk AGENT"}, PASSWORD))
    for told in (_squeezed(message.body), _squeezed(words_of(message.html))):
        assert "Anouk AGENT vous ouvre l’accès à l’Espace gestion du portail" in told
        assert "second facteur" in told
        assert "Entreprise :" not in told
        assert "espace perso" not in told


def test_only_a_company_letter_names_a_company(app: Flask) -> None:
    agents, members = (written(app, Variant("first_password", facts, PASSWORD)).body for facts in ({}, BAKERY))
    assert "Entreprise\u00a0:" not in agents
    assert "Entreprise\u00a0: BOULANGERIE LE GALL (SAINT-BRIEUC)" in members


def test_what_people_typed_stays_text_in_html(app: Flask) -> None:
    typed = {"person": "<b>Jeanne</b> & Cie", "company": "L’OR & <i>FILS</i>", "city": "<u>LANNION</u>"}
    hostile = {**JEANNE, **BAKERY, **typed}
    message = written(app, Variant("somebody_attached", {**hostile, "is_third_party": True, "is_pending": False}))
    assert "<b>Jeanne</b> & Cie" in message.body
    assert "&lt;b&gt;Jeanne&lt;/b&gt; &amp; Cie" in message.html
    assert not BeautifulSoup(message.html, "html.parser").find_all(["b", "i", "u"])
    ended = written(app, Variant("access_ended", hostile))
    assert "(<u>LANNION</u>)" in ended.body
    assert not BeautifulSoup(ended.html, "html.parser").find_all(["b", "i", "u"])


@pytest.mark.parametrize(
    ("is_third_party", "is_pending", "said"),
    [
        (True, False, ["« C’est bien notre prestataire »", "« Ce n’est pas nous »"]),
        (True, True, ["« Accepter »", "« Ce n’est pas nous »", "Accepter ou refuser"]),
        (False, False, ["retirez son accès"]),
        (False, True, ["« Accepter »", "« Refuser »", "Accepter ou refuser"]),
    ],
)
def test_the_company_is_told_what_to_press(app: Flask, is_third_party: bool, is_pending: bool, said: list[str]) -> None:
    facts = {**JEANNE, **BAKERY, "is_third_party": is_third_party, "is_pending": is_pending}
    message = written(app, Variant("somebody_attached", facts))
    for told in (_squeezed(message.body), _squeezed(words_of(message.html))):
        for words in said:
            assert words in told
    assert f"{app.config['BASE_URL']}/e/k7m2q9x4ab/compte#acces" in message.body


def _squeezed(text: str) -> str:
    """On one line, with ordinary blanks only."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("moment", "drafts", "states"),
    [
        ("milieu", 0, ["a-faire"]),
        ("milieu", 12, ["en-cours"]),
        ("milieu", 3, ["a-faire", "en-cours"]),
        ("retard", 3, ["en-retard"]),
    ],
)
def test_a_reminder_leads_to_every_company_that_it_counts(
    app: Flask, moment: str, drafts: int, states: list[str]
) -> None:
    facts = {**REMINDED, "moment": moment, "count": 12, "drafts": drafts}
    message = written(app, Variant("declaration_reminder", facts))
    assert re.findall(r"etat=([a-z-]+)", message.body) == states


@pytest.mark.parametrize("company", ["EVEN", BAKERY["company"], LONG_NAME])
def test_the_subject_of_a_receipt_ends_with_its_whole_number(app: Flask, company: str) -> None:
    subject = str(written(app, Variant("declaration_received", {**RECEIVED, **BAKERY, "company": company})).subject)
    assert subject.startswith(f"Déclaration 2027 reçue – {company[:13]}")
    assert subject.endswith(" – DE-2027-004812-K7")


def test_the_letter_about_documents_says_which_and_when_to_pay(app: Flask) -> None:
    one = written(app, Variant("new_documents", {**BAKERY, "only_invoices": True, "documents": [INVOICE]}))
    assert one.subject == "Nouvelle facture disponible – BOULANGERIE LE GALL"
    assert not one.attachments
    several = written(
        app, Variant("new_documents", {**BAKERY, "only_invoices": False, "documents": [INVOICE, ATTESTATION]})
    )
    assert several.subject == "2 nouveaux documents – BOULANGERIE LE GALL"
    for told in (_squeezed(several.body), _squeezed(words_of(several.html))):
        assert "Facture F-2027-00412 du 19/01/2027, 576,00 €" in told
        assert "à régler avant le 18/02/2027" in told
        assert "Attestation A-9 du 20/01/2027" in told
