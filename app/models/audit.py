"""The journal: who did what to whom, when. Rows are added, never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.models.base import Base


class AuditEvent(Base):
    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_company_id_at", "company_id", "at"),
        Index("ix_audit_event_actor_id_id", "actor_id", "id"),
        Index("ix_audit_event_person_id_id", "person_id", "id"),
        Index("ix_audit_event_action_id", "action", "id"),
        Index("ix_audit_event_address_id", "address", "id"),
        {"info": {"company_door": "company_id", "append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    action: Mapped[str] = mapped_column(String(60))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id", ondelete="SET NULL"))
    # Whom it is about, when it is somebody else than who did it.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    # Where the request came from.
    address: Mapped[str | None] = mapped_column(String(45))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # Put by app/services/audit_seals.py: the place in the chain, who and what as identifiers on that day, and the seal
    # that depends on every line before it.
    rank: Mapped[int | None] = mapped_column(unique=True)
    concerned: Mapped[str | None] = mapped_column(String(60))
    seal: Mapped[str | None] = mapped_column(String(64))
