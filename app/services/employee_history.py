"""What became of an employee's file, told to its company, and the declarations that named the employee."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from app.extensions import db
from app.models import (
    Campaign,
    Declaration,
    DeclarationState,
    DeclaredEmployee,
    Employee,
    EmployeeEvent,
    EmployeeEventKind,
)
from app.services.paging import Page, page_of
from app.tenancy import CompanyAccess

KEPT = 100
_FINAL = (DeclarationState.SENT, DeclarationState.REPLACED)


@dataclass(frozen=True)
class Event:
    """A line of « Historique »: something done to the file, or (`year`) a declaration that named the employee."""

    at: datetime
    by: str
    kind: EmployeeEventKind | None
    facts: dict[str, Any]


@dataclass(frozen=True)
class SentDeclaration:
    """A line of « Dernières déclarations »."""

    year: int
    sent_at: datetime | None
    total: int
    by: str | None
    receipt: str | None
    state: DeclarationState


def record(access: CompanyAccess, employee: Employee, kind: EmployeeEventKind, **facts: Any) -> None:
    """Write an employee's file, and note what was done to it. Dates are kept as ISO text.

    The personal situation of an employee never stands among the facts.
    """
    db.session.flush()
    facts["version"] = employee.version
    db.session.add(
        EmployeeEvent(
            company_id=access.company.id,
            employee_id=employee.id,
            kind=kind,
            actor_id=access.user.id,
            actor=access.user.described[:300],
            facts={name: fact.isoformat() if isinstance(fact, date) else fact for name, fact in facts.items()},
        )
    )


def of(access: CompanyAccess, employee: Employee) -> list[Event]:
    """The history of an employee, the latest first."""
    events = [_event(access, *row) for row in db.session.execute(_events(access, employee).limit(KEPT))]
    return sorted(events + _declared(access, employee), key=lambda one: one.at, reverse=True)


def last_change(access: CompanyAccess, employee: Employee) -> Event | None:
    """What made the file as it is now; None when an import did."""
    row = db.session.execute(_events(access, employee).limit(1)).first()
    event = _event(access, *row) if row else None
    return event if event and event.facts.get("version") == employee.version else None


def _event(access: CompanyAccess, at: datetime, by: str, kind: EmployeeEventKind, facts: dict[str, Any]) -> Event:
    """How many visits a departure cancelled counts those that a third party may not know of."""
    hidden = "visits" if access.role.is_third_party else None
    return Event(at, by, kind, {name: fact for name, fact in facts.items() if name != hidden})


def declarations(access: CompanyAccess, number: int = 1) -> Page[SentDeclaration]:
    """A page of the declarations that the company sent, the latest first."""
    sent = (Declaration.company_id == access.company.id) & Declaration.state.in_(_FINAL)
    total = db.session.scalar(select(func.count()).select_from(Declaration).where(sent)) or 0
    latest_first = select(Declaration).where(sent).order_by(Declaration.year.desc(), Declaration.version.desc())
    return page_of(latest_first, number, total, _sent)


def _events(access: CompanyAccess, employee: Employee) -> Select[Any]:
    """What was done to the file, the latest first."""
    return (
        select(EmployeeEvent.at, EmployeeEvent.actor, EmployeeEvent.kind, EmployeeEvent.facts)
        .where(EmployeeEvent.company_id == access.company.id, EmployeeEvent.employee_id == employee.id)
        .order_by(EmployeeEvent.at.desc(), EmployeeEvent.id.desc())
    )


def _sent(one: Declaration) -> SentDeclaration:
    return SentDeclaration(one.year, one.sent_at, one.total, one.sent_by, one.receipt, one.state)


def _declared(access: CompanyAccess, employee: Employee) -> list[Event]:
    rows = db.session.execute(
        select(Declaration.sent_at, Declaration.sent_by, Declaration.year, Campaign.reference_on)
        .join(
            DeclaredEmployee,
            (DeclaredEmployee.declaration_id == Declaration.id)
            & (DeclaredEmployee.company_id == Declaration.company_id),
        )
        .outerjoin(Campaign, Campaign.year == Declaration.year)
        .where(
            Declaration.company_id == access.company.id,
            DeclaredEmployee.employee_id == employee.id,
            Declaration.state == DeclarationState.SENT,
            Declaration.sent_at.is_not(None),
        )
        .order_by(Declaration.year.desc())
        .limit(KEPT)
    )
    return [
        Event(at, by or "", None, {"reference_on": (day or date(year, 1, 1)).isoformat()})
        for at, by, year, day in rows
        if at
    ]
