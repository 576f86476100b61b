"""What people write to the association through the contact form."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.models.base import Base


class ContactMessage(Base):
    __tablename__ = "contact_message"
    __table_args__ = (
        Index("ix_contact_message_handled_at_at", "handled_at", "at"),
        {"info": {"company_door": "company_id", "append_only": True}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # CT-2027-0088
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id", ondelete="SET NULL"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(40))
    # As the person wrote it, for whoever is not attached to it.
    company_name: Mapped[str | None] = mapped_column(String(160))
    body: Mapped[str] = mapped_column(Text)
    file_key: Mapped[str | None] = mapped_column(String(64))
    file_name: Mapped[str | None] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    # When an agent said that nothing is left to do about it, and who.
    handled_at: Mapped[datetime | None]
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
