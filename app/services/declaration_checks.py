"""What stops a declaration from being sent, and what deserves a look first, employee by employee.

Conditions are said once, in the query: each is a column that tells whether the employee is concerned.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_
from sqlalchemy.orm import aliased

from app.extensions import db
from app.models import Campaign, Declaration, DeclaredEmployee, Employee, FollowUp
from app.services import employees, headcounts
from app.tenancy import CompanyAccess

SHOWN = 25
Flag = tuple[str, ColumnElement[bool]]


@dataclass(frozen=True)
class Concern:
    """An employee, and what is to be mended or looked at."""

    number: int
    name: str
    messages: list[str]


@dataclass(frozen=True)
class Concerns:
    """The first employees concerned; `total` counts them all."""

    employees: list[Concern]
    total: int

    def __bool__(self) -> bool:
        return bool(self.total)

    @property
    def others(self) -> int:
        return self.total - len(self.employees)


def blocking(access: CompanyAccess, campaign: Campaign) -> Concerns:
    """Employees whose file is incomplete or contradicts itself: the declaration waits for them."""
    return _concerned(access, campaign, _blocking(campaign))


def warnings(access: CompanyAccess, campaign: Campaign, previous: Declaration | None) -> Concerns:
    """Employees whose file is possible but unusual: whoever declares decides."""
    return _concerned(access, campaign, _unusual(campaign, previous))


def _concerned(access: CompanyAccess, campaign: Campaign, flags: list[Flag]) -> Concerns:
    columns = [
        Employee.number, Employee.birth_name, Employee.usual_name, Employee.first_name,
        *(condition.label(f"flag_{rank}") for rank, (_, condition) in enumerate(flags)),
    ]  # fmt: skip
    matching = headcounts.counted(access, campaign, *columns).where(or_(*(condition for _, condition in flags)))
    ordered = matching.order_by(Employee.sort_name, Employee.number).limit(SHOWN + 1)
    rows = db.session.execute(ordered).all()
    total = len(rows)
    if total > SHOWN:
        total = db.session.scalar(matching.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    return Concerns([_concern(row, flags) for row in rows[:SHOWN]], total)


def _concern(row: Any, flags: list[Flag]) -> Concern:
    number, birth_name, usual_name, first_name, *flagged = row
    name = employees.shown_name(birth_name, usual_name, first_name).strip() or f"Salarié n°\u00a0{number}"
    messages = [message for (message, _), is_true in zip(flags, flagged, strict=True) if is_true]
    return Concern(number, name, messages)


def _blocking(campaign: Campaign) -> list[Flag]:
    adult_born_by = _years_before(campaign.reference_on, 18)
    night = func.coalesce(Employee.risks, "").ilike("%nuit%")
    endless = Employee.contract.in_(employees.FIXED_TERM) & Employee.contract_ends_on.is_(None)
    is_si = Employee.follow_up == FollowUp.SI
    return [
        ("Indiquez son nom et son prénom", or_(Employee.birth_name == "", Employee.first_name == "")),
        ("Indiquez sa date de naissance", Employee.born_on.is_(None)),
        ("Indiquez sa date d’entrée", Employee.entered_on.is_(None)),
        ("Indiquez son type de contrat", _is_empty(Employee.contract)),
        ("Indiquez la date de fin de son contrat, même prévisionnelle", endless),
        ("Indiquez son poste", _is_empty(Employee.job)),
        ("Sa date de départ précède sa date d’entrée", Employee.left_on < Employee.entered_on),
        ("Précisez son type de suivi", Employee.follow_up.is_(None)),
        (
            "Indiquez au moins un risque\u00a0: c’est ce qui justifie un suivi renforcé (art. R. 4624-23)",
            and_(Employee.follow_up == FollowUp.SIR, _is_empty(Employee.risks)),
        ),
        ("Le travail de nuit appelle un suivi adapté ou renforcé (art. R. 4624-18)", and_(is_si, night)),
        (
            "Avant 18 ans, le suivi est adapté ou renforcé (art. R. 4624-18)",
            and_(is_si, Employee.born_on > adult_born_by),
        ),
    ]


def _unusual(campaign: Campaign, previous: Declaration | None) -> list[Flag]:
    return [
        ("Un autre salarié porte le même nom et la même date de naissance", _has_double()),
        ("Il ou elle a plus de 70 ans", Employee.born_on < _years_before(campaign.reference_on, 70)),
        ("Suivi renforcé l’an dernier, il ne l’est plus", _was_sir(previous)),
        ("Son contrat a pris fin avant la date de référence", Employee.contract_ends_on < campaign.reference_on),
    ]


def _has_double() -> ColumnElement[bool]:
    other = aliased(Employee)
    return exists().where(
        other.company_id == Employee.company_id,
        other.sort_name == Employee.sort_name,
        other.born_on == Employee.born_on,
        other.id != Employee.id,
        other.left_on.is_(None),
    )


def _was_sir(previous: Declaration | None) -> ColumnElement[bool]:
    if previous is None:
        return false()
    declared = exists().where(
        DeclaredEmployee.company_id == Employee.company_id,
        DeclaredEmployee.declaration_id == previous.id,
        DeclaredEmployee.employee_id == Employee.id,
        DeclaredEmployee.follow_up == FollowUp.SIR,
    )
    return and_(declared, Employee.follow_up != FollowUp.SIR)


def _is_empty(column: object) -> ColumnElement[bool]:
    return func.coalesce(column, "") == ""


def _years_before(day: date, years: int) -> date:
    """The birthday of whoever is so old on that day; born on 29 February, one is older on 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
