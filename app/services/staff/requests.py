"""The requests for an appointment, as agents deal with them: the queue, and each one."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from app.clock import today
from app.extensions import db
from app.models import AppointmentRequest, Company, Employee, RequestState, User, Visit, VisitKind
from app.services.paging import Page
from app.services.planning import full_name
from app.services.request_states import OPEN
from app.services.search import words
from app.services.staff.paging import page_of
from app.tenancy import all_companies

# A legal day that comes within these days is near.
NEAR = timedelta(days=14)


class Urgency(StrEnum):
    NEAR = "proche"
    PAST = "depassee"

    @property
    def label(self) -> str:
        return {"proche": "Échéance proche ou dépassée", "depassee": "Échéance dépassée"}[self.value]


@dataclass(frozen=True)
class Filters:
    """What the queue is narrowed to; no state: those that wait for an appointment, unless `every`."""

    query: str = ""
    state: RequestState | None = None
    every: bool = False
    kind: VisitKind | None = None
    urgency: Urgency | None = None
    centre: str = ""

    @property
    def are_set(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class Listed:
    """A request as the queue shows it."""

    reference: str
    kind: VisitKind
    state: RequestState
    created_at: datetime
    latest_on: date | None
    wished_centre: str | None
    objection: str | None
    company: str
    city: str | None
    birth_name: str
    usual_name: str | None
    first_name: str
    agent_first_name: str | None
    agent_last_name: str | None

    @property
    def name(self) -> str:
        return full_name(self)

    @property
    def taken_by(self) -> str:
        return f"{self.agent_first_name or ''} {(self.agent_last_name or '').upper()}".strip()

    @property
    def urgency(self) -> Urgency | None:
        return urgency_of(self.state, self.latest_on)


@dataclass(frozen=True)
class Found:
    """A request with what an agent needs to answer it."""

    request: AppointmentRequest
    company: Company
    employee: Employee
    asked_by: User | None
    taken_by: User | None
    visit: Visit | None


def urgency_of(state: RequestState, latest_on: date | None) -> Urgency | None:
    """Whether the legal day of a request that waits is near, or past."""
    if latest_on is None or not state.is_open or latest_on > today() + NEAR:
        return None
    return Urgency.PAST if latest_on < today() else Urgency.NEAR


def page(filters: Filters, number: int = 1) -> Page[Listed]:
    """A page of the requests, the oldest first."""
    with all_companies("agents answer the requests of every company"):
        total = db.session.scalar(_matching(filters, func.count())) or 0
        oldest_first = _matching(filters, *_COLUMNS).order_by(AppointmentRequest.created_at, AppointmentRequest.id)
        return page_of(oldest_first, number, total, Listed)


def count_waiting() -> int:
    """How many requests wait for an appointment."""
    with all_companies("agents answer the requests of every company"):
        waiting = select(func.count()).select_from(AppointmentRequest).where(AppointmentRequest.state.in_(OPEN))
        return db.session.scalar(waiting) or 0


def find(reference: str) -> Found | None:
    """A request, by its reference."""
    author, agent = aliased(User), aliased(User)
    with all_companies("agents answer the requests of every company"):
        row = db.session.execute(
            select(AppointmentRequest, Company, Employee, author, agent, Visit)
            .join(Company, Company.id == AppointmentRequest.company_id)
            .join(Employee, Employee.id == AppointmentRequest.employee_id)
            .outerjoin(author, author.id == AppointmentRequest.created_by_id)
            .outerjoin(agent, agent.id == AppointmentRequest.taken_by_id)
            .outerjoin(Visit, Visit.id == AppointmentRequest.visit_id)
            .where(AppointmentRequest.reference == reference.upper()[:20])
            .execution_options(populate_existing=True)
        ).one_or_none()
    return Found(*row) if row else None


_COLUMNS: tuple[Any, ...] = (
    AppointmentRequest.reference,
    AppointmentRequest.kind,
    AppointmentRequest.state,
    AppointmentRequest.created_at,
    AppointmentRequest.latest_on,
    AppointmentRequest.wished_centre,
    AppointmentRequest.objection,
    Company.name,
    Company.city,
    Employee.birth_name,
    Employee.usual_name,
    Employee.first_name,
    User.first_name,
    User.last_name,
)


def _matching(filters: Filters, *columns: Any) -> Select[Any]:
    statement = select(*columns).select_from(AppointmentRequest).where(*_conditions(filters))
    if len(columns) > 1 or filters.query:
        statement = statement.join(Company, Company.id == AppointmentRequest.company_id).join(
            Employee, Employee.id == AppointmentRequest.employee_id
        )
    if len(columns) > 1:
        statement = statement.outerjoin(User, User.id == AppointmentRequest.taken_by_id)
    return statement


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.state:
        conditions.append(AppointmentRequest.state == filters.state)
    elif not filters.every:
        conditions.append(AppointmentRequest.state.in_(OPEN))
    if filters.kind:
        conditions.append(AppointmentRequest.kind == filters.kind)
    if filters.centre:
        conditions.append(AppointmentRequest.wished_centre == filters.centre)
    if filters.urgency:
        limit = today() + NEAR if filters.urgency is Urgency.NEAR else today() - timedelta(days=1)
        conditions += [AppointmentRequest.latest_on <= limit, AppointmentRequest.state.in_(OPEN)]
    for word in words(filters.query):
        in_names = Company.search.contains(word, autoescape=True) | Employee.search.contains(word, autoescape=True)
        conditions.append(in_names | AppointmentRequest.reference.contains(word.upper(), autoescape=True))
    return conditions
