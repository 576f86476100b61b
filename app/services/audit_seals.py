"""Sealing the journal: each line carries a keyed digest of itself and of the line before, so that an edit shows.

The key is not in the database: who can write there can neither change a line, nor take one out, nor add one between
two others, without `verify` saying where. Accounts that are deleted leave their identifier in what was sealed.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from app.clock import now
from app.extensions import db
from app.models import AuditEvent
from app.services.digests import keyed
from app.tenancy import all_companies

# Lines of transactions that are still under way have smaller numbers and come later: wait for them.
SEALED_AFTER = timedelta(minutes=2)
BATCH = 500
PURGED = "journal.purged"


@dataclass(frozen=True)
class Verdict:
    """What a verification found: how many sealed lines were read, and the number of the first that is wrong, if any."""

    lines: int
    broken_at: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None


def seal_due() -> int:
    """Seal the lines that are old enough; returns how many. One process does it: the one that keeps the portal up."""
    sealed = 0
    while batch := _seal_some():
        sealed += batch
        db.session.commit()
    return sealed


def verify(tell: Callable[[str, int, int], None] = lambda *_: None) -> Verdict:
    """Read the whole chain again, in bounded memory."""
    with all_companies("the journal of everybody is verified"):
        total = db.session.scalar(select(func.count()).where(AuditEvent.rank.is_not(None))) or 0
        purged_to = _purged_to()
        read, before = 0, None
        last: Any = None
        while batch := _sealed_after(last.rank if last else 0):
            for event in batch:
                if not _follows(event, last, before, purged_to):
                    return Verdict(read, broken_at=event.id)
                read, last, before = read + 1, event, event.seal
            tell("Vérification du journal", read, total)
            db.session.expire_all()
    return Verdict(read)


def _follows(event: AuditEvent, last: AuditEvent | None, before: str | None, purged_to: int) -> bool:
    """Whether this line is what was sealed, right after the line before it."""
    rank = event.rank or 0
    if not _concerns_the_same(event):
        return False
    if last is None:
        # What came before was forgotten in its time, and said so; its own seal went with it.
        return rank == purged_to + 1 and (rank > 1 or event.seal == _seal(event, ""))
    return rank == (last.rank or 0) + 1 and event.seal == _seal(event, before or "")


def _concerns_the_same(event: AuditEvent) -> bool:
    """The identifiers are those that were sealed; one may be gone, with its account."""
    present = (event.actor_id, event.person_id, event.company_id)
    sealed = (event.concerned or "").split(":")
    return len(sealed) == len(present) and all(
        now_ is None or str(now_) == then for now_, then in zip(present, sealed, strict=True)
    )


def _seal_some() -> int:
    with all_companies("the journal of everybody is sealed"):
        last = db.session.execute(
            select(AuditEvent.rank, AuditEvent.seal)
            .where(AuditEvent.rank.is_not(None))
            .order_by(AuditEvent.rank.desc())
        ).first()
        rank, before = (last.rank, last.seal) if last else (_purged_to(), "")
        events = db.session.scalars(
            select(AuditEvent)
            .where(AuditEvent.rank.is_(None), AuditEvent.at < now() - SEALED_AFTER)
            .order_by(AuditEvent.id)
            .limit(BATCH)
        ).all()
        for event in events:
            rank += 1
            event.rank = rank
            event.concerned = ":".join(str(one or "") for one in (event.actor_id, event.person_id, event.company_id))
            before = event.seal = _seal(event, before or "")
    return len(events)


def _sealed_after(rank: int) -> list[AuditEvent]:
    statement = select(AuditEvent).where(AuditEvent.rank > rank).order_by(AuditEvent.rank).limit(BATCH)
    return list(db.session.scalars(statement))


def _purged_to() -> int:
    """The place of the last line that was forgotten in its time; 0 when none was."""
    facts = db.session.scalar(
        select(AuditEvent.facts).where(AuditEvent.action == PURGED).order_by(AuditEvent.id.desc()).limit(1)
    )
    return int(facts["to"]) if facts else 0


def _seal(event: AuditEvent, before: str) -> str:
    told = (event.rank, event.id, event.at.isoformat(), event.action, event.address, event.concerned, event.facts)
    return keyed("journal", before + json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":")))
