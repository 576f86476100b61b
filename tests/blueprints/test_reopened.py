"""A declaration that an agent reopened is told wherever one looks for what is left to do."""

from datetime import date

import pytest
from flask import Flask
from time_machine import Traveller

from app.models import DeclarationState
from tests.people import People
from tests.support.browser import Browser
from tests.support.declarations import campaign, reopen, send, to_the_check_page
from tests.support.portfolio import declared

BOX = ".box-attention, .box-erreur, .box-info, .box-succes"


def boxes(browser: Browser) -> list[str]:
    return [" ".join(box.get_text(" ").split()) for box in browser.page.select("main")[0].select(BOX)]


@pytest.fixture
def sent(yann: Browser) -> Browser:
    """Yann, who declared in 2027."""
    to_the_check_page(yann)
    send(yann)
    return yann


def at_home(browser: Browser, people: People, day: date, january: Traveller) -> None:
    january.move_to(day)
    browser.sign_in(people.yann).get(f"/e/{people.bakery}/")


def test_the_home_page_tells_it_once_the_campaign_is_closed(
    app: Flask, sent: Browser, people: People, january: Traveller
) -> None:
    january.move_to(date(2027, 3, 10))
    reopen(app, people, people.bakery, reason="Un apprenti manque.")
    at_home(sent, people, date(2027, 3, 10), january)
    [box] = boxes(sent)
    assert "Votre déclaration 2027 est rouverte" in box
    assert "pour la raison suivante : « Un apprenti manque ». Vous pouvez l’envoyer" in box.replace("\u00a0", " ")
    assert "Déclaration 2027 : rouverte" in sent.text.replace("\u00a0", " ")
    sent.submit("Reprendre la déclaration")
    assert "verifier" in sent.url


def test_the_home_page_tells_that_of_another_year_when_nothing_presses(
    app: Flask, sent: Browser, people: People, january: Traveller
) -> None:
    january.move_to(date(2027, 6, 1))
    campaign(app, 2028)
    reopen(app, people, people.bakery)
    at_home(sent, people, date(2027, 6, 1), january)
    [box] = boxes(sent)
    assert "Votre déclaration 2027 est rouverte" in box
    assert "Déclaration 2028 : ouvre le 4 janvier 2028, 2027 rouverte" in sent.text.replace("\u00a0", " ")
    sent.submit("Reprendre la déclaration")
    assert "/cotisation/2027/" in sent.url


def test_the_home_page_tells_both_when_both_press(
    app: Flask, sent: Browser, people: People, january: Traveller
) -> None:
    january.move_to(date(2028, 1, 10))
    campaign(app, 2028)
    reopen(app, people, people.bakery)
    at_home(sent, people, date(2028, 1, 10), january)
    [box] = boxes(sent)
    assert "Déclaration des effectifs 2028 : à faire" in box.replace("\u00a0", " ")
    sent.follow("Votre déclaration 2027, rouverte, est aussi à envoyer")
    assert "Un apprenti manque" in sent.text


def test_the_receipt_of_what_is_reopened_leads_to_its_correction(
    app: Flask, sent: Browser, people: People, january: Traveller
) -> None:
    receipt = sent.url
    january.move_to(date(2027, 3, 10))
    sent.sign_in(people.yann).get(receipt)
    assert "Pour toute correction, contactez-nous" in sent.text
    reopen(app, people, people.bakery)
    sent.get(receipt)
    assert "AIST22 a rouvert cette déclaration : vous pouvez la corriger, même après la clôture" in sent.text.replace(
        "\u00a0", " "
    )
    sent.submit("Reprendre la correction")
    assert "verifier" in sent.url


@pytest.mark.parametrize("day", [date(2027, 6, 1), date(2028, 1, 10), date(2028, 2, 10)])
def test_the_worklist_of_a_firm_tells_it(app: Flask, people: People, january: Traveller, day: date) -> None:
    campaign(app)
    campaign(app, 2028)
    first, second = people.clients(people.jeanne, 2)
    gone = people.company("PARTIE", "2299", left_on=date(2027, 4, 1))
    people.attach(people.jeanne, gone)
    declared(app, first, year=2028)
    declared(app, second, DeclarationState.DRAFT, year=2028)
    january.move_to(day)
    jeanne = Browser(app).sign_in(people.jeanne)
    assert not boxes(jeanne)
    jeanne.get("/entreprises/")
    before = len(jeanne.statements)
    for company in (first, second, gone):
        reopen(app, people, company)
    jeanne.get("/entreprises/")
    assert len(jeanne.statements) == before
    [box] = boxes(jeanne)
    assert "2 déclarations rouvertes à envoyer" in box
    assert "CLIENT 0001, 2027" in box
    assert [row["Action"] for row in jeanne.rows()][:2] == ["Reprendre pour CLIENT 0001", "Reprendre pour CLIENT 0002"]
    assert all("2027 rouverte" in " ".join(row.values()) for row in jeanne.rows()[:2])
    jeanne.get("/entreprises/export.csv")
    header, *lines = jeanne.response.data.decode("utf-8-sig").splitlines()
    place = header.split(";").index("Déclaration rouverte")
    assert [line.split(";")[place] for line in lines] == ["2027", "2027", ""]
    jeanne.get("/entreprises/")
    jeanne.follow("CLIENT 0001", within="main .box")
    assert "Votre déclaration 2027 est rouverte" in jeanne.text


def test_a_correction_that_is_begun_is_called_one(sent: Browser, people: People) -> None:
    sent.submit("Corriger cette déclaration")
    sent.get(f"/e/{people.bakery}/cotisation/2027/verifier")
    assert "à 14 h 32, pour 2 salariés." in sent.text.replace("\u00a0", " ")
    sent.get(f"/e/{people.bakery}/")
    [box] = boxes(sent)
    assert box.startswith("La correction de votre déclaration 2027 est commencée")
    assert "Déclaration 2027 : correction commencée" in sent.text.replace("\u00a0", " ")
    sent.submit("Reprendre la correction")
