"""What agents of the association may do, and the second factor that each of them signs in with."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.models.base import Base


class StaffRight(StrEnum):
    """A part of « Espace gestion »."""

    MEMBERS = "adherents"
    DOCUMENTS = "documents"
    VISITS = "visites"
    CAMPAIGN = "campagne"
    TEXTS = "textes"
    ADMINISTRATION = "administration"

    @property
    def label(self) -> str:
        return {
            "adherents": "Entreprises, identifiants et rattachements",
            "documents": "Documents",
            "visites": "Visites et demandes",
            "campagne": "Campagne et déclarations",
            "textes": "Textes, F.A.Q. et apparence",
            "administration": "Agents, imports, réglages et journal",
        }[self.value]


class StaffMember(Base):
    """An agent's rights. A person whose profile is not « agent » has none, whatever stands here."""

    __tablename__ = "staff_member"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    words: Mapped[list[str]] = mapped_column("rights", JSON, default=list)

    @property
    def rights(self) -> frozenset[StaffRight]:
        return frozenset(right for right in StaffRight if right.value in self.words)

    @rights.setter
    def rights(self, rights: frozenset[StaffRight]) -> None:
        self.words = [right.value for right in StaffRight if right in rights]


class SecondFactor(Base):
    """A code that changes every 30 seconds (TOTP, RFC 6238). `seed` and the portal's key make its secret."""

    __tablename__ = "second_factor"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    seed: Mapped[str] = mapped_column(String(32))
    # Set by the first right code: until then, nothing asks for one.
    confirmed_at: Mapped[datetime | None]
    # The last 30 seconds whose code was used: a code opens once.
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Base):
    """What opens once in place of a code, when the phone is lost. Only its digest is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]
