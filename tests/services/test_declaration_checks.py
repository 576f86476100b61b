"""What stops a declaration, what deserves a look, and whose follow-up is asked again: employee by employee."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.models import Campaign, Employee, EmployeeEvent, FollowUp
from app.services import campaigns, declaration_checks, declarations, follow_up_review
from tests.people import People
from tests.support.declarations import campaign, declared, hire, hire_many, placed
from tests.support.records import count, visiting


@pytest.fixture
def bakery(app: Flask, people: People) -> str:
    campaign(app)
    campaign(app, 2026, closes_on=date(2040, 1, 1), due_on=date(2040, 1, 1))
    return placed(people)


def current() -> Campaign:
    found = campaigns.of_year(2027)
    assert found is not None
    return found


def stopped(app: Flask, people: People, bakery: str) -> list[str]:
    with visiting(app, people.yann, bakery) as access:
        return [message for one in declaration_checks.blocking(access, current()).employees for message in one.messages]


@pytest.mark.parametrize(
    ("employee", "said"),
    [
        ({"first_name": ""}, "nom et son prénom"),
        ({"born_on": None}, "date de naissance"),
        ({"entered_on": None}, "date d’entrée"),
        ({"contract": None}, "type de contrat"),
        ({"contract": ""}, "type de contrat"),
        ({"contract": "CDD"}, "date de fin de son contrat"),
        ({"contract": "CDD", "contract_ends_on": date(2027, 6, 30)}, None),
        ({"job": None}, "poste"),
        ({"pcs": None}, None),
        ({"follow_up": None}, "type de suivi"),
        ({"follow_up": FollowUp.SIR}, "au moins un risque"),
        ({"risks": "Travail de NUIT"}, "travail de nuit"),
        ({"born_on": date(2009, 1, 2)}, "Avant 18 ans"),
        ({"entered_on": date(2026, 12, 1), "left_on": date(2026, 11, 1)}, None),
        ({}, None),
        ({"follow_up": FollowUp.SIR, "risks": "amiante"}, None),
        ({"follow_up": FollowUp.SIA, "risks": "travail de nuit"}, None),
        ({"born_on": date(2009, 1, 1)}, None),
        ({"born_on": None, "contract": "Stage"}, None),
        ({"born_on": None, "left_on": date(2026, 12, 1)}, None),
    ],
    ids=str,
)
def test_a_file_that_is_incomplete_or_contradicts_itself_stops_the_declaration(
    app: Flask, people: People, bakery: str, employee: dict[str, Any], said: str | None
) -> None:
    hire(people, bakery, "DURAND", **employee)
    found = stopped(app, people, bakery)
    assert [said in message for message in found] == [True] if said else not found


def test_the_first_are_shown_and_all_are_counted(app: Flask, people: People, bakery: str) -> None:
    people.yann  # noqa: B018
    hire_many(app, bakery, 31, contract=None, job=None)
    with visiting(app, people.yann, bakery) as access:
        found = declaration_checks.blocking(access, current())
    assert (len(found.employees), found.total, found.others) == (25, 31, 6)
    assert found.employees[0].messages == ["Indiquez son type de contrat", "Indiquez son poste"]


@pytest.mark.parametrize(
    ("employee", "said"),
    [
        ({"born_on": date(1956, 1, 1)}, "plus de 70 ans"),
        ({"born_on": date(1957, 1, 1)}, None),
        ({"contract": "CDD", "contract_ends_on": date(2026, 12, 31)}, "avant la date de référence"),
        ({"contract": "CDD", "contract_ends_on": date(2027, 6, 30)}, None),
        ({"sort_name": "morin elise"}, "même nom et la même date"),
    ],
    ids=str,
)
def test_what_is_unusual_is_shown_without_stopping_anything(
    app: Flask, people: People, bakery: str, employee: dict[str, Any], said: str | None
) -> None:
    hire(people, bakery, "MORIN", "Élise")
    hire(people, bakery, "DURAND", **employee)
    with visiting(app, people.yann, bakery) as access:
        messages = [
            message
            for one in declaration_checks.warnings(access, current(), None).employees
            for message in one.messages
            if one.name.startswith("DURAND")
        ]
    assert not stopped(app, people, bakery)
    assert [said in message for message in messages] == [True] if said else not messages


def test_a_reinforced_follow_up_that_disappeared_since_last_year_is_shown(
    app: Flask, people: People, bakery: str
) -> None:
    hire(people, bakery, "DURAND", follow_up=FollowUp.SIR, risks="amiante")
    with visiting(app, people.yann, bakery) as access:
        declared(access, 2026)
        employee = access_employee(access.company.id)
        employee.follow_up = FollowUp.SI
    with visiting(app, people.yann, bakery) as access:
        previous = declarations.previous(access, current())
        found = declaration_checks.warnings(access, current(), previous)
        assert [one.messages for one in found.employees] == [["Suivi renforcé l’an dernier, il ne l’est plus"]]
        assert not declaration_checks.warnings(access, current(), None)


def access_employee(company_id: int) -> Employee:
    from sqlalchemy import select

    from app.extensions import db

    return db.session.scalars(select(Employee).where(Employee.company_id == company_id)).one()


@pytest.mark.parametrize(
    ("employee", "asked"),
    [
        ({"follow_up": None}, "pas encore connu"),
        ({"follow_up": FollowUp.SIR, "risks": "autorisation de conduite"}, "1er octobre 2025"),
        ({"follow_up": FollowUp.SIR, "risks": "CACES, amiante"}, "1er octobre 2025"),
        (
            {"follow_up": FollowUp.SIR, "risks": "conduite d’engins", "follow_up_confirmed_on": date(2025, 9, 30)},
            "1er octobre 2025",
        ),
        ({"follow_up": FollowUp.SIR, "risks": "conduite d’engins", "follow_up_confirmed_on": date(2025, 10, 1)}, None),
        ({"follow_up": FollowUp.SIR, "risks": "amiante"}, None),
        ({"follow_up": FollowUp.SI, "risks": "conduite d’engins"}, None),
        ({"follow_up": FollowUp.SI, "risks": "plomb"}, "10 avril 2026"),
        ({"follow_up": FollowUp.SI, "risks": "plomb", "follow_up_confirmed_on": date(2026, 1, 1)}, "10 avril 2026"),
        ({"follow_up": FollowUp.SIR, "risks": "plomb"}, None),
        ({}, None),
        ({"follow_up": None, "contract": "Stage"}, None),
    ],
    ids=str,
)
def test_a_follow_up_is_asked_when_unknown_or_put_in_doubt_by_the_law(
    app: Flask, people: People, bakery: str, employee: dict[str, Any], asked: str | None
) -> None:
    number = hire(people, bakery, "DURAND", **employee)
    with visiting(app, people.yann, bakery) as access:
        found = follow_up_review.to_review(access, current())
        assert [asked in one.reason for one in found] == [True] if asked else not found
        assert follow_up_review.count(access, current()) == len(found)
        follow_up_review.settle(access, {number: employee.get("follow_up", FollowUp.SI) or FollowUp.SIA})
    with visiting(app, people.yann, bakery) as access:
        assert not follow_up_review.to_review(access, current())
    assert count(app, EmployeeEvent) == (employee.get("follow_up", 0) is None)


def test_the_follow_up_of_another_company_s_employee_is_out_of_reach(app: Flask, people: People, bakery: str) -> None:
    hire(people, bakery, "DURAND")
    hire(people, people.garage, "MORIN")
    hire(people, people.garage, "TANGUY")
    with visiting(app, people.yann, bakery) as access:
        follow_up_review.settle(access, {1: FollowUp.SIR, 2: FollowUp.SIR})
    with visiting(app, people.solene, people.garage) as access:
        assert not [one for one in follow_up_review.to_review(access, current()) if one.follow_up]
    assert count(app, EmployeeEvent) == 1
