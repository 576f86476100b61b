"""Writing the journal."""

from typing import Any

from app.extensions import db
from app.models import AuditEvent, Company, User


def record(action: str, *, actor: User | None = None, company: Company | None = None, **facts: Any) -> None:
    """Add a line to the journal, in the transaction of what it tells about. Facts hold identifiers, never secrets."""
    db.session.add(
        AuditEvent(
            action=action,
            actor_id=actor.id if actor else None,
            company_id=company.id if company else None,
            facts=facts,
        )
    )
