"""« Déclarer l’une après l’autre » : companies that a person chose to declare in a row, each with its own check."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select

from app.clock import now, today
from app.extensions import db
from app.models import Company, DeclarationQueue, User
from app.services import portfolio_status
from app.services.memberships import theirs
from app.services.portfolio_status import Season, Status, has_left, progress, receipt
from app.tenancy import all_companies

KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Stop:
    """A company of a queue; `rank` counts from 1."""

    rank: int
    public_id: str
    name: str
    city: str | None
    receipt: str | None
    is_begun: bool
    status: Status | None

    @property
    def is_left_to_do(self) -> bool:
        return self.status not in (Status.DONE, None)


@dataclass(frozen=True)
class Queue:
    """The companies still theirs, in the order in which they were ticked."""

    public_id: str
    year: int
    is_open: bool
    stops: list[Stop]

    def after(self, company: str | None = None) -> Stop | None:
        """The next company to declare after this one, those passed over coming again at the end."""
        here = next((stop.rank for stop in self.stops if stop.public_id == company), 0)
        left = [stop for stop in self.stops if stop.is_left_to_do and stop.public_id != company]
        return min(left, key=lambda stop: (stop.rank < here, stop.rank), default=None) if self.is_open else None


@dataclass(frozen=True)
class Next:
    """What follows in a queue; `stop` is None when nothing is left to declare in it."""

    queue: str
    stop: Stop | None
    total: int


def start(user: User, season: Season, public_ids: list[str]) -> str | None:
    """A queue of those of these companies that are left to declare: its public id, or None when none of them is."""
    left = [stop.public_id for stop in _stops(user, season, public_ids) if stop.is_left_to_do]
    if not left:
        return None
    queue = DeclarationQueue(user_id=user.id, year=season.year, companies=left)
    db.session.add(queue)
    db.session.flush()
    return queue.public_id


def find(user: User, public_id: str) -> Queue | None:
    """A queue of this person, of the campaign of today."""
    season = portfolio_status.season()
    if season is None:
        return None
    companies = db.session.scalar(
        select(DeclarationQueue.companies).where(
            DeclarationQueue.public_id == public_id.lower(),
            DeclarationQueue.user_id == user.id,
            DeclarationQueue.year == season.year,
        )
    )
    if companies is None:
        return None
    return Queue(public_id.lower(), season.year, season.is_open, _stops(user, season, companies))


def next_after(user: User, public_id: str, company: str) -> Next | None:
    """What to propose once a company of a queue is declared; None when there is no such queue of this person."""
    queue = find(user, public_id)
    return Next(queue.public_id, queue.after(company), len(queue.stops)) if queue else None


def purge() -> int:
    """Forget the queues of long ago; returns how many."""
    with all_companies("the queues of everybody grow old"):
        gone: Any = db.session.execute(delete(DeclarationQueue).where(DeclarationQueue.created_at < now() - KEPT))
    return int(gone.rowcount)


_STOPS = theirs(
    Company.public_id,
    Company.name,
    Company.city,
    receipt().label("receipt"),
    progress().label("progress"),
    has_left().label("has_left"),
).where(Company.public_id.in_(bindparam("companies", expanding=True)))


def _stops(user: User, season: Season, companies: Iterable[str]) -> list[Stop]:
    chosen = list(dict.fromkeys(companies))
    given = {"user_id": user.id, "companies": chosen, "year": season.year, "today": today()}
    rows = {row.public_id: row for row in db.session.execute(_STOPS, given)}
    still_theirs = [rows[public_id] for public_id in chosen if public_id in rows]
    return [_stop(rank, row, season) for rank, row in enumerate(still_theirs, start=1)]


def _stop(rank: int, row: Any, season: Season) -> Stop:
    status = season.status(row.progress, has_left=row.has_left)
    return Stop(rank, row.public_id, row.name, row.city, row.receipt, row.progress is not None, status)
