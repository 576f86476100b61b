"""The visits of a company, as its people see them: to come, month by month, one by one."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import Select, func, select

from app.clock import PARIS, now, today
from app.extensions import db
from app.law.cancellation import starts_at
from app.models import Employee, NoticeKind, Visit, VisitKind, VisitNotice, VisitState
from app.services import visibility
from app.services.paging import Page, page_of
from app.tenancy import CompanyAccess

# A square of the month has room for so many; the list of the day shows the others.
PER_SQUARE = 4
# More than anybody prints or puts in a calendar.
MOST = 1000


@dataclass(frozen=True)
class Planned:
    """A visit as lists show it."""

    number: int
    kind: VisitKind
    state: VisitState
    day: date
    at: time | None
    minutes: int | None
    centre: str | None
    centre_address: str | None
    employee_number: int
    birth_name: str
    usual_name: str | None
    first_name: str
    # Another day was asked for, and the visit still stands.
    asked_to_move: bool

    @property
    def name(self) -> str:
        """« DURAND Élise », as lists of employees show it."""
        return full_name(self)

    @property
    def discreet_name(self) -> str:
        """« É. DURAND », for what leaves the portal."""
        return discreet_name(self)

    @property
    def place(self) -> str:
        return ", ".join(part for part in (self.centre, self.centre_address) if part)

    @property
    def is_to_confirm(self) -> bool:
        """Whether the day is kept, and the hour still to be told."""
        return self.state is VisitState.PLANNED and self.at is None

    @property
    def can_change(self) -> bool:
        """Whether an absence or another day may still be told."""
        return self.state is VisitState.PLANNED and starts_at(self.day, self.at) > now()


@dataclass(frozen=True)
class Square:
    """What a day of the month shows: its first visits, and how many there are in all."""

    visits: list[Planned]
    total: int


def full_name(person: Any) -> str:
    """« DURAND Élise » : the name in use first."""
    return f"{(person.usual_name or person.birth_name).upper()} {person.first_name}"


def discreet_name(person: Any) -> str:
    """« É. DURAND » : enough for who knows the person, little for who reads over a shoulder."""
    return f"{person.first_name[:1].upper()}. {(person.usual_name or person.birth_name).upper()}"


def upcoming(access: CompanyAccess, number: int = 1, *, day: date | None = None) -> Page[Planned]:
    """A page of the visits from today on, or of those of one day, in order of time."""
    chosen = Visit.day == day if day else Visit.day >= today()
    total = db.session.scalar(_counted(access).where(chosen)) or 0
    return page_of(_in_order(_of(access).where(chosen)), number, total, Planned)


def all_upcoming(access: CompanyAccess) -> list[Planned]:
    """The visits to come that stand, on one sheet."""
    standing = _of(access).where(Visit.day >= today(), Visit.state == VisitState.PLANNED)
    return [Planned(*row) for row in db.session.execute(_in_order(standing).limit(MOST))]


def month(access: CompanyAccess, first: date, last: date) -> dict[date, Square]:
    """The visits from a day to another, day by day."""
    rank = func.row_number().over(partition_by=Visit.day, order_by=(Visit.at.nulls_last(), Visit.number))
    in_a_day = func.count().over(partition_by=Visit.day)
    ranked = _of(access).where(Visit.day.between(first, last)).add_columns(rank.label("rank"), in_a_day.label("all"))
    within = ranked.subquery()
    rows = db.session.execute(
        select(within).where(within.c.rank <= PER_SQUARE).order_by(within.c.day, within.c.rank)
    ).all()
    squares: dict[date, Square] = {}
    for row in rows:
        visit = Planned(*row[:-2])
        squares.setdefault(visit.day, Square([], row[-1])).visits.append(visit)
    return squares


def find(access: CompanyAccess, number: int) -> Planned | None:
    """One visit, by its number within the company."""
    row = db.session.execute(_of(access).where(Visit.number == number)).one_or_none()
    return Planned(*row) if row else None


def next_visit(access: CompanyAccess) -> Planned | None:
    """The first visit to come that stands."""
    present = now().astimezone(PARIS)
    ahead = (Visit.day > present.date()) | (
        (Visit.day == present.date()) & (Visit.at.is_(None) | (Visit.at >= present.time()))
    )
    standing = _of(access).where(Visit.day >= present.date(), ahead, Visit.state == VisitState.PLANNED)
    row = db.session.execute(_in_order(standing).limit(1)).one_or_none()
    return Planned(*row) if row else None


def of_person(access: CompanyAccess, employee: Employee) -> tuple[Planned | None, Planned | None]:
    """The last visit that an employee had, and the next one that stands."""
    theirs = _of(access).where(Visit.employee_id == employee.id)
    done = theirs.where(Visit.state == VisitState.DONE).order_by(Visit.day.desc(), Visit.number.desc())
    ahead = _in_order(theirs.where(Visit.state == VisitState.PLANNED, Visit.day >= today()))
    last, following = (db.session.execute(one.limit(1)).one_or_none() for one in (done, ahead))
    return Planned(*last) if last else None, Planned(*following) if following else None


def visible(access: CompanyAccess, statement: Select[Any]) -> Select[Any]:
    """A statement on visits, pinned to the company and kept to what this person may know."""
    return statement.where(Visit.company_id == access.company.id, visibility.visits(access))


_WISH = (
    (VisitNotice.visit_id == Visit.id)
    & (VisitNotice.company_id == Visit.company_id)
    & (VisitNotice.kind == NoticeKind.RESCHEDULE)
    & VisitNotice.handled_at.is_(None)
)
_COLUMNS: tuple[Any, ...] = (
    Visit.number,
    Visit.kind,
    Visit.state,
    Visit.day,
    Visit.at,
    Visit.minutes,
    Visit.centre,
    Visit.centre_address,
    Employee.number.label("employee_number"),
    Employee.birth_name,
    Employee.usual_name,
    Employee.first_name,
    VisitNotice.id.is_not(None).label("asked_to_move"),
)


def _of(access: CompanyAccess) -> Select[Any]:
    theirs = (Employee.id == Visit.employee_id) & (Employee.company_id == Visit.company_id)
    shown = select(*_COLUMNS).select_from(Visit).join(Employee, theirs).outerjoin(VisitNotice, _WISH)
    return visible(access, shown)


def _counted(access: CompanyAccess) -> Select[Any]:
    return visible(access, select(func.count()).select_from(Visit))


def _in_order(statement: Select[Any]) -> Select[Any]:
    return statement.order_by(Visit.day, Visit.at.nulls_last(), Visit.number)
