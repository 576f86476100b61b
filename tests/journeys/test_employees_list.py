"""The list of employees, on the screen, in a file and on paper, and what became of them."""

from datetime import date

import pytest
import time_machine
from flask import Flask

from app.models import VisitState
from tests.people import People
from tests.support.browser import Browser
from tests.support.records import journal
from tests.support.staffing import declaration, visit

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


def test_the_list_is_filtered_exported_and_printed(app: Flask, people: People, yann: Browser) -> None:
    first = people.employee(people.bakery, "=SOMME(A1)", "Élise", next_visit_due_on=date(2027, 3, 1))
    second = people.employee(people.bakery, "MORIN", "Yann", next_visit_due_on=date(2029, 3, 1))
    third = people.employee(people.bakery, "ROUX", "Zoé", next_visit_due_on=date(2027, 3, 1))
    visit(app, people.bakery, third, date(2027, 2, 2))
    visit(app, people.bakery, second, date(2025, 2, 2), VisitState.DONE)
    visit(app, people.bakery, first, date(2027, 2, 2), is_confidential=True)
    yann.get(home(people))
    assert [row["Dernière visite"] for row in yann.rows()] == ["—", "02/02/2025", "—"]
    assert [row["Prochaine visite"] for row in yann.rows()] == [
        "à prévoir avant le 01/03/2027", "à prévoir avant le 01/03/2029", "02/02/2027",
    ]  # fmt: skip
    yann.get(home(people), visite="a-prevoir")
    assert [row["Nom, prénom"] for row in yann.rows()] == ["=SOMME(A1) Élise"]
    yann.get(home(people), visite="planifiee")
    assert [row["Nom, prénom"] for row in yann.rows()] == ["ROUX Zoé"]
    yann.get(home(people, "/liste.csv"), q="elise")
    lines = yann.response.get_data().decode("utf-8").split("\r\n")
    assert lines[0].startswith("\ufeffNom de naissance;Nom d’usage;Prénom")
    assert lines[1].startswith("'=SOMME(A1);;Élise;")
    assert lines[2:] == [""]
    assert yann.response.headers["Content-Disposition"] == (
        'attachment; filename="salaries-boulangerie-le-gall-2027-01-19.csv"'
    )
    assert yann.response.headers["Cache-Control"] == "no-store"
    assert "employees.exported" in journal(app)
    gone = {"left_on": date(2026, 12, 31), "next_visit_due_on": date(2027, 3, 1)}
    people.employee(people.bakery, "TANGUY", "Loïc", **gone)
    for path in ("", "/imprimer"):
        yann.get(home(people, path), presence="partis")
        assert [row["Prochaine visite"] for row in yann.rows()] == ["—"]
    yann.get(home(people, "/liste.csv"), presence="partis")
    assert "01/03/2027" not in yann.response.get_data(as_text=True)
    yann.get(home(people, "/imprimer"))
    assert len(yann.rows()) == 3
    assert "BOULANGERIE LE GALL – Mes salariés – imprimé le 19 janvier 2027" in yann.text.replace("\u00a0", " ")


def test_a_company_that_everybody_left_still_has_its_past(people: People, yann: Browser) -> None:
    yann.get(home(people))
    assert "Aucun salarié enregistré pour BOULANGERIE LE GALL" in yann.text
    people.employee(people.bakery, "TANGUY", "Loïc", left_on=date(2026, 12, 31))
    yann.get(home(people))
    assert "Aucun salarié présent dans BOULANGERIE LE GALL" in yann.text
    yann.follow("L’afficher", within="main")
    assert [row["Départ"] for row in yann.rows()] == ["31/12/2026"]


def test_the_history_of_a_company(app: Flask, people: People, yann: Browser) -> None:
    yann.get(home(people, "/historique"))
    assert "Aucune déclaration" in yann.text
    yann.follow("Dernières visites")
    assert "Aucune visite sur les 24" in yann.text
    number = people.employee(people.bakery, "DURAND", "Élise")
    declaration(app, people.bakery, 2026, number, state="remplacee")
    declaration(app, people.bakery, 2026, number, version=2)
    declaration(app, people.bakery, 2027, number, state="brouillon")
    visit(app, people.bakery, number, date(2026, 2, 2), VisitState.DONE)
    visit(app, people.bakery, number, date(2025, 1, 18), VisitState.DONE)
    visit(app, people.bakery, number, date(2026, 2, 3), VisitState.DONE, is_confidential=True)
    yann.get(home(people, "/historique"))
    receipt = yann.page.select_one("main td a")
    assert receipt is not None
    assert receipt["href"] == f"/e/{people.bakery}/cotisation/recu/DE-2026-000002-K7"
    assert [(row["Année"], row["Effectif"], row["État"]) for row in yann.rows()] == [
        ("2026", "1", "Envoyée"), ("2026", "1", "Remplacée"),
    ]  # fmt: skip
    yann.follow("Dernières visites")
    assert [row["Date"] for row in yann.rows()] == ["02/02/2026"]
    yann.follow("DURAND Élise")
    assert "Présence déclarée au 01/01/2026" in yann.text


def test_an_appointment_is_asked_for_from_the_list_and_from_the_page(people: People, yann: Browser) -> None:
    people.employee(people.bakery, "DURAND", "Élise")
    for path in ("", "/1"):
        yann.get(home(people, path))
        yann.follow("Demander un rendez-vous", within="main")
        assert yann.heading == "Demander un rendez-vous pour DURAND Élise"


def test_files_to_complete_are_pointed_at(app: Flask, people: People, yann: Browser) -> None:
    people.employee(people.bakery, "DURAND", "Élise", contract="CDD", born_on=date(1990, 5, 4), entered_on=TODAY)
    people.employee(people.bakery, "ROUX", "Zoé", contract="CDI", born_on=date(1990, 5, 4), entered_on=TODAY)
    yann.get(f"/e/{people.bakery}/")
    assert "2 salariés présents, 1 à compléter" in yann.text.replace("\u00a0", " ")
    yann.get(home(people))
    yann.follow("L’afficher")
    yann.follow("DURAND Élise")
    assert "Il manque : date de fin du contrat" in yann.text.replace("\u00a0", " ")
