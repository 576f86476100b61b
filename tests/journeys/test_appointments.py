"""Asking for an appointment, following it, and saying that the employee will not come."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from flask import Flask

from app.models import AppointmentRequest, VisitNotice
from app.services import appointments
from tests.people import People
from tests.support.browser import Browser
from tests.support.mailbox import Mailbox, text_of
from tests.support.records import count, visiting
from tests.support.visits import TODAY, plan

LEAVE = {
    "cause": "autre",
    "first_day": "1/12/2026",
    "last_day": "29 janvier 2027",
    "returns_on": "1er fév 2027",
    "before_return": "inconnu",
}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def elise(people: People) -> int:
    people.yann  # noqa: B018
    return people.employee(people.bakery, "DURAND", "Élise", born_on=date(1982, 6, 1), entered_on=date(2020, 1, 6))


@pytest.fixture
def form(browser: Browser, people: People, elise: int) -> str:
    browser.sign_in(people.yann)
    return f"/e/{people.bakery}/salaries/{elise}/rendez-vous/nouveau"


def fill(browser: Browser, form: str, kind: str, values: dict[str, object], *, expect: int = 303) -> None:
    """Open the form of a type and send it with these values by name, as radios and dates are."""
    browser.get(form, type=kind)
    fields = browser.page.find(id="champs")
    key = fields.find("input", {"name": "envoi"})["value"]
    browser.post(f"{form}?type={kind}", {"envoi": key, **values}, expect=expect)
    if expect == 303:
        browser.get(browser.response.headers["Location"])


def test_a_return_visit_is_asked_for(browser: Browser, form: str, mailbox: Mailbox, people: People) -> None:
    browser.get(form)
    assert "préreprise n’est jamais demandée par l’employeur" in browser.text
    assert "PREREPRISE" not in browser.response.get_data(as_text=True)
    wishes = {
        "availability": ["lun-matin", "jeu-apres-midi", "dim-matin"],
        "constraints": ["pmr"],
        "mobile": "0612345678",
    }
    fill(browser, form, "reprise", {**LEAVE, **wishes})
    assert browser.heading == "Demande envoyée"
    for words in (
        "RV-2027-00001",
        "À faire au plus tard le mardi 9 février 2027",
        "Maladie ou accident non professionnel",
        "lundi matin, jeudi après-midi",
        "06 12 34 56 78",
    ):
        assert words in browser.text
    assert "Demande RV-2027-00001 reçue" in mailbox.last_to(people.yann)["Subject"]
    assert "DURAND" not in text_of(mailbox.last_to(people.yann))
    browser.follow("Retour à la fiche")
    assert "RV-2027-00001" in browser.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Visite obligatoire, à faire au plus tard le mardi 9 février 2027"),
        ({"last_day": "28/01/2027"}, "l’arrêt a duré 59 jours et elle l’est à partir de 60 jours"),
        ({"last_day": "28/01/2027", "before_return": "oui"}, "l’arrêt a duré 59 jours"),
        ({"before_return": "oui"}, "une visite de préreprise dans les 30 jours a conclu qu’aucun aménagement"),
        ({"cause": "maternite", "before_return": "oui"}, "Visite obligatoire, à faire au plus tard le"),
        ({"cause": "accident-travail", "first_day": "20/01/2027"}, "Informez le médecin du travail de cet arrêt"),
    ],
)
def test_the_page_says_whether_the_law_wants_it(
    browser: Browser, app: Flask, form: str, changes: dict[str, str], said: str
) -> None:
    fill(browser, form, "reprise", {**LEAVE, **changes, "verifier": "1"}, expect=200)
    assert said in browser.text
    assert browser.value_of("Premier jour d’arrêt") == {**LEAVE, **changes}["first_day"]
    assert count(app, AppointmentRequest) == 0


def test_htmx_is_told_alone_whether_the_law_wants_it(browser: Browser, form: str) -> None:
    browser.get(form, type="reprise")
    browser.submit("La visite est-elle obligatoire", expect=200, htmx=True)
    assert "Choisissez la cause de l’arrêt" in browser.page.find(id="avis").get_text()
    browser.get(form, type="reprise")
    dates = {"Premier jour d’arrêt": "1/12/26", "Dernier jour d’arrêt": "29/1/27", "Date de reprise": "1/2/27"}
    browser.submit("La visite est-elle obligatoire", {"Congé de maternité": "autre", **dates}, expect=200, htmx=True)
    assert browser.page.find(id="avis")["data-annonce"] == "Visite obligatoire"


def test_a_type_that_is_chosen_swaps_its_fields_in(browser: Browser, form: str) -> None:
    browser.get(form)
    browser.submit("Continuer", {"Visite d’embauche": "demande-employeur"}, htmx=True)
    assert browser.page.find(id="demande").find("textarea", {"name": "reason"})
    assert browser.value_of("Salarié informé de la demande le") == ""


@pytest.mark.parametrize(
    ("kind", "values", "errors"),
    [
        (
            "reprise",
            {},
            [
                "Choisissez la cause de l’arrêt",
                "Saisissez le premier jour d’arrêt",
                "Saisissez le dernier jour d’arrêt",
                "Saisissez la date de reprise",
            ],
        ),
        (
            "reprise",
            {**LEAVE, "last_day": "30/11/2026"},
            ["Le dernier jour d’arrêt ne peut pas précéder le premier (01/12/2026)"],
        ),
        (
            "reprise",
            {**LEAVE, "returns_on": "29/01/2027"},
            ["La reprise doit suivre le dernier jour d’arrêt (29/01/2027)"],
        ),
        (
            "reprise",
            {**LEAVE, "first_day": "31/02/2027"},
            ["« 31/02/2027 » n’existe pas. Saisissez une date comme 27/03/2027"],
        ),
        ("reprise", {**LEAVE, "returns_on": "31/12/9999"}, ["Vérifiez l’année : 31/12/9999 est trop éloigné"]),
        ("reprise", {**LEAVE, "cause": "migraine"}, ["Choisissez la cause de l’arrêt"]),
        (
            "demande-employeur",
            {"informed_on": "20/01/2027"},
            [
                "Saisissez le motif de la demande",
                "Informez d’abord le salarié : cette date ne peut pas être à venir",
            ],
        ),
        (
            "post-exposition",
            {"event": "depart", "event_on": "31/01/2027", "exposures": "Amiante"},
            ["Cochez la case : le salarié doit être avisé (art. R. 4624-28-2)"],
        ),
        ("embauche", {"starts_on": ""}, ["Saisissez la date de prise de poste"]),
        ("periodique", {"email": "x@", "mobile": "12"}, None),
    ],
)
def test_mistakes_are_told_in_words(
    browser: Browser, app: Flask, form: str, kind: str, values: dict[str, str], errors: list[str] | None
) -> None:
    fill(browser, form, kind, values, expect=422)
    if errors is None:
        assert [error[:12] for error in browser.errors] == ["Saisissez un", "Saisissez un"]
    else:
        assert browser.errors == errors
    assert count(app, AppointmentRequest) == 0


def test_the_same_request_leads_to_the_one_that_waits(browser: Browser, app: Flask, form: str) -> None:
    fill(browser, form, "periodique", {})
    fill(browser, form, "periodique", {"comment": "gardé"}, expect=422)
    assert browser.errors == ["Une demande du même type est déjà en cours (RV-2027-00001, envoyée le 19 janvier)"]
    assert "gardé" in browser.response.get_data(as_text=True)
    browser.follow("La consulter")
    assert browser.heading == "Demande RV-2027-00001"
    browser.follow("Annuler cette demande")
    browser.submit("Annuler la demande")
    assert "Demande annulée" in browser.text
    fill(browser, form, "periodique", {})
    assert count(app, AppointmentRequest) == 2


def test_a_double_click_sends_once(browser: Browser, app: Flask, form: str) -> None:
    browser.get(form, type="embauche")
    key = browser.page.find(id="champs").find("input", {"name": "envoi"})["value"]
    values = {"envoi": key, "starts_on": "06/01/2020"}
    browser.post(f"{form}?type=embauche", values)
    first = browser.response.headers["Location"]
    browser.get(form)
    browser.get(form, type="embauche")
    browser.post(f"{form}?type=embauche", values)
    assert browser.response.headers["Location"] == first
    assert count(app, AppointmentRequest) == 1


@pytest.mark.parametrize(
    ("born_on", "values", "expect"),
    [
        (date(1982, 6, 1), {}, 303),
        (date(1990, 6, 1), {}, 422),
        (date(1990, 6, 1), {"agreement": "y"}, 303),
        (None, {}, 303),
    ],
)
def test_mid_career_has_its_year(
    browser: Browser, people: People, born_on: date | None, values: dict[str, object], expect: int
) -> None:
    yann = people.yann
    number = people.employee(people.bakery, "LE BRAS", "Rozenn", born_on=born_on)
    browser.sign_in(yann)
    address = f"/e/{people.bakery}/salaries/{number}/rendez-vous/nouveau"
    fill(browser, address, "mi-carriere", values, expect=expect)
    if expect == 422:
        assert browser.errors == ["Cette visite ne peut pas avoir lieu avant 2033, sauf accord de branche"]
    elif born_on and not values:
        assert "vendredi 31 décembre 2027" in browser.text


def test_what_follows_an_exposure_comes_with_a_notice(browser: Browser, people: People) -> None:
    yann = people.yann
    gone = people.employee(people.bakery, "NÉDÉLEC", "Théo", left_on=date(2027, 1, 15), risks="Plomb")
    browser.sign_in(yann)
    address = f"/e/{people.bakery}/salaries/{gone}/rendez-vous/nouveau"
    browser.get(address)
    assert [radio["value"] for radio in browser.page.select("input[name=type]")] == ["post-exposition"]
    assert browser.value_of("Date de l’événement") == "15/01/2027"
    fill(
        browser,
        address,
        "post-exposition",
        {"event": "depart", "event_on": "15/01/2027", "exposures": "Plomb", "informed": "y"},
    )
    browser.follow("Avis à remettre au salarié")
    assert "NÉDÉLEC Théo" in browser.text
    assert "art. R. 4624-28-2" in browser.text
    browser.follow("Télécharger en PDF")
    assert browser.response.get_data().startswith(b"%PDF-")


def test_an_absence_in_time_costs_nothing(
    browser: Browser, app: Flask, people: People, elise: int, mailbox: Mailbox
) -> None:
    plan(app, people.bakery, elise)
    browser.sign_in(people.yann).get(f"/e/{people.bakery}/planning")
    browser.follow("Signaler une absence")
    browser.submit("Signaler une absence", expect=422)
    assert browser.errors == ["Choisissez un motif"]
    browser.submit("Signaler une absence", {"Congés ou repos": "conges"})
    assert "Absence signalée" in browser.text
    assert "dans le délai sans frais" in browser.text
    assert "aucun frais" in text_of(mailbox.last_to(people.yann))
    browser.get(f"/e/{people.bakery}/planning/visites/1/absence")
    assert [box.get_text() for box in browser.page.select(".box-attention h2")] == ["Cela nous a déjà été signalé"]
    assert not browser.page.select(".box-succes")
    assert count(app, VisitNotice) == 1


def test_a_late_absence_shows_its_price_and_wants_a_yes(
    browser: Browser, app: Flask, people: People, elise: int
) -> None:
    app.config["FRAIS_ABSENCE"] = Decimal("82.46")
    plan(app, people.bakery, elise)
    with time_machine.travel("2027-02-02T08:00:00+00:00", tick=False):
        browser.sign_in(people.yann).get(f"/e/{people.bakery}/planning/visites/1/absence")
        assert "passé depuis le lundi 1er février 2027 à 9 h 30" in browser.text
        browser.submit("Signaler une absence", {"Congés ou repos": "force-majeure"}, expect=422)
        assert browser.errors == ["Le délai sans frais est passé : cochez la case pour accepter les frais"]
        box = "J’ai compris qu’AIST22 peut facturer 82,46 € HT à BOULANGERIE LE GALL"
        browser.submit("Signaler une absence", {box: True})
        assert "après le délai sans frais" in browser.text
        assert "Force majeure" in browser.text


def test_a_report_leaves_the_visit_as_it_stands(browser: Browser, app: Flask, people: People, elise: int) -> None:
    plan(app, people.bakery, elise)
    browser.sign_in(people.yann).get(f"/e/{people.bakery}/planning/visites/1")
    browser.follow("Demander un report")
    browser.submit("Demander un report", {"Congés ou repos": "service", "Précisions (facultatif)": "Plutôt un jeudi"})
    assert "Le rendez-vous reste prévu" in browser.text
    assert "Plutôt un jeudi" in browser.text
    browser.get(f"/e/{people.bakery}/planning")
    assert browser.rows()[0]["État"] == "Confirmée Report demandé"


def test_a_request_of_another_company_does_not_exist(browser: Browser, app: Flask, people: People, elise: int) -> None:
    with visiting(app, people.yann, people.bakery) as access:
        person = appointments.employee(access, elise)
        assert person
        reference = appointments.send(access, person, appointments.VisitKind.PERIODIC, {}, None).reference
    browser.sign_in(people.solene)
    for page in ("", "/annuler", "/avis-au-salarie", "/avis-au-salarie.pdf"):
        browser.get(f"/e/{people.garage}/planning/demandes/{reference}{page}", expect=404)
    browser.get(f"/e/{people.garage}/salaries/{elise}/rendez-vous/nouveau", expect=404)
