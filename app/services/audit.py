"""Writing the journal, and forgetting it in time."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, insert, literal, select

from app.clock import now
from app.extensions import db
from app.models import AuditEvent, Company, User
from app.reading import visitor_address
from app.tenancy import all_companies

# Twelve months (CNIL, délibération 2021-122: six to twelve).
KEPT = timedelta(days=365)


def record(
    action: str,
    *,
    actor: User | None = None,
    company: Company | None = None,
    person: User | None = None,
    **facts: Any,
) -> None:
    """Add a line to the journal, in the transaction of what it tells about. Facts hold identifiers, never secrets.

    `person` is whom it is about. Where the request came from is noted by itself.
    """
    db.session.add(
        AuditEvent(
            action=action,
            actor_id=actor.id if actor else None,
            company_id=company.id if company else None,
            person_id=person.id if person else None,
            address=visitor_address(),
            facts=facts,
        )
    )


def record_each(action: str, actor_id: int | None, company_ids: Sequence[int], **facts: Any) -> None:
    """The same line for many companies at once, by one statement."""
    line = {"action": action, "actor_id": actor_id, "address": visitor_address(), "facts": facts}
    columns: Any = AuditEvent.__table__.columns
    same = [literal(value, columns[name].type) for name, value in line.items()]
    companies = select(Company.id, *same).where(Company.id.in_(company_ids)).order_by(Company.id)
    db.session.execute(insert(AuditEvent).from_select(["company_id", *line], companies))


def purge() -> int:
    """Delete the lines that are older than the law lets them be, and say up to where; returns how many."""
    with all_companies("the journal of everybody grows old"):
        old = AuditEvent.at < now() - KEPT
        to = db.session.scalar(select(func.max(AuditEvent.rank)).where(old))
        # Sealed lines go in the order of the chain, so that no hole is left.
        gone = AuditEvent.rank.is_(None) & old
        result: Any = db.session.execute(
            delete(AuditEvent).where(gone if to is None else gone | (AuditEvent.rank <= to))
        )
    if to is not None:
        record("journal.purged", to=to, lines=int(result.rowcount))
    return int(result.rowcount)
