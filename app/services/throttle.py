"""Limits on what can be tried again and again, kept in the database so that every worker counts together."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any

from sqlalchemy import case, delete, null, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.clock import now
from app.extensions import db
from app.models import AttemptCounter
from app.services.digests import keyed
from app.unit_of_work import save_now


@dataclass(frozen=True)
class Limit:
    """So many attempts in a window; `locks_after` failures also lock for 1 minute, doubling up to 15."""

    name: str
    allowed: int
    window: timedelta
    locks_after: int | None = None

    def lock(self, count: int) -> timedelta:
        if self.locks_after is None or count < self.locks_after:
            return timedelta()
        return min(timedelta(minutes=2 ** (count - self.locks_after)), timedelta(minutes=15))


class TooManyAttempts(Exception):
    """A limit is reached; `retry_at` is when it makes sense to come back."""

    def __init__(self, limit: Limit, retry_at: datetime) -> None:
        super().__init__(limit.name)
        self.limit = limit
        self.retry_at = retry_at

    @property
    def minutes(self) -> int:
        """Minutes to wait, at least one."""
        return max(1, -(-int((self.retry_at - now()).total_seconds()) // 60))


Attempt = tuple[Limit, str]
# How many counters one statement asks for.
_AT_ONCE = 1000


def spend(*attempts: Attempt) -> dict[str, int]:
    """Count an attempt against each limit before it is made, in a transaction of its own.

    Returns how many were made in each window, this one included. Raises TooManyAttempts when a limit is reached;
    the attempt must then not be made. Counting first is what stops many guesses sent at once.
    """
    at = now()
    for limit, who in attempts:
        _refuse_if_blocked(limit, _row(limit, who), at, already=0)
    rows = [(limit, _count(limit, who, at)) for limit, who in attempts]
    save_now()
    # Of many sent at once, these were counted after the one that reached the limit.
    for limit, row in rows:
        _refuse_if_blocked(limit, row, at, already=1)
    return {limit.name: int(row.count) for limit, row in rows}


def give_back(*attempts: Attempt) -> None:
    """An attempt that turned out right was not one: forget it, in the caller's transaction."""
    # One by one, in the order in which they were counted: two requests then never wait for each other.
    for limit, who in attempts:
        db.session.execute(
            update(AttemptCounter)
            .where(AttemptCounter.key == key_of(limit, who), AttemptCounter.count > 0)
            .values(count=AttemptCounter.count - 1)
        )


def forget(*attempts: Attempt) -> None:
    """Start afresh, in the caller's transaction."""
    for limit, who in attempts:
        db.session.execute(delete(AttemptCounter).where(AttemptCounter.key == key_of(limit, who)))


def key_of(limit: Limit, who: str) -> str:
    """The name under which a counter is kept; it tells nothing of who or what it concerns."""
    return f"{limit.name}:{keyed('throttle', who)[:40]}"


def locked(limit: Limit, keys: Collection[str]) -> set[str]:
    """Which of these counters of a limit let nothing through at present."""
    at, asked = now(), sorted(keys)
    reached = (AttemptCounter.blocked_until > at) | (AttemptCounter.count >= limit.allowed)
    return {
        key
        for start in range(0, len(asked), _AT_ONCE)
        for key in db.session.scalars(
            select(AttemptCounter.key).where(
                AttemptCounter.key.in_(asked[start : start + _AT_ONCE]), AttemptCounter.window_ends_at > at, reached
            )
        )
    }


def forget_keys(keys: Collection[str]) -> None:
    """Start afresh, in the caller's transaction, for counters known by their names."""
    db.session.execute(delete(AttemptCounter).where(AttemptCounter.key.in_(sorted(keys))))


def made(limit: Limit, who: str) -> int:
    """How many attempts stand in the present window."""
    row = _row(limit, who)
    return row.count if row and row.window_ends_at > now() else 0


def purge() -> int:
    """Delete the counters whose window is over; returns how many there were."""
    result: Any = db.session.execute(delete(AttemptCounter).where(AttemptCounter.window_ends_at < now()))
    return int(result.rowcount)


def network_of(address: str | None) -> str:
    """What stands for a visitor's address: an IPv6 subscriber owns a whole /64."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        return parsed.ipv4_mapped.compressed if parsed.ipv4_mapped else f"{parsed.exploded[:19]}::/64"
    return parsed.compressed


def _refuse_if_blocked(limit: Limit, row: Any, at: datetime, *, already: int) -> None:
    """`already` is 1 when the row counts the very attempt that is judged."""
    if row is None or row.window_ends_at <= at:
        return
    if row.count - already >= limit.allowed:
        raise TooManyAttempts(limit, row.window_ends_at)
    if row.blocked_until and row.blocked_until > at:
        raise TooManyAttempts(limit, row.blocked_until)


_COLUMNS = (AttemptCounter.count, AttemptCounter.window_ends_at, AttemptCounter.blocked_until)


def _row(limit: Limit, who: str) -> Any:
    return db.session.execute(select(*_COLUMNS).where(AttemptCounter.key == key_of(limit, who))).one_or_none()


def _count(limit: Limit, who: str, at: datetime) -> Any:
    """Count one more; returns the row, with the lock that stood before this attempt set its own."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    over = AttemptCounter.window_ends_at <= at
    statement = (
        insert(AttemptCounter)
        .values(key=key_of(limit, who), count=1, window_ends_at=at + limit.window)
        .on_conflict_do_update(
            index_elements=[AttemptCounter.key],
            set_={
                "count": case((over, 1), else_=AttemptCounter.count + 1),
                "window_ends_at": case((over, at + limit.window), else_=AttemptCounter.window_ends_at),
                "blocked_until": case((over, null()), else_=AttemptCounter.blocked_until),
            },
        )
        .returning(*_COLUMNS)
    )
    row: Any = db.session.execute(statement).one()
    if lock := limit.lock(row.count):
        blocked = update(AttemptCounter).where(AttemptCounter.key == key_of(limit, who)).values(blocked_until=at + lock)
        db.session.execute(blocked)
    return row
