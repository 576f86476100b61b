"""What became of an employee's file, in words that its company reads. Rows are added, never changed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.models.base import Base, one_of


class EmployeeEventKind(StrEnum):
    DECLARED = "declare"
    CHANGED = "modifie"
    LEFT = "depart"
    DEPARTURE_CANCELLED = "depart-annule"
    REINSTATED = "reintegre"


class EmployeeEvent(Base):
    __tablename__ = "employee_event"
    __table_args__ = (
        Index("ix_employee_event_employee_id_at", "employee_id", "at"),
        Index("ix_employee_event_company_id_at", "company_id", "at"),
        {"info": {"company_door": "company_id", "append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id", ondelete="CASCADE"))
    kind: Mapped[EmployeeEventKind] = mapped_column(one_of(EmployeeEventKind, 16))
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    # As the person was called on that day.
    actor: Mapped[str] = mapped_column(String(300), default="")
    # Names of the fields that changed, and dates as ISO text; no personal situation.
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
