"""The planning of the centres, and each visit, as agents keep them."""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from sqlalchemy import Select, func, select

from app import settings
from app.clock import today
from app.extensions import db
from app.models import (
    AppointmentRequest,
    Company,
    Employee,
    NoticeDecision,
    NoticeKind,
    User,
    Visit,
    VisitKind,
    VisitNotice,
    VisitState,
)
from app.services import appointment_news, audit, visit_changes, visit_news
from app.services.editing import ChangedMeanwhile
from app.services.paging import Page
from app.services.planning import full_name
from app.services.slots import Slot
from app.services.staff import notices
from app.services.staff.paging import page_of
from app.tenancy import all_companies

_WHY = "a centre receives people of every company"
# What may have come of a visit.
OUTCOMES = (VisitState.DONE, VisitState.ABSENT, VisitState.EXCUSED)
_SETTLED = {
    VisitState.DONE: NoticeDecision.KEPT,
    VisitState.ABSENT: NoticeDecision.ABSENT,
    VisitState.EXCUSED: NoticeDecision.EXCUSED,
}
# What people write in their diaries.
_TOLD = ("day", "at", "centre")


@dataclass(frozen=True)
class Span:
    """Days of the planning, the first and the last included, in one centre or in all of them."""

    first: date
    last: date
    centre: str = ""


@dataclass(frozen=True)
class Listed:
    """A visit as the planning shows it."""

    id: int
    kind: VisitKind
    state: VisitState
    day: date
    at: time | None
    minutes: int | None
    centre: str | None
    professional: str | None
    is_confidential: bool
    company: str
    birth_name: str
    usual_name: str | None
    first_name: str
    asked_to_move: bool

    @property
    def name(self) -> str:
        return full_name(self)

    @property
    def awaits_outcome(self) -> bool:
        return self.state is VisitState.PLANNED and self.day < today()


@dataclass(frozen=True)
class Found:
    """A visit with whom it is for, and the request that it answers."""

    visit: Visit
    company: Company
    employee: Employee
    request: str | None

    @property
    def is_the_employee_s_own(self) -> bool:
        """Whether the company knows of it only if the employee agrees."""
        return self.visit.kind.is_the_employee_s_own

    @property
    def may_be_settled(self) -> bool:
        """Whether something may have come of it: its day has come, and it was not called off."""
        return self.visit.day <= today() and self.visit.state is not VisitState.CANCELLED

    @property
    def may_have_a_document(self) -> bool:
        """Nothing is handed to an employer after a visit that is the employee's own, or kept from the company."""
        is_theirs = self.is_the_employee_s_own or self.visit.is_confidential
        return self.visit.state is VisitState.DONE and not is_theirs


def page(span: Span, number: int = 1) -> Page[Listed]:
    """A page of the visits of some days, in order of time."""
    with all_companies(_WHY):
        total = db.session.scalar(_within(span, select(func.count()).select_from(Visit))) or 0
        in_order = _listed(span).order_by(Visit.day, Visit.at.nulls_last(), Visit.id)
        return page_of(in_order, number, total, Listed)


def find(identifier: int) -> Found | None:
    with all_companies(_WHY):
        row = db.session.execute(
            select(Visit, Company, Employee, AppointmentRequest.reference)
            .join(Company, Company.id == Visit.company_id)
            .join(Employee, Employee.id == Visit.employee_id)
            .outerjoin(AppointmentRequest, AppointmentRequest.visit_id == Visit.id)
            .where(Visit.id == identifier)
            .order_by(AppointmentRequest.id)
            .limit(1)
            .execution_options(populate_existing=True)
        ).one_or_none()
    return Found(*row) if row else None


def notices_of(found: Found) -> list[VisitNotice]:
    """What the company said of a visit, the latest first."""
    with all_companies(_WHY):
        told = select(VisitNotice).where(VisitNotice.visit_id == found.visit.id).order_by(VisitNotice.id.desc())
        return list(db.session.scalars(told.limit(20)))


def add(agent: User, company: Company, employee: Employee, slot: Slot) -> Visit:
    """A visit typed by hand; a request that it answers is planned, and the company told."""
    with all_companies(_WHY):
        visit = visit_changes.add(company.id, employee.id, slot)
        audit.record("visit.added", actor=agent, company=company, visit=visit.id, employee=employee.id)
        visit_news.planned(visit)
        return visit


