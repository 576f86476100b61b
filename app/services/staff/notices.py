"""Absences and wishes for another day, as agents deal with them: the queue, and what each one becomes."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import aliased

from app import settings
from app.clock import now
from app.extensions import db
from app.models import (
    Company,
    Employee,
    NoticeDecision,
    NoticeKind,
    User,
    Visit,
    VisitNotice,
    VisitState,
)
from app.services import appointment_news, audit, visit_changes, visit_news
from app.services.editing import ChangedMeanwhile
from app.services.paging import Page
from app.services.planning import full_name
from app.services.slots import Slot
from app.services.staff.paging import page_of
from app.tenancy import all_companies

_WHY = "agents deal with what every company says of its visits"
_STATES = {NoticeDecision.EXCUSED: VisitState.EXCUSED, NoticeDecision.ABSENT: VisitState.ABSENT}


@dataclass(frozen=True)
class Filters:
    kind: NoticeKind | None = None
    # Those that were dealt with, instead of those that wait.
    handled: bool = False


@dataclass(frozen=True)
class Listed:
    """A notice as the queue shows it."""

    id: int
    kind: NoticeKind
    is_late: bool
    created_at: datetime
    decision: NoticeDecision | None
    day: date
    at: time | None
    centre: str | None
    company: str
    birth_name: str
    usual_name: str | None
    first_name: str

    @property
    def name(self) -> str:
        return full_name(self)


@dataclass(frozen=True)
class Found:
    """A notice with what it is about."""

    notice: VisitNotice
    visit: Visit
    company: Company
    employee: Employee
    told_by: User | None
    handled_by: User | None

    @property
    def fee(self) -> int:
        """What an absence past the free limit costs, in cents without VAT; 0 when nothing is said of a fee."""
        return settings.absence_fee() if self.notice.is_late else 0


def page(filters: Filters, number: int = 1) -> Page[Listed]:
    """A page of what was told: what waits, the oldest first; what was dealt with, the latest first."""
    with all_companies(_WHY):
        counted = select(func.count()).select_from(VisitNotice).where(*_conditions(filters))
        total = db.session.scalar(counted) or 0
        return page_of(_listed(filters), number, total, Listed)


def count_waiting() -> int:
    """How many notices nobody dealt with yet."""
    with all_companies(_WHY):
        counted = select(func.count()).select_from(VisitNotice).where(*_conditions(Filters()))
        return db.session.scalar(counted) or 0


def find(identifier: int) -> Found | None:
    author, agent = aliased(User), aliased(User)
    with all_companies(_WHY):
        row = db.session.execute(
            select(VisitNotice, Visit, Company, Employee, author, agent)
            .join(Visit, Visit.id == VisitNotice.visit_id)
            .join(Company, Company.id == VisitNotice.company_id)
            .join(Employee, Employee.id == Visit.employee_id)
            .outerjoin(author, author.id == VisitNotice.created_by_id)
            .outerjoin(agent, agent.id == VisitNotice.handled_by_id)
            .where(VisitNotice.id == identifier)
            .execution_options(populate_existing=True)
        ).one_or_none()
    return Found(*row) if row else None


def note_read(agent: User, found: Found) -> None:
    """An agent opened a notice: it tells of somebody."""
    with all_companies(_WHY):
        person, visit = found.employee.id, found.visit.id
        audit.record("notice.read", actor=agent, company=found.company, visit=visit, employee=person)


def settle_absence(agent: User, found: Found, decision: NoticeDecision, answer: str | None) -> None:
    """Note an absence as excused or not, and tell the company. Raises ChangedMeanwhile, with nothing written."""
    with all_companies(_WHY):
        _hold(found.visit)
        _handle(agent, found, decision, answer)
        if found.visit.state is not _STATES[decision]:
            visit_changes.settle(found.visit, _STATES[decision], seen=found.visit.sequence)
        fee = found.fee if decision is NoticeDecision.ABSENT else 0
        appointment_news.visit_settled(found.visit, found.company, decision, fee)


def grant(agent: User, found: Found, seen: int, slot: Slot, answer: str | None = None) -> None:
    """Move the visit to another slot. Raises ChangedMeanwhile, with nothing written."""
    with all_companies(_WHY):
        _hold(found.visit)
        before = found.visit.day, found.visit.at
        if seen != found.visit.sequence:
            raise ChangedMeanwhile
        _handle(agent, found, NoticeDecision.MOVED, answer)
        visit_changes.move(found.visit, slot, seen=seen)
        visit_news.moved(found.visit, *before)


def keep(agent: User, found: Found, answer: str) -> None:
    """The visit stands as it is. Raises ChangedMeanwhile, with nothing written."""
    with all_companies(_WHY):
        _handle(agent, found, NoticeDecision.KEPT, answer)
        appointment_news.visit_settled(found.visit, found.company, NoticeDecision.KEPT, 0)


def wait_about(visit: Visit) -> bool:
    """Whether something that was told of this visit waits. Every company is open."""
    waiting = select(VisitNotice.id).where(VisitNotice.visit_id == visit.id, VisitNotice.handled_at.is_(None))
    return db.session.scalar(waiting.limit(1)) is not None


def close(agent: User, visit: Visit, kind: NoticeKind, decision: NoticeDecision) -> None:
    """What an agent did of the visit itself answers what waits; the act is in the journal. Every company is open."""
    waiting = (VisitNotice.visit_id == visit.id, VisitNotice.kind == kind, VisitNotice.handled_at.is_(None))
    db.session.execute(
        update(VisitNotice)
        .where(*waiting)
        .values(handled_at=now(), handled_by_id=agent.id, decision=decision)
        .execution_options(synchronize_session=False)
    )


def _hold(visit: Visit) -> None:
    """Nobody else changes the visit until our commit; what they changed before is known."""
    held = select(Visit).where(Visit.id == visit.id).with_for_update()
    db.session.scalars(held.execution_options(populate_existing=True)).one()


def _handle(agent: User, found: Found, decision: NoticeDecision, answer: str | None) -> None:
    handled: Any = db.session.execute(
        update(VisitNotice)
        .where(VisitNotice.id == found.notice.id, VisitNotice.handled_at.is_(None))
        .values(handled_at=now(), handled_by_id=agent.id, decision=decision, answer=answer)
        .execution_options(synchronize_session=False)
    )
    if not handled.rowcount:
        raise ChangedMeanwhile
    db.session.refresh(found.notice)
    audit.record("notice.handled", actor=agent, company=found.company, visit=found.visit.id, decision=decision.value)


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    waits = VisitNotice.handled_at.is_(None)
    conditions: list[ColumnElement[bool]] = [~waits if filters.handled else waits]
    if filters.kind:
        conditions.append(VisitNotice.kind == filters.kind)
    return conditions


_COLUMNS: tuple[Any, ...] = (
    VisitNotice.id,
    VisitNotice.kind,
    VisitNotice.is_late,
    VisitNotice.created_at,
    VisitNotice.decision,
    Visit.day,
    Visit.at,
    Visit.centre,
    Company.name,
    Employee.birth_name,
    Employee.usual_name,
    Employee.first_name,
)


def _listed(filters: Filters) -> Select[Any]:
    first = VisitNotice.created_at.desc() if filters.handled else VisitNotice.created_at
    return (
        select(*_COLUMNS)
        .select_from(VisitNotice)
        .join(Visit, Visit.id == VisitNotice.visit_id)
        .join(Company, Company.id == VisitNotice.company_id)
        .join(Employee, Employee.id == Visit.employee_id)
        .where(*_conditions(filters))
        .order_by(first, VisitNotice.id)
    )
