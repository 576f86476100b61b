"""The visits of employees, as far as the person who looks may know of them."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, select

from app.clock import today
from app.extensions import db
from app.law.follow_up import months_after
from app.models import Employee, Visit, VisitKind, VisitState
from app.services import visibility
from app.services.employees import shown_name
from app.services.paging import Page, page_of
from app.tenancy import CompanyAccess

# How far the history of visits goes back.
HISTORY_MONTHS = 24


@dataclass(frozen=True)
class ListedVisit:
    """A visit as lists show it: a type, a day, a place and what came of it, nothing of health."""

    number: int
    day: date
    at: time | None
    kind: VisitKind
    state: VisitState
    centre: str | None


@dataclass(frozen=True)
class PastVisit:
    """A line of « Dernières visites »."""

    day: date
    kind: VisitKind
    state: VisitState
    employee_number: int
    employee: str


def known(access: CompanyAccess) -> ColumnElement[bool]:
    """The visits of the company that this person may know of."""
    return and_(Visit.company_id == access.company.id, visibility.visits(access))


def last_day(access: CompanyAccess, employee_id: Any) -> ScalarSelect[Any]:
    """The day of the last visit made, for a column of employees."""
    made = known(access) & (Visit.state == VisitState.DONE)
    return select(func.max(Visit.day)).where(Visit.employee_id == employee_id, made).scalar_subquery()


def next_day(access: CompanyAccess, employee_id: Any) -> ScalarSelect[Any]:
    """The day of the next visit planned, for a column of employees."""
    planned = known(access) & (Visit.state == VisitState.PLANNED) & (Visit.day >= today())
    return select(func.min(Visit.day)).where(Visit.employee_id == employee_id, planned).scalar_subquery()


def of(access: CompanyAccess, employee: Employee) -> list[ListedVisit]:
    """The visits of an employee, the latest first."""
    rows = db.session.execute(
        select(Visit.number, Visit.day, Visit.at, Visit.kind, Visit.state, Visit.centre)
        .where(Visit.employee_id == employee.id, known(access))
        .order_by(Visit.day.desc(), Visit.number.desc())
        .limit(100)
    )
    return [ListedVisit(*row) for row in rows]


def was_seen(access: CompanyAccess, employee: Employee) -> bool:
    """Whether a visit was made: what identifies the employee is then in the association's own files."""
    made = select(Visit.id).where(Visit.employee_id == employee.id, known(access), Visit.state == VisitState.DONE)
    return db.session.scalars(made.limit(1)).first() is not None


def planned_after(access: CompanyAccess, employee: Employee, day: date) -> list[ListedVisit]:
    """The visits that a departure on that day would cancel, the soonest first."""
    planned = [
        visit
        for visit in of(access, employee)
        if visit.state is VisitState.PLANNED and visit.day > day and visit.kind is not VisitKind.AFTER_EXPOSURE
    ]
    return planned[::-1]


def history(access: CompanyAccess, number: int = 1) -> Page[PastVisit]:
    """A page of the visits of the last two years, the latest first."""
    since = months_after(today(), -HISTORY_MONTHS)
    past = and_(known(access), Visit.day >= since, Visit.day <= today(), Visit.state != VisitState.PLANNED)
    total = db.session.scalar(select(func.count()).select_from(Visit).where(past)) or 0
    latest_first = (
        select(
            Visit.day,
            Visit.kind,
            Visit.state,
            Employee.number,
            Employee.birth_name,
            Employee.usual_name,
            Employee.first_name,
        )
        .join(Employee, (Employee.id == Visit.employee_id) & (Employee.company_id == Visit.company_id))
        .where(past)
        .order_by(Visit.day.desc(), Visit.number.desc())
    )
    return page_of(latest_first, number, total, _past)


def _past(
    day: date, kind: VisitKind, state: VisitState, number: int, birth: str, usual: str | None, first: str
) -> PastVisit:
    return PastVisit(day, kind, state, number, shown_name(birth, usual, first))
