"""The planning and its requests with JavaScript: what is swapped in, and what is said."""

from datetime import date, timedelta

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.clock import today
from tests.browser.conftest import OpenScreen
from tests.browser.screen import Screen
from tests.people import People
from tests.support.visits import plan

pytestmark = pytest.mark.browser


@pytest.fixture
def elise(people: People) -> int:
    people.yann  # noqa: B018
    return people.employee(people.bakery, "DURAND", "Élise")


def test_the_calendar_turns_its_pages(scripted: Screen, app: Flask, people: People, elise: int) -> None:
    plan(app, people.bakery, elise, date(2027, 3, 3))
    scripted.signed_in(app, people.yann).open(f"/e/{people.bakery}/planning?vue=mois&mois=2027-02")
    scripted.follow("Mars 2027 ›").announces("Visites de mars 2027")
    expect(scripted.page.locator("caption")).to_be_focused()
    assert scripted.path.endswith("mois=2027-03")
    expect(scripted.main).to_contain_text("DURAND Élise")
    scripted.page.go_back()
    expect(scripted.page.locator("caption")).to_have_text("Visites de février 2027")


def test_the_type_brings_its_fields_and_the_law_its_answer(
    scripted: Screen, app: Flask, people: People, elise: int
) -> None:
    address = f"/e/{people.bakery}/salaries/{elise}/rendez-vous/nouveau"
    scripted.signed_in(app, people.yann).open(address)
    scripted.main.get_by_label("Visite de reprise", exact=True).check()
    scripted.main.get_by_label("Accident du travail").check()
    assert scripted.path.endswith("type=reprise")
    ended = today() - timedelta(days=1)
    scripted.type_in(
        {
            "Premier jour d’arrêt": f"{ended - timedelta(days=29):%d/%m/%Y}",
            "Dernier jour d’arrêt": f"{ended:%d/%m/%Y}",
            "Date de reprise": f"{today():%d/%m/%Y}",
        }
    )
    scripted.press("La visite est-elle obligatoire").announces("Visite obligatoire")
    scripted.says("30 jours d’arrêt")
    expect(scripted.field("Premier jour d’arrêt")).to_have_value(f"{ended - timedelta(days=29):%d/%m/%Y}")
    scripted.press("Envoyer la demande").shows("Demande envoyée")
    expect(scripted.page.get_by_role("heading", level=1)).to_be_focused()


def test_the_same_without_javascript(screens: OpenScreen, app: Flask, people: People, elise: int) -> None:
    plain = screens(javascript=False)
    plan(app, people.bakery, elise, today() + timedelta(days=20))
    plain.signed_in(app, people.yann).open(f"/e/{people.bakery}/planning").follow(
        "Demander un rendez-vous", within="main"
    )
    plain.follow("DURAND Élise", within="main")
    plain.main.get_by_label("Visite périodique", exact=True).check()
    plain.press("Continuer").press("Envoyer la demande").shows("Demande envoyée")
    plain.open(f"/e/{people.bakery}/planning").follow("Signaler une absence", within="main")
    plain.main.get_by_label("Congés ou repos").check()
    plain.press("Signaler une absence").says("Absence signalée")
