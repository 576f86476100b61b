"""Requests for an appointment (demandes de rendez-vous): sent, followed, withdrawn."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from app.clock import today
from app.extensions import db
from app.law.visit_delays import ARTICLES
from app.mail import visit_letters
from app.models import AppointmentRequest, Centre, Employee, RequestState, Visit, VisitKind
from app.services import audit, numbering, request_states, visibility
from app.services.editing import ChangedMeanwhile
from app.services.paging import Page, page_of
from app.services.planning import full_name
from app.services.request_states import OPEN
from app.tenancy import CompanyAccess

# What the planning shows of the requests under way; their own page shows all.
SHOWN = 10


class AlreadyAsked(Exception):
    """The same visit is being asked for already."""

    def __init__(self, reference: str, sent_at: datetime) -> None:
        super().__init__(reference)
        self.reference = reference
        self.sent_at = sent_at


class NoLongerOpen(Exception):
    """The association has answered meanwhile."""


@dataclass(frozen=True)
class Listed:
    """A request as lists show it."""

    reference: str
    kind: VisitKind
    state: RequestState
    created_at: datetime
    latest_on: date | None
    employee_number: int
    birth_name: str
    usual_name: str | None
    first_name: str

    @property
    def name(self) -> str:
        return full_name(self)


@dataclass(frozen=True)
class Found:
    """A request with whom it concerns, and what this person may know of it: what it says, the visit that answers it."""

    request: AppointmentRequest
    employee: Employee
    visit_number: int | None
    facts: dict[str, Any]


def employee(access: CompanyAccess, number: int) -> Employee | None:
    """Whom to ask for, by their number within the company."""
    theirs = select(Employee).where(Employee.company_id == access.company.id, Employee.number == number)
    return db.session.scalars(theirs).one_or_none()


def kinds_for(person: Employee) -> list[VisitKind]:
    """What an employer may ask for this person; once gone, only what follows an exposure."""
    has_left = person.left_on is not None and person.left_on < today()
    return [kind for kind in ARTICLES if not has_left or kind is VisitKind.AFTER_EXPOSURE]


def centres() -> list[str]:
    """The names of the places where the association receives people."""
    return list(db.session.scalars(select(Centre.name).order_by(Centre.name)))


def under_way(access: CompanyAccess, person: Employee, kind: VisitKind) -> AppointmentRequest | None:
    """The request of the same kind for the same person that still waits."""
    return db.session.scalars(
        select(AppointmentRequest)
        .where(
            AppointmentRequest.company_id == access.company.id,
            AppointmentRequest.employee_id == person.id,
            AppointmentRequest.kind == kind,
            AppointmentRequest.state.in_(OPEN),
        )
        .order_by(AppointmentRequest.id)
        .limit(1)
    ).first()


def send(
    access: CompanyAccess, person: Employee, kind: VisitKind, facts: dict[str, Any], latest_on: date | None
) -> AppointmentRequest:
    """Ask for an appointment. Raises AlreadyAsked."""
    # One at a time for a person: of two sent at once, the second finds the first.
    db.session.execute(
        select(Employee.id)
        .where(Employee.company_id == access.company.id, Employee.id == person.id)
        .with_for_update(key_share=True)
    )
    if before := under_way(access, person, kind):
        raise AlreadyAsked(before.reference, before.created_at)
    year = today().year
    request = AppointmentRequest(
        company_id=access.company.id,
        employee_id=person.id,
        reference=f"RV-{year}-{numbering.draw('RV', year):05d}",
        kind=kind,
        facts=facts,
        latest_on=latest_on,
        wished_centre=facts.get("centre"),
        created_by_id=access.user.id,
    )
    db.session.add(request)
    db.session.flush()
    visit_letters.appointment_request_received(access.user, access.company, request)
    audit.record(
        "appointment.requested",
        actor=access.user,
        company=access.company,
        reference=request.reference,
        employee=person.id,
    )
    return request


def cancel(access: CompanyAccess, request: AppointmentRequest) -> None:
    """Withdraw a request that still waits. Raises NoLongerOpen."""
    try:
        request_states.move(request, RequestState.CANCELLED)
    except ChangedMeanwhile:
        raise NoLongerOpen from None
    audit.record("appointment.cancelled", actor=access.user, company=access.company, reference=request.reference)


def find(access: CompanyAccess, reference: str) -> Found | None:
    """A request of this company, by its reference."""
    answer = (
        (Visit.id == AppointmentRequest.visit_id)
        & (Visit.company_id == AppointmentRequest.company_id)
        & visibility.visits(access)
    )
    theirs = (Employee.id == AppointmentRequest.employee_id) & (Employee.company_id == AppointmentRequest.company_id)
    row = db.session.execute(
        select(AppointmentRequest, Employee, Visit.number)
        .join(Employee, theirs)
        .outerjoin(Visit, answer)
        .where(
            AppointmentRequest.company_id == access.company.id, AppointmentRequest.reference == reference.upper()[:20]
        )
    ).one_or_none()
    return Found(*row, visibility.facts_of(access, row[0])) if row else None


def page(access: CompanyAccess, number: int = 1) -> Page[Listed]:
    """A page of all the requests of a company, the latest first."""
    every = _of(access)
    total = db.session.scalar(every.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    return page_of(_latest_first(every), number, total, Listed)


def waiting(access: CompanyAccess, person: Employee | None = None) -> list[Listed]:
    """The latest requests that still wait for an appointment, or those of one person."""
    wait = _of(access).where(AppointmentRequest.state.in_(OPEN))
    if person:
        wait = wait.where(AppointmentRequest.employee_id == person.id)
    return [Listed(*row) for row in db.session.execute(_latest_first(wait).limit(SHOWN))]


_COLUMNS: tuple[Any, ...] = (
    AppointmentRequest.reference,
    AppointmentRequest.kind,
    AppointmentRequest.state,
    AppointmentRequest.created_at,
    AppointmentRequest.latest_on,
    Employee.number,
    Employee.birth_name,
    Employee.usual_name,
    Employee.first_name,
)


def _of(access: CompanyAccess) -> Select[Any]:
    theirs = (Employee.id == AppointmentRequest.employee_id) & (Employee.company_id == AppointmentRequest.company_id)
    return (
        select(*_COLUMNS)
        .select_from(AppointmentRequest)
        .join(Employee, theirs)
        .where(AppointmentRequest.company_id == access.company.id)
    )


def _latest_first(statement: Select[Any]) -> Select[Any]:
    return statement.order_by(AppointmentRequest.created_at.desc(), AppointmentRequest.id.desc())
