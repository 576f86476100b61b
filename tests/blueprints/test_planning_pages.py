"""Mon planning, page by page."""

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar

from app.models import Role, VisitKind, VisitState
from app.services import calendars
from tests.people import People
from tests.support.browser import Browser
from tests.support.visits import DAY, TODAY, plan


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def elise(people: People) -> int:
    people.yann  # noqa: B018
    return people.employee(people.bakery, "DURAND", "Élise")


@pytest.fixture
def planning(people: People, elise: int) -> str:
    return f"/e/{people.bakery}/planning"


def test_nothing_to_come_leads_to_a_request(browser: Browser, people: People, planning: str) -> None:
    browser.sign_in(people.yann).get(planning)
    assert "Aucune visite à venir. Les visites périodiques sont programmées par AIST22." in browser.text
    browser.follow("Demander un rendez-vous", within="#resultats")
    browser.follow("DURAND Élise")
    assert browser.heading == "Demander un rendez-vous pour DURAND Élise"


def test_going_on_without_a_type_says_what_is_missing(browser: Browser, people: People, elise: int) -> None:
    form = f"/e/{people.bakery}/salaries/{elise}/rendez-vous/nouveau"
    assert browser.sign_in(people.yann).get(form).find("button", {"name": "continuer"})
    browser.get(form, continuer="1", expect=422)
    assert "Choisissez un type de visite" in browser.text
    browser.get(form, type="reprise", continuer="1")
    assert "Choisissez un type de visite" not in browser.text


def test_the_list_goes_month_by_month(browser: Browser, app: Flask, people: People, planning: str, elise: int) -> None:
    plan(app, people.bakery, elise)
    plan(app, people.bakery, elise, date(2027, 3, 1), None, state=VisitState.CANCELLED)
    browser.sign_in(people.yann).get(planning)
    assert [heading.get_text() for heading in browser.page.select("#resultats h2")] == ["Février 2027", "Mars 2027"]
    assert [tag.get_text() for tag in browser.page.select("tbody .tag")] == ["Confirmée", "Annulée"]
    assert [len(row.select(".links a")) for row in browser.page.select("tbody tr")] == [3, 0]
    browser.follow("mercredi 3")
    assert browser.heading == "Rendez-vous de DURAND Élise"
    assert "sans frais jusqu’au lundi 1er février 2027 à 9 h 30, soit 48 heures avant" in browser.text


def test_the_list_asks_the_same_of_a_small_and_of_a_large_company(
    browser: Browser, app: Flask, people: People, planning: str, elise: int
) -> None:
    plan(app, people.bakery, elise)
    browser.sign_in(people.yann).get(planning)
    counts = {}
    for view in ("", "?vue=mois&mois=2027-02", "?vue=impression"):
        browser.get(planning + view)
        counts[view] = len(browser.statements)
    for rank in range(60):
        plan(app, people.bakery, elise, DAY + timedelta(days=rank % 20), time(8 + rank % 9))
    for view, before in counts.items():
        browser.get(planning + view)
        assert len(browser.statements) == before, view


def test_a_page_of_the_list_is_a_fragment_for_htmx(
    browser: Browser, app: Flask, people: People, planning: str, elise: int
) -> None:
    for rank in range(26):
        plan(app, people.bakery, elise, DAY + timedelta(days=rank))
    page = browser.sign_in(people.yann).fragment(planning, page=2)
    assert page.find(id="resultats")["data-annonce"].replace("\xa0", " ") == "26 visites à venir"
    assert "Mon planning, page 2" in page.title.get_text()
    assert len(page.select("tbody tr")) == 1


def test_the_month_is_a_table_that_leads_to_its_neighbours(
    browser: Browser, app: Flask, people: People, planning: str, elise: int
) -> None:
    for hour in range(9, 15):
        plan(app, people.bakery, elise, at=time(hour))
    browser.sign_in(people.yann).get(f"{planning}?vue=mois&mois=2027-02")
    assert browser.page.caption.get_text() == "Visites de février 2027"
    assert len(browser.page.select(".calendar td .plain a[href*='/visites/']")) == 4
    browser.follow("2 autres visites")
    assert browser.heading == "Visites du mercredi 3 février 2027"
    assert len(browser.page.select("#resultats tbody tr")) == 6
    page = browser.fragment(planning, vue="mois", mois="2027-03")
    assert page.find(id="cal")["data-annonce"] == "Visites de mars 2027"
    assert "Aucune visite en mars 2027" in page.get_text()


