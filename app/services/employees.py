"""The employees of a company."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from app.clock import today
from app.extensions import db
from app.models import Employee, FollowUp
from app.services.search import words
from app.tenancy import CompanyAccess

PER_PAGE = 25


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to. Presence is "presents", "partis" or "tous"."""

    query: str = ""
    follow_up: FollowUp | None = None
    presence: str = "presents"

    @property
    def are_set(self) -> bool:
        return bool(self.query.strip() or self.follow_up or self.presence != "presents")


@dataclass(frozen=True)
class Listed:
    """An employee as the list shows it."""

    number: int
    birth_name: str
    usual_name: str | None
    first_name: str
    job: str | None
    follow_up: FollowUp | None
    entered_on: date | None
    left_on: date | None
    next_visit_due_on: date | None

    @property
    def name(self) -> str:
        """« DURAND Élise »: the name in use first, as lists are sorted."""
        return f"{(self.usual_name or self.birth_name).upper()} {self.first_name}"


@dataclass(frozen=True)
class Page:
    employees: list[Listed]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def count_present(access: CompanyAccess) -> int:
    """How many employees are in the company today."""
    return db.session.scalar(_of(access, func.count()).where(_present())) or 0


def page(access: CompanyAccess, filters: Filters, number: int = 1) -> Page:
    """One page of the employees, by name."""
    matching = _matching(access, filters, *_LISTED)
    total = _total(matching)
    number = min(max(1, number), max(1, -(-total // PER_PAGE)))
    rows = db.session.execute(
        matching.order_by(Employee.sort_name, Employee.number).limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    )
    return Page([Listed(*row) for row in rows], number, total)


def count_departed(access: CompanyAccess, filters: Filters) -> int:
    """How many employees who left answer the same search."""
    return _total(_matching(access, Filters(filters.query, filters.follow_up, "partis"), Employee.id))


_LISTED = (
    Employee.number,
    Employee.birth_name,
    Employee.usual_name,
    Employee.first_name,
    Employee.job,
    Employee.follow_up,
    Employee.entered_on,
    Employee.left_on,
    Employee.next_visit_due_on,
)


def _of(access: CompanyAccess, *columns: Any) -> Select[Any]:
    return select(*columns).select_from(Employee).where(Employee.company_id == access.company.id)


def _present() -> ColumnElement[bool]:
    return Employee.left_on.is_(None) | (Employee.left_on >= today())


def _matching(access: CompanyAccess, filters: Filters, *columns: Any) -> Select[Any]:
    statement = _of(access, *columns)
    if filters.presence == "presents":
        statement = statement.where(_present())
    elif filters.presence == "partis":
        statement = statement.where(Employee.left_on < today())
    if filters.follow_up:
        statement = statement.where(Employee.follow_up == filters.follow_up)
    for word in words(filters.query):
        statement = statement.where(Employee.search.contains(word, autoescape=True))
    return statement


def _total(statement: Select[Any]) -> int:
    return db.session.scalar(statement.with_only_columns(func.count(), maintain_column_froms=True)) or 0
