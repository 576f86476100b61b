"""The receipt as a PDF: tagged, with the same content as its page, and a code that leads to its verification."""

import time_machine
from flask import Flask

from app.models import FollowUp
from app.services import receipt_text
from tests.people import People
from tests.support.browser import Browser
from tests.support.declarations import JANUARY, campaign, declared, hire, placed
from tests.support.pdf import text_of
from tests.support.records import visiting


def test_the_pdf_says_what_the_page_says(app: Flask, people: People, browser: Browser) -> None:
    campaign(app)
    placed(people)
    hire(people, people.bakery, "DURAND", follow_up=FollowUp.SIR, risks="amiante")
    with time_machine.travel(JANUARY, tick=True):
        with visiting(app, people.yann, people.bakery) as access:
            sent = declared(access)
            text, number = receipt_text.of(sent), sent.receipt
        browser.sign_in(people.yann).get(f"/e/{people.bakery}/cotisation/recu/{number}")
        page = browser.text
        browser.follow("Télécharger le reçu")
        file = browser.response.get_data()
        named = browser.response.headers["Content-Disposition"]
        browser.get(f"/e/{people.bakery}/documents/1/telecharger")
        assert browser.response.get_data()[:5] == b"%PDF-"
    assert f"2027-01-19_Recu_{number}_BOULANGERIE-LE-GALL.pdf" in named
    for mark in (b"/Marked true", b"/Lang(fr-FR)", b"/Alt", b"/S/TH"):
        assert mark in file
    read = _squeezed(text_of(file))
    rows = [*text.who, *text.headcount, *text.totals]
    for told in (text.number, text.received, text.seal, *(words for row in rows for words in row)):
        assert _squeezed(told) in _squeezed(page)
        assert _squeezed(told) in read
    for line in text.lines:
        for told in (line.label, line.why, line.total):
            assert _squeezed(told) in _squeezed(page)
            assert _squeezed(told) in read
    assert _squeezed(f"/verifier?recu={number}") in read


def test_a_hostile_name_is_only_a_name(app: Flask, people: People) -> None:
    campaign(app)
    company = people.company("#let x = 1 *& [FILS]", "220777", address="$a$ _b_", postcode="22000")
    manager = people.person("Ana", "Martin", company)
    hire(people, company, "DURAND")
    with time_machine.travel(JANUARY), visiting(app, manager, company) as access:
        file = receipt_text.write_pdf(declared(access))
    assert _squeezed("#let x = 1 *& [FILS]") in _squeezed(text_of(file))


def _squeezed(text: str) -> str:
    """Without blanks: lines of a PDF end where the paper does."""
    return "".join(text.split())
