"""Visits that are the employee's own stay so: in the list, on the page, in the history, in a departure."""

from datetime import date

import pytest
import time_machine
from flask import Flask

from app.models import VisitKind, VisitState
from app.services import departures, employee_history, employee_list, employee_visits, employees
from app.services.employee_list import Filters
from tests.people import People
from tests.support.records import visiting
from tests.support.staffing import visit

TODAY = date(2027, 1, 19)


@pytest.fixture(autouse=True)
def _in_january() -> object:
    with time_machine.travel("2027-01-19T09:00:00+00:00", tick=False):
        yield


@pytest.mark.parametrize(
    ("kind", "confidential", "employer", "third_party"),
    [
        (VisitKind.PERIODIC, False, True, True),
        (VisitKind.PERIODIC, True, False, False),
        (VisitKind.EMPLOYEE, False, True, False),
        (VisitKind.BEFORE_RETURN, False, True, False),
        (VisitKind.BEFORE_RETURN, True, False, False),
    ],
)
def test_who_may_know_of_a_visit(
    app: Flask, people: People, kind: VisitKind, confidential: bool, employer: bool, third_party: bool
) -> None:
    people.attach(people.jeanne, people.bakery)
    number = people.employee(people.bakery, "DURAND", "Élise")
    for day, state in ((date(2026, 2, 2), VisitState.DONE), (date(2027, 2, 2), VisitState.PLANNED)):
        visit(app, people.bakery, number, day, state, kind=kind, is_confidential=confidential)
    for who, knows in ((people.yann, employer), (people.jeanne, third_party)):
        with visiting(app, who, people.bakery) as access:
            listed = employee_list.page(access, Filters()).rows[0]
            employee = employees.find(access, number)
            assert employee is not None
            assert bool(listed.last_visit_on) is bool(listed.next_visit_on) is knows
            assert bool(employee_visits.of(access, employee)) is knows
            assert employee_visits.was_seen(access, employee) is knows
            assert bool(employee_visits.history(access).total) is knows
            assert len(employee_visits.planned_after(access, employee, TODAY)) == knows


def test_nobody_cancels_what_they_cannot_see(app: Flask, people: People) -> None:
    number = people.employee(people.bakery, "DURAND", "Élise")
    visit(app, people.bakery, number, date(2027, 2, 2), is_confidential=True)
    with visiting(app, people.yann, people.bakery) as access:
        employee = employees.find(access, number)
        assert employee is not None
        assert departures.declare(access, employee, TODAY).cancelled_visits == 0


def test_a_departure_tells_a_third_party_of_no_visit_that_it_did_not_know(app: Flask, people: People) -> None:
    people.attach(people.jeanne, people.bakery)
    number = people.employee(people.bakery, "DURAND", "Élise")
    visit(app, people.bakery, number, date(2027, 2, 2), kind=VisitKind.BEFORE_RETURN)
    with visiting(app, people.yann, people.bakery) as access:
        employee = employees.find(access, number)
        assert employee is not None
        assert departures.declare(access, employee, TODAY).cancelled_visits == 1
    for who, told in ((people.yann, 1), (people.jeanne, None)):
        with visiting(app, who, people.bakery) as access:
            employee = employees.find(access, number)
            assert employee is not None
            (left,) = employee_history.of(access, employee)
            assert (left.facts["left_on"], left.facts.get("visits")) == ("2027-01-19", told)


def test_a_cancelled_visit_tells_calendars(app: Flask, people: People) -> None:
    from sqlalchemy import select

    from app.extensions import db
    from app.models import Visit

    number = people.employee(people.bakery, "DURAND", "Élise")
    visit(app, people.bakery, number, date(2027, 2, 2))
    with visiting(app, people.yann, people.bakery) as access:
        employee = employees.find(access, number)
        assert employee is not None
        departures.declare(access, employee, TODAY)
        found = db.session.scalars(select(Visit).where(Visit.company_id == access.company.id)).one()
        assert (found.state, found.sequence) == (VisitState.CANCELLED, 1)


def test_another_company_s_employee_does_not_exist(app: Flask, people: People) -> None:
    people.employee(people.garage, "DURAND", "Élise")
    with visiting(app, people.yann, people.bakery) as access:
        assert employees.find(access, 1) is None


def test_the_list_asks_as_much_of_the_database_for_many_as_for_few(app: Flask, people: People) -> None:
    from sqlalchemy import insert

    from app.extensions import db
    from app.models import Employee
    from app.tenancy import all_companies
    from tests.support.browser import Browser
    from tests.support.records import company_of

    people.employee(people.bakery, "DURAND", "Élise")
    visit(app, people.bakery, 1, date(2026, 2, 2), VisitState.DONE)
    yann = Browser(app).sign_in(people.yann)
    address = f"/e/{people.bakery}/salaries"
    yann.get(address)
    few = len(yann.statements)
    with app.app_context(), all_companies("test"):
        company = company_of(people.bakery)
        rows = [
            {
                "company_id": company.id, "number": rank, "reference": f"F{rank}", "birth_name": "N", "first_name": "P",
                "sort_name": f"n {rank:05d}",
            }
            for rank in range(10, 1510)
        ]  # fmt: skip
        db.session.execute(insert(Employee), rows)
        db.session.commit()
    yann.get(address, page=30)
    assert len(yann.statements) == few
    yann.get(f"{address}/liste.csv")
    assert yann.response.get_data().count(b"\r\n") == 1502
    yann.get(f"{address}/imprimer")
    assert len(yann.page.select("tbody tr")) == 1501
