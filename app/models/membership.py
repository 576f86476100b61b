"""The link between a person and a company (rattachement), the only way into a company's data."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.models.base import Base, one_of


class Role(StrEnum):
    MANAGER = "responsable"
    MEMBER = "utilisateur"
    THIRD_PARTY = "tiers"

    @property
    def is_third_party(self) -> bool:
        return self is Role.THIRD_PARTY

    @property
    def label(self) -> str:
        return {"responsable": "Responsable", "utilisateur": "Utilisateur", "tiers": "Tiers déclarant"}[self.value]


class MembershipStatus(StrEnum):
    PENDING = "pending"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    REMOVED = "removed"
    REFUSED = "refused"


class Membership(Base):
    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("user_id", "company_id"),
        Index("ix_membership_company_id_status", "company_id", "status"),
        Index("ix_membership_user_id_status_last_opened_at", "user_id", "status", "last_opened_at"),
        {"info": {"company_door": "company_id", "user_door": "user_id"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(one_of(Role, 12))
    status: Mapped[MembershipStatus] = mapped_column(one_of(MembershipStatus, 12), default=MembershipStatus.ACTIVE)
    # The firm's own file number for this client (référence cabinet).
    reference: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)
    # A request that only the association may grant.
    awaits_staff: Mapped[bool] = mapped_column(default=False)
    # When a manager said of a third party: « C'est bien notre prestataire ». Of somebody invited: from the first.
    recognised_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    last_opened_at: Mapped[datetime | None]
    # Opens the planning to a calendar program, without a sign-in: only the digest of the address is kept.
    calendar_digest: Mapped[str | None] = mapped_column(String(64), unique=True)

    @property
    def is_active(self) -> bool:
        return self.status is MembershipStatus.ACTIVE

    @property
    def is_invitation(self) -> bool:
        """Made by a manager, for somebody who has not come yet."""
        return self.recognised_at is not None and self.recognised_at == self.created_at and self.last_opened_at is None
