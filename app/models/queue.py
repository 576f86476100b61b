"""« Déclarer l’une après l’autre » : the companies that a person chose to declare in a row."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.models.base import Base, new_public_id


class DeclarationQueue(Base):
    __tablename__ = "declaration_queue"
    __table_args__ = ({"info": {"user_door": "user_id"}},)

    public_id: Mapped[str] = mapped_column(String(10), primary_key=True, default=new_public_id)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    year: Mapped[int]
    # Public ids, in the order of the list where they were ticked.
    companies: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