def test_the_month_says_which_day_is_today(browser: Browser, people: People, planning: str) -> None:
    browser.sign_in(people.yann).get(planning, vue="mois")
    (today,) = browser.page.select("[aria-current=date]")
    assert today.get_text(" ", strip=True) == "19 janvier 2027 aujourd’hui"
    browser.get(planning, vue="mois", mois="2027-02")
    assert not browser.page.select("[aria-current=date]")


def test_a_day_that_is_past_announces_nothing_to_come(
    browser: Browser, app: Flask, people: People, planning: str, elise: int
) -> None:
    plan(app, people.bakery, elise, date(2026, 2, 3), state=VisitState.DONE)
    browser.sign_in(people.yann).get(planning, jour="2026-02-03")
    assert browser.page.find(id="resultats")["data-annonce"] == "1\u00a0visite"


def test_an_hour_that_is_not_known_is_still_to_confirm(
    browser: Browser, app: Flask, people: People, planning: str, elise: int
) -> None:
    plan(app, people.bakery, elise, at=None)
    browser.sign_in(people.yann).get(planning)
    assert [tag.get_text() for tag in browser.page.select("tbody .tag")] == ["À confirmer"]
    browser.get(planning, vue="impression")
    assert "mercredi 3 février 2027, heure à confirmer" in browser.text


@pytest.mark.parametrize("asked", ["", "2027-13", "0000-01", "9999-12", "2027-1", "٢٠٢٧-٠١", "x", "2101-01", "1999-12"])
def test_a_month_that_is_none_is_the_present_one(browser: Browser, people: People, planning: str, asked: str) -> None:
    browser.sign_in(people.yann).get(planning, vue="mois", mois=asked)
    assert browser.page.caption.get_text() == "Visites de janvier 2027"


@pytest.mark.parametrize("asked", ["2027-02-30", "x", "2027-2-3", "99999-01-01", "0000-00-00"])
def test_a_day_that_is_none_is_left_aside(browser: Browser, people: People, planning: str, asked: str) -> None:
    browser.sign_in(people.yann).get(planning, jour=asked)
    assert browser.heading == "Mon planning"


def test_what_can_no_longer_be_told_is_no_success(
    browser: Browser, app: Flask, people: People, planning: str, elise: int
) -> None:
    plan(app, people.bakery, elise, state=VisitState.CANCELLED)
    browser.sign_in(people.yann).get(f"{planning}/visites/1/absence")
    assert "Ce rendez-vous ne peut plus être modifié" in browser.text
    assert not browser.page.select(".box-succes")


@pytest.mark.parametrize("month", ["2000-01", "2100-12"])
def test_the_first_and_last_months_lead_nowhere_further(
    browser: Browser, people: People, planning: str, month: str
) -> None:
    browser.sign_in(people.yann).get(planning, vue="mois", mois=month)
    assert len(browser.page.select("#cal nav a")) == 1


PAGES = ("", "/convocation", "/convocation.pdf", ".ics", "/absence", "/report")


@pytest.mark.parametrize("page", PAGES)
def test_a_visit_one_may_not_know_of_does_not_exist(
    browser: Browser, app: Flask, people: People, planning: str, elise: int, page: str
) -> None:
    people.attach(people.jeanne, people.bakery)
    secret = plan(app, people.bakery, elise, is_confidential=True)
    own = plan(app, people.bakery, elise, kind=VisitKind.BEFORE_RETURN)
    people.solene  # noqa: B018
    theirs = plan(app, people.garage, people.employee(people.garage, "MORIN", "Solène"), day=DAY)
    for _ in range(2):
        theirs = plan(app, people.garage, 1)
    browser.sign_in(people.jeanne)
    for number in (secret, own, theirs, 99):
        browser.get(f"{planning}/visites/{number}{page}", expect=404)
    employer = Browser(app).sign_in(people.yann)
    employer.get(f"{planning}/visites/{secret}{page}", expect=404)
    employer.get(f"{planning}/visites/{own}{page}")


def test_a_summons_is_a_page_and_a_file(
    browser: Browser, app: Flask, people: People, planning: str, elise: int
) -> None:
    plan(app, people.bakery, elise)
    browser.sign_in(people.yann).get(planning)
    browser.follow("Convocation")
    for words in ("Convocation de DURAND Élise", "À apporter", "Sans frais jusqu’au lundi 1er février 2027"):
        assert words in browser.text
    browser.follow("Télécharger en PDF")
    assert browser.response.mimetype == "application/pdf"
    name = "2027-02-03_Convocation_DURAND-Elise_BOULANGERIE-LE-GALL.pdf"
    assert browser.response.headers["Content-Disposition"] == f"attachment; filename={name}"


