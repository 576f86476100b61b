"""The employees of a company: finding one, counting them, saying what is missing of them."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from app.clock import today
from app.extensions import db
from app.models import Employee, FollowUp
from app.tenancy import CompanyAccess

# What a contract may be; files may say otherwise, and are kept.
CONTRACTS = ("CDI", "CDD", "Apprentissage", "Professionnalisation", "Intérim", "Saisonnier", "Stage", "Autre")
# A contract of these has an end, if only foreseen: without it, the association cannot tell who is to be followed.
FIXED_TERM = ("CDD", "Intérim", "Saisonnier", "Stage")
_MANDATORY = {
    "born_on": "date de naissance",
    "entered_on": "date d’entrée",
    "job": "poste",
    "contract": "type de contrat",
    "follow_up": "type de suivi",
}


def find(access: CompanyAccess, number: int, *, for_change: bool = False) -> Employee | None:
    """The employee who has this number in the company; `for_change` makes others who change it wait their turn."""
    statement = select(Employee).where(Employee.company_id == access.company.id, Employee.number == number)
    if for_change:
        statement = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    return db.session.scalars(statement).one_or_none()


def name(employee: Employee) -> str:
    """« DURAND Élise »: the name in use first, as lists are sorted."""
    return shown_name(employee.birth_name, employee.usual_name, employee.first_name)


def shown_name(birth_name: str, usual_name: str | None, first_name: str) -> str:
    return f"{(usual_name or birth_name).upper()} {first_name}"


def is_present(employee: Employee) -> bool:
    """Whether the employee is in the company today; the last day counts."""
    return employee.left_on is None or employee.left_on >= today()


def count_present(access: CompanyAccess) -> int:
    """How many employees are in the company today."""
    return db.session.scalar(of(access, func.count()).where(present())) or 0


def count_to_complete(access: CompanyAccess) -> int:
    """How many of those present lack what the association must know of them."""
    return db.session.scalar(of(access, func.count()).where(present(), to_complete())) or 0


def missing(employee: Employee) -> list[str]:
    """What is still to be told of an employee, in French."""
    return list(_missing(employee))


def of(access: CompanyAccess, *columns: Any) -> Select[Any]:
    """These columns, of the employees of the company."""
    return select(*columns).select_from(Employee).where(Employee.company_id == access.company.id)


def present() -> ColumnElement[bool]:
    """Who is in the company today."""
    return Employee.left_on.is_(None) | (Employee.left_on >= today())


@cache
def to_complete() -> ColumnElement[bool]:
    """Who lacks something; the same as `missing`, for the database."""
    return or_(
        *(getattr(Employee, column).is_(None) for column in _MANDATORY),
        Employee.contract.in_(FIXED_TERM) & Employee.contract_ends_on.is_(None),
        (Employee.follow_up == FollowUp.SIR) & (func.coalesce(Employee.risks, "") == ""),
    )


def _missing(employee: Employee) -> Iterator[str]:
    yield from (label for column, label in _MANDATORY.items() if getattr(employee, column) is None)
    if employee.contract in FIXED_TERM and employee.contract_ends_on is None:
        yield "date de fin du contrat"
    if employee.follow_up is FollowUp.SIR and not employee.risks:
        yield "risques qui justifient le suivi renforcé"
