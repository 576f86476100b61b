"""/verifier: a stranger who was shown a receipt learns whether it is genuine."""

import pytest
import time_machine
from flask import Flask

from tests.people import People
from tests.support.browser import Browser
from tests.support.declarations import JANUARY, campaign, declared, hire, placed
from tests.support.records import visiting


@pytest.fixture
def receipt(app: Flask, people: People) -> str:
    campaign(app)
    placed(people)
    hire(people, people.bakery, "DURAND")
    with time_machine.travel(JANUARY), visiting(app, people.yann, people.bakery) as access:
        return str(declared(access).receipt)


def test_a_genuine_receipt_is_recognised_by_a_stranger(browser: Browser, receipt: str) -> None:
    browser.get("/verifier")
    browser.submit("Vérifier", {"Numéro de reçu": f" {receipt.lower().replace('-', ' ')} "})
    assert "Reçu authentique" in browser.text
    for told in ("BOULANGERIE LE GALL", "2027", "le 19 janvier 2027 à 14 h 32", "1 salarié", receipt):
        assert told in browser.text.replace("\u00a0", " ")
    for kept in ("DURAND", "Yann", "220417", "rue du Port", "98,00"):
        assert kept not in browser.text


def test_an_empty_number_is_asked_for_again(browser: Browser) -> None:
    browser.get("/verifier", recu=" ", expect=422)
    assert "Saisissez le numéro du reçu" in browser.text


@pytest.mark.parametrize("asked", ["DE-2027-000001-00", "DE-2027-999999-K7", "xyz", "<script>", "é" * 300])
def test_any_other_number_is_not_known(browser: Browser, receipt: str, asked: str) -> None:
    assert asked != receipt
    browser.get("/verifier", recu=asked)
    assert "Ce reçu n’est pas connu" in browser.text
    assert "BOULANGERIE" not in browser.text


def test_a_replaced_receipt_stays_genuine_and_says_so(
    app: Flask, people: People, browser: Browser, receipt: str
) -> None:
    with time_machine.travel(JANUARY), visiting(app, people.yann, people.bakery) as access:
        new = declared(access).receipt
    browser.get("/verifier", recu=receipt)
    assert "Reçu authentique, remplacé depuis" in browser.text
    assert str(new) not in browser.text


def test_guessing_gets_a_pause(browser: Browser, receipt: str) -> None:
    ends = [f"{first}{second}" for first in "ABC" for second in "HJKMNPQR" if f"{first}{second}" != receipt[-2:]]
    for end in ends[:20]:
        browser.get("/verifier", recu=receipt[:-2] + end)
    browser.get("/verifier", recu=receipt, expect=429)
    assert browser.response.headers["Retry-After"]


def test_a_signed_in_person_may_verify_too(people: People, browser: Browser, receipt: str) -> None:
    browser.sign_in(people.solene).get("/verifier", recu=receipt)
    assert "Reçu authentique" in browser.text