def test_the_tile_tells_the_next_visit(browser: Browser, app: Flask, people: People, elise: int) -> None:
    browser.sign_in(people.yann).get(f"/e/{people.bakery}/")
    assert "Aucune visite à venir" in browser.text
    plan(app, people.bakery, elise)
    browser.get(f"/e/{people.bakery}/")
    assert "Prochaine visite : 3 février, 9 h 30" in browser.text


def test_a_company_that_left_still_reads_and_asks_nothing(
    browser: Browser, app: Flask, people: People, elise: int
) -> None:
    gone = people.company("FERMÉE", "229001", left_on=date(2027, 1, 1))
    people.attach(people.yann, gone, Role.MANAGER)
    number = people.employee(gone, "LE BRAS", "Rozenn")
    visit = plan(app, gone, number)
    browser.sign_in(people.yann).get(f"/e/{gone}/planning")
    assert "Demander un rendez-vous" not in browser.text
    assert "Signaler une absence" not in browser.text
    for address in (
        "planning/rendez-vous",
        f"salaries/{number}/rendez-vous/nouveau",
        f"planning/visites/{visit}/absence",
    ):
        browser.get(f"/e/{gone}/{address}", expect=403)


# The calendar's address


def subscribed(browser: Browser, people: People, planning: str) -> str:
    browser.sign_in(people.yann).get(f"{planning}/agenda")
    browser.submit("Créer une adresse", expect=200)
    return str(browser.page.find(id="adresse")["value"]).removeprefix("http://localhost:5000")


def test_a_calendar_program_reads_the_visits_without_signing_in(
    browser: Browser, app: Flask, people: People, planning: str, elise: int
) -> None:
    plan(app, people.bakery, elise)
    plan(app, people.bakery, elise, is_confidential=True)
    address = subscribed(browser, people, planning)
    program = Browser(app)
    program.get(address)
    assert program.response.mimetype == "text/calendar"
    assert program.response.headers["Cache-Control"].startswith("private")
    assert len(Calendar.from_ical(program.response.get_data()).walk("VEVENT")) == 1
    again = program.client.get(address, headers={"If-None-Match": program.response.headers["ETag"]})
    assert again.status_code == 304
    assert program.client.head(address).status_code == 200


def test_the_address_is_shown_once_and_can_be_taken_back(
    browser: Browser, app: Flask, people: People, planning: str
) -> None:
    address = subscribed(browser, people, planning)
    browser.get(f"{planning}/agenda")
    assert address not in browser.response.get_data(as_text=True)
    browser.submit("Supprimer l’adresse")
    assert "Adresse d’abonnement supprimée" in browser.text
    Browser(app).get(address, expect=404)


def test_unknown_addresses_do_not_exist_and_are_soon_refused(app: Flask, people: People, planning: str) -> None:
    program = Browser(app)
    for guess in ("x", "%00", "é" * 200, "..", "a/b"):
        program.get(f"/agenda/{guess}.ics", expect=404)
        assert program.client.head(f"/agenda/{guess}.ics").status_code == 404
    for _ in range(calendars.UNKNOWN.allowed):
        program.client.get("/agenda/guess.ics", environ_base={"REMOTE_ADDR": program.address})
    program.get("/agenda/guess.ics", expect=429)


def test_a_known_address_is_served_to_a_network_that_guesses(
    browser: Browser, app: Flask, people: People, planning: str
) -> None:
    address = subscribed(browser, people, planning)
    program = Browser(app)
    for _ in range(calendars.UNKNOWN.allowed + 1):
        program.client.get("/agenda/guess.ics", environ_base={"REMOTE_ADDR": program.address})
    program.get("/agenda/guess.ics", expect=429)
    program.get(address)


def test_files_to_download(browser: Browser, app: Flask, people: People, planning: str, elise: int) -> None:
    plan(app, people.bakery, elise)
    browser.sign_in(people.yann)
    for address, name in (
        (f"{planning}/visites.ics", "2027-01-19_Visites_BOULANGERIE-LE-GALL.ics"),
        (f"{planning}/visites/1.ics", "2027-02-03_Visite_DURAND-Elise_BOULANGERIE-LE-GALL.ics"),
    ):
        browser.get(address)
        assert browser.response.headers["Content-Disposition"] == f"attachment; filename={name}"
        assert len(Calendar.from_ical(browser.response.get_data()).walk("VEVENT")) == 1
