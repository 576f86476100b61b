"""Whom a visit is typed for: a company, then one of its employees."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from app.clock import today
from app.extensions import db
from app.models import Company, Employee, User
from app.services import audit
from app.services.search import words
from app.tenancy import all_companies

# Who finds nobody among so many looks closer.
SHOWN = 25
_WHY = "an agent plans a visit for somebody of any company"


@dataclass(frozen=True)
class Matches:
    """The first of those who answer a search, and how many there are."""

    found: list[Any]
    total: int


def companies(query: str) -> Matches:
    """The members of the association that answer; none as long as nothing is searched for."""
    if not words(query):
        return Matches([], 0)
    conditions = [Company.search.contains(word, autoescape=True) for word in words(query)]
    conditions.append(or_(Company.left_on.is_(None), Company.left_on > today()))
    return _matches(Company, conditions, Company.name, Company.id)


def company(public_id: str) -> Company | None:
    with all_companies(_WHY):
        return db.session.scalars(select(Company).where(Company.public_id == public_id.lower())).one_or_none()


def employees(of: Company, query: str) -> Matches:
    """The employees of a company who answer, those who left included: some visits come after."""
    conditions = [Employee.company_id == of.id]
    conditions += [Employee.search.contains(word, autoescape=True) for word in words(query)]
    return _matches(Employee, conditions, Employee.left_on.is_not(None), Employee.sort_name, Employee.number)


def note_read(agent: User, of: Company) -> None:
    """An agent looked at who works in a company."""
    audit.record("employees.read", actor=agent, company=of)


def employee(of: Company, number: int) -> Employee | None:
    with all_companies(_WHY):
        theirs = select(Employee).where(Employee.company_id == of.id, Employee.number == number)
        return db.session.scalars(theirs).one_or_none()


def _matches(model: Any, conditions: list[Any], *order: Any) -> Matches:
    with all_companies(_WHY):
        total = db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0
        found = db.session.scalars(select(model).where(*conditions).order_by(*order).limit(SHOWN))
        return Matches(list(found), total)
