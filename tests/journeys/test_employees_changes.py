"""Somebody’s file changes, somebody leaves, comes back: nothing is lost, nobody learns what is not theirs."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from app.extensions import db
from app.models import Employee, EmployeeEvent, FollowUp, Role, VisitKind, VisitState
from app.tenancy import all_companies
from tests.people import People
from tests.support.browser import Browser
from tests.support.records import company_of
from tests.support.staffing import ELISE, known, request, visit

TODAY = date(2027, 1, 19)


@pytest.fixture(autouse=True)
def _in_january() -> object:
    with time_machine.travel("2027-01-19T09:00:00+00:00", tick=False):
        yield


@pytest.fixture
def yann(app: Flask, people: People) -> Browser:
    return Browser(app).sign_in(people.yann)


def home(people: People, path: str = "") -> str:
    return f"/e/{people.bakery}/salaries{path}"


def test_a_file_is_corrected_and_its_history_says_what(app: Flask, people: People, yann: Browser) -> None:
    number = people.employee(
        people.bakery, "DURAND", "Élise", born_on=date(1990, 5, 4), entered_on=date(2020, 1, 6), contract="CDI",
        risks="CMR (poussières de bois), bruit", follow_up=FollowUp.SIR,
    )  # fmt: skip
    yann.get(home(people, f"/{number}/modifier"))
    data = yann._values(yann._form_of("Enregistrer")[0])
    yann.post(yann.url, {**data, "job": "Menuisière", "listed": ["cmr", "amiante"]})
    yann.get(yann.response.headers["Location"])
    assert "Fiche de DURAND Élise enregistrée" in yann.text
    assert "Fiche modifiée : poste, risques" in yann.text.replace("\u00a0", " ")
    employee = known(app, people.bakery, number)
    assert employee["risks"] == "amiante, CMR (poussières de bois), bruit"
    assert employee["search"] == "durand elise menuisiere"


def test_the_identity_is_the_association_s_once_it_saw_the_employee(app: Flask, people: People, yann: Browser) -> None:
    number = people.employee(
        people.bakery, "DURAND", "Élise", born_on=date(1990, 5, 4), entered_on=date(2020, 1, 6), contract="CDI"
    )
    visit(app, people.bakery, number, date(2020, 2, 1), VisitState.DONE)
    yann.get(home(people, f"/{number}/modifier"))
    assert "Pour corriger l’identité, contactez-nous" in yann.text
    data = yann._values(yann._form_of("Enregistrer")[0])
    yann.post(
        yann.url, {**data, "birth_name": "Autre", "first_name": "X", "born_on": "01/01/2000", "usual_name": "Roux"}
    )
    employee = known(app, people.bakery, number)
    assert (employee["birth_name"], employee["first_name"], employee["usual_name"]) == ("DURAND", "Élise", "Roux")
    assert employee["born_on"] == date(1990, 5, 4)


def test_two_who_correct_at_once_see_each_other_s_version(app: Flask, people: People, yann: Browser) -> None:
    number = people.employee(
        people.bakery, "DURAND", "Élise", born_on=date(1990, 5, 4), entered_on=date(2020, 1, 6), contract="CDI"
    )
    maelle = Browser(app).sign_in(people.maelle)
    for browser in (yann, maelle):
        browser.get(home(people, f"/{number}/modifier"))
    maelle.submit("Enregistrer", {"Poste": "Pâtissière"})
    yann.submit(
        "Enregistrer", {"Poste": "Vendeuse", "Travail de nuit": True, "Aucune de ces situations": False}, expect=409
    )
    assert yann.heading == "Ces informations ont changé pendant votre saisie"
    assert "Maëlle CARIOU a modifié la fiche" in yann.text
    assert {"Information": "Poste", "Version enregistrée": "Pâtissière", "Votre saisie": "Vendeuse"} in yann.rows()
    assert known(app, people.bakery, number)["job"] == "Pâtissière"
    yann.submit("Garder ma saisie")
    employee = known(app, people.bakery, number)
    assert (employee["job"], employee["follow_up"]) == ("Vendeuse", FollowUp.SIA)


def test_a_change_that_nobody_made_here_is_nobody_s(app: Flask, people: People, yann: Browser) -> None:
    number = people.employee(
        people.bakery, "DURAND", "Élise", born_on=date(1990, 5, 4), entered_on=date(2020, 1, 6), contract="CDI"
    )
    maelle = Browser(app).sign_in(people.maelle)
    maelle.get(home(people, f"/{number}/modifier"))
    maelle.submit("Enregistrer", {"Poste": "Pâtissière"})
    yann.get(home(people, f"/{number}/modifier"))
    with app.app_context(), all_companies("test"):
        imported = {"job": "Cuisinière", "version": Employee.version + 1}
        db.session.execute(update(Employee).values(imported).execution_options(synchronize_session=False))
        db.session.commit()
    yann.submit("Enregistrer", {"Poste": "Vendeuse"}, expect=409)
    assert "La fiche de DURAND Élise a été modifiée entre-temps" in yann.text
    assert "CARIOU" not in yann.text


def test_a_departure_cancels_what_was_planned_and_is_undone(app: Flask, people: People, yann: Browser) -> None:
    number = people.employee(people.bakery, "DURAND", "Élise", entered_on=date(2024, 2, 1), risks="conduite d’engins")
    visit(app, people.bakery, number, date(2027, 4, 3))
    visit(app, people.bakery, number, date(2027, 3, 2))
    visit(app, people.bakery, number, date(2027, 4, 4), kind=VisitKind.AFTER_EXPOSURE)
    visit(app, people.bakery, number, date(2027, 4, 5), is_confidential=True)
    request(app, people.bakery, number)
    request(app, people.bakery, number, VisitKind.AFTER_EXPOSURE)
    yann.get(home(people, f"/{number}/depart"))
    assert "Une visite est prévue le 03/04/2027" in yann.text
    assert "05/04/2027" not in yann.text
    for wrong, refusal in (("31/01/2024", "(01/02/2024)"), ("20/07/2027", "jusqu’au 19/07/2027"), ("", "Saisissez")):
        yann.submit("Enregistrer le départ", {"Date de départ": wrong}, expect=422)
        assert refusal in yann.errors[0]
    yann.submit("Enregistrer le départ", {"Date de départ": "27/03/2027", "Motif (facultatif)": "Démission"})
    said = yann.text.replace("\u00a0", " ")
    assert "Départ de DURAND Élise enregistré au 27/03/2027" in said
    assert "1 visite prévue et 1 demande de rendez-vous" in said
    assert "Visite post-exposition" in said
    assert said.count("Annulée") == 1
    yann.submit("Annuler ce départ")
    assert "Départ de DURAND Élise annulé" in yann.text
    assert "demandez un nouveau rendez-vous" in yann.text
    assert known(app, people.bakery, number)["left_on"] is None


def test_a_departure_is_undone_for_thirty_days(app: Flask, people: People, yann: Browser) -> None:
    number = people.employee(people.bakery, "DURAND", "Élise", entered_on=date(2024, 2, 1))
    yann.get(home(people, f"/{number}/depart"))
    yann.submit("Enregistrer le départ", {"Date de départ": "18/01/2027"})
    with time_machine.travel("2027-02-18T10:00:00+00:00", tick=False):
        late = Browser(app).sign_in(people.yann)
        late.get(home(people, f"/{number}"))
        assert "Annuler ce départ" not in late.text
        late.get(home(people, f"/{number}/reintegrer"))
        late.post(home(people, f"/{number}/depart/annuler"))
        assert known(app, people.bakery, number)["left_on"] == date(2027, 1, 18)


@pytest.mark.parametrize("declared_here", [True, False])
def test_a_departure_still_to_come_is_undone_whenever_it_was_told(
    app: Flask, people: People, yann: Browser, declared_here: bool
) -> None:
    told_at = datetime(2026, 11, 2, tzinfo=UTC) if declared_here else None
    number = people.employee(people.bakery, "DURAND", "Élise", left_on=date(2027, 3, 31), departed_at=told_at)
    yann.get(home(people, f"/{number}"))
    yann.submit("Annuler ce départ")
    assert "Départ de DURAND Élise annulé" in yann.text
    assert known(app, people.bakery, number)["left_on"] is None


def test_the_day_of_a_departure_long_past_is_corrected(app: Flask, people: People, yann: Browser) -> None:
    left = {"left_on": date(2026, 3, 31), "departed_at": datetime(2026, 4, 2, tzinfo=UTC)}
    number = people.employee(people.bakery, "DURAND", "Élise", entered_on=date(2024, 2, 1), **left)
    yann.get(home(people, f"/{number}"))
    yann.follow("Corriger le départ")
    yann.submit("Enregistrer le départ", {"Date de départ": "31/03/2027"})
    assert known(app, people.bakery, number)["left_on"] == date(2027, 3, 31)


def test_a_detour_from_the_declaration_comes_back_to_it(app: Flask, people: People, yann: Browser) -> None:
    back = f"/e/{people.bakery}/cotisation/2027/salaries"
    number = people.employee(
        people.bakery, "DURAND", "Anne", born_on=date(1990, 5, 4), entered_on=date(2020, 1, 6), contract="CDI"
    )
    for path, button, typed in (
        ("/nouveau", "Enregistrer", {**ELISE, "Aucune de ces situations": True}),
        (f"/{number}/modifier", "Enregistrer", {"Poste": "Vendeuse"}),
        (f"/{number}/depart", "Enregistrer le départ", {"Date de départ": "18/01/2027"}),
    ):
        yann.get(home(people, path), retour=back)
        form = yann._form_of(button)[0]
        data = {**yann._values(form)}
        for label, value in typed.items():
            field = yann._field(form, label)
            data[field["name"]] = field.get("value", "y") if value is True else value
        yann.post(home(people, path), data)
        assert yann.response.headers["Location"] == back
        yann.get(home(people, path), retour="https://evil.example/")
        assert "evil.example" not in str(yann.page)


def test_who_may_only_read_is_offered_nothing_to_write(app: Flask, people: People, yann: Browser) -> None:
    number = people.employee(people.bakery, "DURAND", "Élise")
    with app.app_context(), all_companies("test"):
        company_of(people.bakery).left_on = date(2026, 12, 31)
        db.session.commit()
    yann.get(home(people))
    assert not yann.page.select("main a[href$=depart], main a[href$=nouveau]")
    yann.get(home(people, f"/{number}"))
    assert not yann.page.select("main a[href$=modifier]")
    for path in ("/nouveau", f"/{number}/modifier", f"/{number}/depart", f"/{number}/reintegrer"):
        yann.get(home(people, path), expect=403)


def test_a_third_party_never_learns_why(app: Flask, people: People, yann: Browser) -> None:
    people.attach(people.jeanne, people.bakery, Role.THIRD_PARTY)
    yann.get(home(people, "/nouveau"))
    told = "Situation dont le salarié vous a fait part (handicap, invalidité, grossesse, allaitement…)"
    yann.submit("Enregistrer", {**ELISE, told: True})
    assert "situation dont le salarié vous a fait part" in yann.text
    jeanne = Browser(app).sign_in(people.jeanne)
    jeanne.get(home(people, "/1"))
    assert "Suivi adapté (SIA)" in jeanne.text
    assert "fait part" not in jeanne.text
    jeanne.get(home(people, "/1/modifier"))
    assert "fait part" not in jeanne.text
    jeanne.submit("Enregistrer", {"Poste": "Vendeuse", "Aucune de ces situations": True})
    employee = known(app, people.bakery, 1)
    assert (employee["job"], employee["follow_up"]) == ("Vendeuse", FollowUp.SIA)
    assert employee["personal_situation"] in (True, 1)
    jeanne.get(home(people, "/1/modifier"))
    data = jeanne._values(jeanne._form_of("Enregistrer")[0])
    jeanne.post(home(people, "/1/modifier"), {**data, "personal": ""})
    assert known(app, people.bakery, 1)["personal_situation"] in (True, 1)
    with app.app_context(), all_companies("test"):
        assert "personal" not in str(db.session.scalars(select(EmployeeEvent.facts)).all())
