"""A request for an appointment (demande de rendez-vous), made by a member for one of its employees."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.models.base import Base, one_of
from app.models.visit import VisitKind


class RequestState(StrEnum):
    SENT = "envoyee"
    TAKEN = "prise-en-charge"
    PROPOSED = "creneau-propose"
    PLANNED = "planifiee"
    REFUSED = "refusee"
    CANCELLED = "annulee"

    @property
    def label(self) -> str:
        return {
            "envoyee": "Envoyée",
            "prise-en-charge": "Prise en charge",
            "creneau-propose": "Créneau proposé",
            "planifiee": "Planifiée",
            "refusee": "Refusée",
            "annulee": "Annulée",
        }[self.value]

    @property
    def is_open(self) -> bool:
        """Whether an appointment is still to be found."""
        return self in (RequestState.SENT, RequestState.TAKEN, RequestState.PROPOSED)


class AppointmentRequest(Base):
    __tablename__ = "appointment_request"
    __table_args__ = (
        Index("ix_appointment_request_company_id_created_at", "company_id", "created_at"),
        Index("ix_appointment_request_employee_id_state", "employee_id", "state"),
        Index("ix_appointment_request_state_created_at", "state", "created_at"),
        Index("ix_appointment_request_created_at", "created_at"),
        {"info": {"company_door": "company_id"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id", ondelete="CASCADE"))
    # RV-2027-01433: what one says on the phone.
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[VisitKind] = mapped_column(one_of(VisitKind, 20))
    state: Mapped[RequestState] = mapped_column(one_of(RequestState, 20), default=RequestState.SENT)
    # What the type of visit asks for, by name: dates as ISO text, choices as their value. Nothing medical.
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # The day by which the law wants the visit made, when the dates given decide of one.
    latest_on: Mapped[date | None]
    # The centre that the facts wish for, to look for requests by it.
    wished_centre: Mapped[str | None] = mapped_column(String(100))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    # The agent who deals with it: nobody else acts on it without taking it over.
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    taken_at: Mapped[datetime | None]
    # The slot that the company is asked to accept, as services/slots.py writes it.
    proposal: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # Why the company would rather have another slot than the last one.
    objection: Mapped[str | None] = mapped_column(String(500))
    # Grows at each step: of two people on the same request, the second is told.
    version: Mapped[int] = mapped_column(default=1)
    # What the association answered, when it refused.
    answer: Mapped[str | None] = mapped_column(String(500))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id", ondelete="SET NULL"))
