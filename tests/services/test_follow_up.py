"""The follow-up of an employee: what is answered decides, and nobody learns more than they may."""

from datetime import date

import pytest
import time_machine
from flask import Flask

from app.models import Employee, FollowUp
from app.services import employee_declaration, employees, follow_up
from app.services.follow_up import Answers
from app.tenancy import CompanyAccess
from tests.people import People
from tests.support.records import visiting
from tests.support.staffing import known, told

TODAY = date(2027, 1, 19)


@pytest.fixture(autouse=True)
def _in_january() -> object:
    with time_machine.travel("2027-01-19T09:00:00+00:00", tick=False):
        yield


def applied(app: Flask, people: People, who: str, number: int, answers: Answers) -> dict[str, object]:
    with visiting(app, who, people.bakery) as access:
        follow_up.apply(access, one(access, number), answers)
    return known(app, people.bakery, number)


def one(access: CompanyAccess, number: int) -> Employee:
    found = employees.find(access, number)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("who", "before", "answers", "after"),
    [
        ("yann", {"follow_up": FollowUp.SI}, Answers(frozenset({"amiante"})), FollowUp.SIR),
        ("yann", {"follow_up": FollowUp.SIR, "risks": "amiante"}, Answers(nothing=True), FollowUp.SI),
        ("yann", {"follow_up": FollowUp.SIA, "risks": None}, Answers(), FollowUp.SIA),
        ("yann", {"follow_up": FollowUp.SIA, "personal_situation": True}, Answers(nothing=True), FollowUp.SI),
        ("jeanne", {"follow_up": FollowUp.SIA, "personal_situation": True}, Answers(nothing=True), FollowUp.SIA),
        ("jeanne", {"follow_up": FollowUp.SIA, "risks": None}, Answers(nothing=True), FollowUp.SIA),
        ("jeanne", {"follow_up": FollowUp.SIA, "risks": "travail de nuit"}, Answers(nothing=True), FollowUp.SI),
        (
            "jeanne",
            {"follow_up": FollowUp.SIA, "risks": "travail de nuit", "personal_situation": True},
            Answers(nothing=True),
            FollowUp.SIA,
        ),
        ("jeanne", {"follow_up": FollowUp.SIA}, Answers(frozenset({"plomb"})), FollowUp.SIR),
    ],
)
def test_answers_decide_and_a_third_party_undoes_nothing_it_cannot_see(
    app: Flask, people: People, who: str, before: dict[str, object], answers: Answers, after: FollowUp
) -> None:
    people.attach(people.jeanne, people.bakery)
    people.yann  # noqa: B018
    number = people.employee(people.bakery, "DURAND", "Élise", born_on=date(1990, 5, 4), **before)
    employee = applied(app, people, getattr(people, who), number, answers)
    assert employee["follow_up"] is after
    if who == "jeanne":
        assert bool(employee["personal_situation"]) is bool(before.get("personal_situation"))


def test_what_an_employee_told_cannot_be_loaded_by_accident(app: Flask, people: People) -> None:
    people.employee(people.bakery, "DURAND", "Élise", personal_situation=True)
    with visiting(app, people.yann, people.bakery) as access, pytest.raises(Exception, match="raiseload"):
        _ = one(access, 1).personal_situation


@pytest.mark.parametrize(
    ("employee", "doubt"),
    [
        ({"follow_up": FollowUp.SIR, "risks": "conduite d’engins"}, "octobre 2025"),
        ({"follow_up": FollowUp.SIR, "risks": None}, "aucun risque"),
        ({"follow_up": None}, "personne n’a encore répondu"),
        ({"follow_up": FollowUp.SI, "risks": "amiante"}, "appellent un autre suivi"),
        (
            {"follow_up": FollowUp.SIA, "born_on": date(2009, 1, 1), "follow_up_confirmed_on": date(2026, 9, 1)},
            "18 ans",
        ),
        ({"follow_up": FollowUp.SIA}, None),
        ({"follow_up": FollowUp.SIA, "risks": "travail de nuit"}, None),
    ],
)
def test_a_category_that_no_longer_follows_is_to_be_confirmed(
    app: Flask, people: People, employee: dict[str, object], doubt: str | None
) -> None:
    people.employee(people.bakery, "DURAND", "Élise", **employee)
    with visiting(app, people.yann, people.bakery) as access:
        found = follow_up.explain(access, one(access, 1)).doubt
    assert (doubt in (found or "")) if doubt else found is None


def test_nobody_declares_two_employees_of_one_number(app: Flask, people: People) -> None:
    people.employee(people.bakery, "DURAND", "Élise")
    with visiting(app, people.yann, people.bakery) as access:
        made = [employee_declaration.declare(access, told(first_name=name, nothing=True)) for name in ("Ana", "Bea")]
        assert [employee.number for employee in made] == [2, 3]
        assert len({employee.reference for employee in made}) == 2


@pytest.mark.parametrize(("contract", "due"), [("CDI", date(2027, 5, 1)), ("Apprentissage", date(2027, 4, 1))])
def test_a_correction_moves_the_first_visit_that_depended_on_it(
    app: Flask, people: People, contract: str, due: date
) -> None:
    with visiting(app, people.yann, people.bakery) as access:
        employee_declaration.declare(access, told(nothing=True, contract="CDI"))
    with visiting(app, people.yann, people.bakery) as access:
        employee = one(access, 1)
        employee_declaration.change(access, employee, told(nothing=True, contract=contract), employee.version)
        assert employee.next_visit_due_on == due


def test_a_date_set_by_the_association_is_left_alone(app: Flask, people: People) -> None:
    people.employee(
        people.bakery, "Durand", "Élise", born_on=date(1990, 5, 4), entered_on=date(2027, 2, 1),
        next_visit_due_on=date(2027, 2, 3),
    )  # fmt: skip
    with visiting(app, people.yann, people.bakery) as access:
        employee = one(access, 1)
        employee_declaration.change(access, employee, told(nothing=True, contract="Apprentissage"), employee.version)
        assert employee.next_visit_due_on == date(2027, 2, 3)
