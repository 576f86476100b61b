"""Visits that the association plans and has made, and what members say of them. Never a medical word."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.models.base import Base, one_of


class VisitKind(StrEnum):
    """Types of visits (Code du travail, art. R. 4624-10 to R. 4624-34 and L. 4624-2-2)."""

    HIRING = "EMBAUCHE"
    APTITUDE = "APTITUDE"
    PERIODIC = "PERIODIQUE"
    INTERMEDIATE = "INTERMEDIAIRE"
    RETURN = "REPRISE"
    BEFORE_RETURN = "PREREPRISE"
    EMPLOYER = "DEMANDE_EMPLOYEUR"
    EMPLOYEE = "DEMANDE_SALARIE"
    PHYSICIAN = "DEMANDE_MEDECIN"
    MID_CAREER = "MI_CARRIERE"
    AFTER_EXPOSURE = "POST_EXPOSITION"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_the_employee_s_own(self) -> bool:
        """The employer only learns of it if the employee agrees (art. R. 4624-29 and R. 4624-34)."""
        return self in (VisitKind.BEFORE_RETURN, VisitKind.EMPLOYEE)


_LABELS = {
    VisitKind.HIRING: "Visite d’embauche",
    VisitKind.APTITUDE: "Examen médical d’aptitude",
    VisitKind.PERIODIC: "Visite périodique",
    VisitKind.INTERMEDIATE: "Visite intermédiaire",
    VisitKind.RETURN: "Visite de reprise",
    VisitKind.BEFORE_RETURN: "Visite de préreprise",
    VisitKind.EMPLOYER: "Visite à la demande de l’employeur",
    VisitKind.EMPLOYEE: "Visite à la demande du salarié",
    VisitKind.PHYSICIAN: "Visite à la demande du médecin du travail",
    VisitKind.MID_CAREER: "Visite de mi-carrière",
    VisitKind.AFTER_EXPOSURE: "Visite post-exposition",
}


class VisitState(StrEnum):
    PLANNED = "PLANIFIEE"
    DONE = "REALISEE"
    ABSENT = "ABSENTE"
    EXCUSED = "EXCUSEE"
    CANCELLED = "ANNULEE"

    @property
    def label(self) -> str:
        return {
            "PLANIFIEE": "Confirmée",
            "REALISEE": "Réalisée",
            "ABSENTE": "Absent(e)",
            "EXCUSEE": "Excusé(e)",
            "ANNULEE": "Annulée",
        }[self.value]


class Centre(Base):
    """A place where the association receives people (centre)."""

    __tablename__ = "centre"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    address: Mapped[str | None] = mapped_column(String(200))


class Visit(Base):
    """A visit planned or past. Days and hours are those of Paris, as they are told to people."""

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("company_id", "number"),
        Index("ix_visit_company_id_day", "company_id", "day"),
        Index("ix_visit_employee_id_company_id_day", "employee_id", "company_id", "day"),
        Index("ix_visit_day", "day"),
        {"info": {"company_door": "company_id"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id", ondelete="CASCADE"))
    # The visit's number within its company, shown in addresses.
    number: Mapped[int]
    # The key of the association's business software.
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[VisitKind] = mapped_column(one_of(VisitKind, 20))
    state: Mapped[VisitState] = mapped_column(one_of(VisitState, 12), default=VisitState.PLANNED)
    day: Mapped[date]
    at: Mapped[time | None]
    minutes: Mapped[int | None]
    centre: Mapped[str | None] = mapped_column(String(100))
    centre_address: Mapped[str | None] = mapped_column(String(200))
    professional: Mapped[str | None] = mapped_column(String(100))
    # Kept from the company unless the employee agrees: queries leave it out, so no page can show it.
    is_confidential: Mapped[bool] = mapped_column(default=False)
    # Grows at each change, for calendars (RFC 5545, SEQUENCE).
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(default=now)


class NoticeKind(StrEnum):
    ABSENCE = "absence"
    RESCHEDULE = "report"


class NoticeDecision(StrEnum):
    """What the association made of it."""

    MOVED = "deplacee"
    KEPT = "maintenue"
    EXCUSED = "excusee"
    ABSENT = "absente"
    # An agent called the visit off.
    CALLED_OFF = "annulee"

    @property
    def label(self) -> str:
        return {
            "deplacee": "Rendez-vous déplacé",
            "maintenue": "Rendez-vous maintenu",
            "excusee": "Absence excusée",
            "absente": "Absence non excusée",
            "annulee": "Rendez-vous annulé",
        }[self.value]


class VisitNotice(Base):
    """What a member said of a planned visit: the employee will not come, or another day is asked for."""

    __tablename__ = "visit_notice"
    __table_args__ = (
        Index("ix_visit_notice_visit_id", "visit_id"),
        Index("ix_visit_notice_company_id_created_at", "company_id", "created_at"),
        Index("ix_visit_notice_handled_at_created_at", "handled_at", "created_at"),
        {"info": {"company_door": "company_id"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"))
    kind: Mapped[NoticeKind] = mapped_column(one_of(NoticeKind, 10))
    reason: Mapped[str] = mapped_column(String(40))
    comment: Mapped[str | None] = mapped_column(String(500))
    # Past the free limit: the fee was shown, and acknowledged.
    is_late: Mapped[bool] = mapped_column(default=False)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    handled_at: Mapped[datetime | None]
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    decision: Mapped[NoticeDecision | None] = mapped_column(one_of(NoticeDecision, 10))
    # What the association says of it to the company.
    answer: Mapped[str | None] = mapped_column(String(500))


# One of a kind waits at a time; once it was dealt with, there may be another.
_WAITS = VisitNotice.handled_at.is_(None)
Index(
    "uq_visit_notice_waiting",
    VisitNotice.visit_id,
    VisitNotice.kind,
    unique=True,
    sqlite_where=_WAITS,
    postgresql_where=_WAITS,
)
