"""The list of employees: searched, filtered, page by page, or whole for a file and for paper."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_

from app.clock import today
from app.extensions import db
from app.law.follow_up import months_after
from app.models import Employee, FollowUp, Visit, VisitState
from app.services import employee_visits, employees
from app.services.paging import Page, page_of
from app.services.search import words
from app.tenancy import CompanyAccess

# Rows read at once when the list is wanted whole: memory stays the same whatever the company.
PER_BATCH = 500
# A visit due within these months is to be arranged now.
SOON_MONTHS = 6


class VisitFilter(StrEnum):
    TO_ARRANGE = "a-prevoir"
    PLANNED = "planifiee"

    @property
    def label(self) -> str:
        return {"a-prevoir": "À prévoir", "planifiee": "Planifiée"}[self.value]


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to. Presence is "presents", "partis" or "tous"."""

    query: str = ""
    follow_up: FollowUp | None = None
    presence: str = "presents"
    visit: VisitFilter | None = None
    incomplete: bool = False

    @property
    def are_set(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class Listed:
    """An employee as the list shows it."""

    number: int
    sort_name: str
    birth_name: str
    usual_name: str | None
    first_name: str
    born_on: date | None
    job: str | None
    pcs: str | None
    contract: str | None
    contract_ends_on: date | None
    follow_up: FollowUp | None
    risks: str | None
    entered_on: date | None
    left_on: date | None
    next_visit_due_on: date | None
    last_visit_on: date | None
    next_visit_on: date | None

    @property
    def name(self) -> str:
        return employees.shown_name(self.birth_name, self.usual_name, self.first_name)

    @property
    def is_present(self) -> bool:
        return self.left_on is None or self.left_on >= today()

    @property
    def due_on(self) -> date | None:
        """By when a visit is to be arranged; nothing is any more for who left."""
        return self.next_visit_due_on if self.is_present else None


def page(access: CompanyAccess, filters: Filters, number: int = 1) -> Page[Listed]:
    """One page of the employees, by name."""
    by_name = _in_order(_matching(access, filters, *_listed(access)))
    return page_of(by_name, number, count(access, filters), Listed)


def everyone(access: CompanyAccess, filters: Filters) -> Iterator[Listed]:
    """All who answer, by name, read a batch after the other."""
    after: tuple[str, int] | None = None
    statement = _in_order(_matching(access, filters, *_listed(access)).limit(PER_BATCH))
    while True:
        batch = statement if after is None else statement.where(tuple_(Employee.sort_name, Employee.number) > after)
        rows = [Listed(*row) for row in db.session.execute(batch)]
        yield from rows
        if len(rows) < PER_BATCH:
            return
        after = rows[-1].sort_name, rows[-1].number


def count(access: CompanyAccess, filters: Filters) -> int:
    """How many employees answer."""
    return db.session.scalar(_matching(access, filters, func.count())) or 0


def count_departed(access: CompanyAccess, filters: Filters) -> int:
    """How many employees who left answer the same search."""
    return count(access, replace(filters, presence="partis", visit=None))


def jobs(access: CompanyAccess) -> list[str]:
    """The jobs known in the company, to propose when one is typed."""
    statement = employees.of(access, Employee.job).where(Employee.job.is_not(None)).distinct()
    return [job for job in db.session.scalars(statement.order_by(Employee.job).limit(100)) if job]


def _listed(access: CompanyAccess) -> tuple[Any, ...]:
    visits = (employee_visits.last_day(access, Employee.id), employee_visits.next_day(access, Employee.id))
    return (*_COLUMNS, *visits)


_COLUMNS = (
    Employee.number,
    Employee.sort_name,
    Employee.birth_name,
    Employee.usual_name,
    Employee.first_name,
    Employee.born_on,
    Employee.job,
    Employee.pcs,
    Employee.contract,
    Employee.contract_ends_on,
    Employee.follow_up,
    Employee.risks,
    Employee.entered_on,
    Employee.left_on,
    Employee.next_visit_due_on,
)


def _in_order(statement: Select[Any]) -> Select[Any]:
    return statement.order_by(Employee.sort_name, Employee.number)


def _matching(access: CompanyAccess, filters: Filters, *columns: Any) -> Select[Any]:
    statement = employees.of(access, *columns)
    if filters.presence == "presents":
        statement = statement.where(employees.present())
    elif filters.presence == "partis":
        statement = statement.where(Employee.left_on < today())
    if filters.follow_up:
        statement = statement.where(Employee.follow_up == filters.follow_up)
    if filters.visit:
        statement = statement.where(_visit(access, filters.visit))
    if filters.incomplete:
        statement = statement.where(employees.to_complete())
    for word in words(filters.query.replace("-", " ")):
        statement = statement.where(Employee.search.contains(word, autoescape=True))
    return statement


def _visit(access: CompanyAccess, wanted: VisitFilter) -> ColumnElement[bool]:
    """Planned; or due before long, or never made, and not planned, of somebody who is still there."""
    visits = select(Visit.employee_id).where(employee_visits.known(access))
    planned = visits.where(Visit.state == VisitState.PLANNED, Visit.day >= today())
    if wanted is VisitFilter.PLANNED:
        return Employee.id.in_(planned)
    due = Employee.next_visit_due_on
    never = due.is_(None) & Employee.id.not_in(visits.where(Visit.state == VisitState.DONE))
    to_come = (due <= months_after(today(), SOON_MONTHS)) | never
    return employees.present() & Employee.id.not_in(planned) & to_come
