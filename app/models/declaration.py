"""The annual declaration of headcounts (déclaration annuelle des effectifs, art. D. 4622-22) and its campaign."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.models.base import Base, one_of
from app.models.employee import FollowUp


class Campaign(Base):
    """A year's campaign: its dates, and the tariff as app/services/tariff_reading.py reads it."""

    __tablename__ = "campaign"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    # Employees present on this day count.
    reference_on: Mapped[date]
    opens_on: Mapped[date]
    # After this day a declaration is late; after the closing day it is refused.
    due_on: Mapped[date]
    closes_on: Mapped[date]
    tariff: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    # What members read above their declaration, in Markdown.
    intro: Mapped[str | None] = mapped_column(Text)
    # When an agent opened it and had its letter sent.
    opened_at: Mapped[datetime | None]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    # Guards it against two agents changing it at once.
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012


class DeclarationState(StrEnum):
    DRAFT = "brouillon"
    SENT = "envoyee"
    REPLACED = "remplacee"

    @property
    def label(self) -> str:
        return {"brouillon": "En cours", "envoyee": "Envoyée", "remplacee": "Remplacée"}[self.value]


class Declaration(Base):
    """One version of a company's declaration for a year: a draft, or what was sent, which never changes again."""

    __tablename__ = "declaration"
    __table_args__ = (
        UniqueConstraint("company_id", "year", "version"),
        Index("ix_declaration_year_state", "year", "state"),
        {"info": {"company_door": "company_id"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    year: Mapped[int]
    # 1, then 2 for its first correction…
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[DeclarationState] = mapped_column(one_of(DeclarationState, 10), default=DeclarationState.DRAFT)
    # How far the draft has come, from 1 to 4, and what its steps were told.
    step: Mapped[int] = mapped_column(default=1)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    started_at: Mapped[datetime] = mapped_column(default=now)
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    updated_at: Mapped[datetime] = mapped_column(default=now)
    # What was declared, frozen when it was sent.
    si: Mapped[int | None]
    sia: Mapped[int | None]
    sir: Mapped[int | None]
    # The rest of it: entries, departures, lines of the amount, billing details.
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    net_cents: Mapped[int | None]
    gross_cents: Mapped[int | None]
    # No employee any more since this day.
    nil_since: Mapped[date | None]
    is_late: Mapped[bool] = mapped_column(default=False)
    # DE-2027-004812-K7: the number, and two characters that only the portal can compute.
    receipt: Mapped[str | None] = mapped_column(String(24), unique=True)
    sent_at: Mapped[datetime | None]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    # As they were on that day: people change names, firms and roles.
    sent_by: Mapped[str | None] = mapped_column(String(300))
    sent_by_third_party: Mapped[bool] = mapped_column(default=False)
    # Received on paper, and typed by an agent.
    is_paper: Mapped[bool] = mapped_column(default=False)
    # An agent let the company declare again, whatever the date, and said why.
    reopened_at: Mapped[datetime | None]
    reopened_reason: Mapped[str | None] = mapped_column(String(500))
    # Guards a draft against two people saving it at once.
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012

    @property
    def total(self) -> int:
        return (self.si or 0) + (self.sia or 0) + (self.sir or 0)


class DeclaredEmployee(Base):
    """An employee named in a declaration that was sent."""

    __tablename__ = "declared_employee"
    __table_args__ = (
        Index("ix_declared_employee_employee_id", "employee_id"),
        {"info": {"company_door": "company_id"}},
    )

    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id", ondelete="CASCADE"), primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id", ondelete="CASCADE"), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), index=True)
    follow_up: Mapped[FollowUp] = mapped_column(one_of(FollowUp, 3))