def change(agent: User, found: Found, seen: int, slot: Slot) -> None:
    """Another time, place or professional. Raises ChangedMeanwhile, with nothing written."""
    visit = found.visit
    if visit.state is not VisitState.PLANNED:
        raise ChangedMeanwhile
    if slot.centre == visit.centre and slot.centre_address is None:
        slot = replace(slot, centre_address=visit.centre_address)
    before = [getattr(visit, name) for name in _TOLD]
    with all_companies(_WHY):
        visit_changes.move(visit, slot, seen=seen)
        _note("visit.moved", agent, found)
        if before != [getattr(visit, name) for name in _TOLD]:
            notices.close(agent, visit, NoticeKind.RESCHEDULE, NoticeDecision.MOVED)
            visit_news.moved(visit, before[0], before[1])


def call_off(agent: User, found: Found, seen: int) -> None:
    """The visit will not take place. Raises ChangedMeanwhile, with nothing written."""
    if found.visit.state is not VisitState.PLANNED:
        raise ChangedMeanwhile
    with all_companies(_WHY):
        visit_changes.settle(found.visit, VisitState.CANCELLED, seen=seen)
        _note("visit.called_off", agent, found)
        notices.close(agent, found.visit, NoticeKind.RESCHEDULE, NoticeDecision.CALLED_OFF)
        visit_news.cancelled(found.visit)


def settle(agent: User, found: Found, seen: int, state: VisitState) -> None:
    """What came of a visit; somebody who did not come is told of. Raises ChangedMeanwhile, with nothing written."""
    if not found.may_be_settled:
        raise ChangedMeanwhile
    with all_companies(_WHY):
        # What the company told is confirmed, or nothing is new.
        if found.visit.state is state and not notices.wait_about(found.visit):
            return
        visit_changes.settle(found.visit, state, seen=seen)
        _note("visit.settled", agent, found, state=state.value)
        notices.close(agent, found.visit, NoticeKind.RESCHEDULE, NoticeDecision.KEPT)
        notices.close(agent, found.visit, NoticeKind.ABSENCE, _SETTLED[state])
        if state is VisitState.ABSENT:
            fee = settings.absence_fee()
            appointment_news.visit_settled(found.visit, found.company, NoticeDecision.ABSENT, fee)


def disclose(agent: User, found: Found, seen: int, *, agreed: bool) -> None:
    """The employee agrees that the company knows of a visit of their own, or no longer does (art. R. 4624-30).

    Raises ChangedMeanwhile, with nothing written.
    """
    if not found.is_the_employee_s_own or found.visit.is_confidential is not agreed:
        raise ChangedMeanwhile
    with all_companies(_WHY):
        visit_changes.disclose(found.visit, to_company=agreed, seen=seen)
        _note("visit.disclosed" if agreed else "visit.hidden", agent, found)
        if agreed and found.visit.state is VisitState.PLANNED:
            visit_news.tell_planned(found.visit)


def note_read(agent: User, found: Found) -> None:
    """An agent opened a visit: it tells of somebody."""
    with all_companies(_WHY):
        _note("visit.read", agent, found)


def note_planning_read(agent: User, span: Span) -> None:
    """An agent read the planning of some days."""
    audit.record("planning.read", actor=agent, first=span.first.isoformat(), last=span.last.isoformat())


def _note(action: str, agent: User, found: Found, **facts: Any) -> None:
    audit.record(action, actor=agent, company=found.company, visit=found.visit.id, employee=found.employee.id, **facts)


def _within(span: Span, statement: Select[Any]) -> Select[Any]:
    statement = statement.where(Visit.day.between(span.first, span.last))
    return statement.where(Visit.centre == span.centre) if span.centre else statement


def _listed(span: Span) -> Select[Any]:
    wish = (
        (VisitNotice.visit_id == Visit.id)
        & (VisitNotice.kind == NoticeKind.RESCHEDULE)
        & VisitNotice.handled_at.is_(None)
    )
    columns: tuple[Any, ...] = (
        Visit.id,
        Visit.kind,
        Visit.state,
        Visit.day,
        Visit.at,
        Visit.minutes,
        Visit.centre,
        Visit.professional,
        Visit.is_confidential,
        Company.name,
        Employee.birth_name,
        Employee.usual_name,
        Employee.first_name,
        VisitNotice.id.is_not(None),
    )
    return _within(
        span,
        select(*columns)
        .select_from(Visit)
        .join(Company, Company.id == Visit.company_id)
        .join(Employee, Employee.id == Visit.employee_id)
        .outerjoin(VisitNotice, wish),
    )
