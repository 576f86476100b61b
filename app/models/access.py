"""How a person gets in: sessions kept on the server, one-time passwords, enrolment grants, attempt counters."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.models.base import Base, one_of


class UserSession(Base):
    """A signed-in browser. The cookie holds the identifier; only its SHA-256 is kept here."""

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    # Opened by a provisional password: reaches the choice of a personal one, and nothing else.
    must_choose_password: Mapped[bool] = mapped_column(default=False)
    # An agent's browser opens nothing until a code was given in this session.
    second_factor_at: Mapped[datetime | None]
    # The company whose space an agent is looking at, as its members see it.
    viewing_id: Mapped[int | None] = mapped_column(ForeignKey("company.id", ondelete="SET NULL"))
    viewing_since: Mapped[datetime | None]


class ProvisionalKind(StrEnum):
    FIRST = "first"
    RESET = "reset"


class ProvisionalPassword(Base):
    """A one-time password that was mailed. Its clear text was never stored anywhere."""

    __tablename__ = "provisional_password"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ProvisionalKind] = mapped_column(one_of(ProvisionalKind, 8))
    password_hash: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    # Used, or replaced by a later one: either way it opens nothing any more.
    spent_at: Mapped[datetime | None]


class EnrolmentGrant(Base):
    """What a right code adhérent + n° télédéclarant opens for half an hour: one account, or one company added."""

    __tablename__ = "enrolment_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    # What the form said, kept so that a mistyped address can be corrected without typing everything again.
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    registered_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    registrations: Mapped[int] = mapped_column(default=0)
    # Found while guessing was under way: what it opens waits for the association's agreement.
    guarded: Mapped[bool] = mapped_column(default=False)


class AttemptCounter(Base):
    """How often something limited was tried, under a keyed digest of who or what it concerns."""

    __tablename__ = "attempt_counter"
    __table_args__ = (Index("ix_attempt_counter_window_ends_at", "window_ends_at"),)

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    window_ends_at: Mapped[datetime]
    blocked_until: Mapped[datetime | None]


class EmailChange(Base):
    """A new e-mail address that waits for whoever reads it to follow the link; only the link's digest is kept."""

    __tablename__ = "email_change"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
