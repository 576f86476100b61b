"""What makes a send happen once, and gives it a number that people can dictate."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.models.base import Base


class SentForm(Base):
    """A form that was sent and done: sent again, by a double click, it leads to the same page."""

    __tablename__ = "sent_form"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    url: Mapped[str | None] = mapped_column(String(300))
    at: Mapped[datetime] = mapped_column(default=now, index=True)


class Numbering(Base):
    """The last number given in a series (RV, DE, CT) in a year."""

    __tablename__ = "numbering"

    series: Mapped[str] = mapped_column(String(4), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class RegularRun(Base):
    """Something regular that was done for a given slot: « rappels », 2027-01-24. Two workers never do it twice."""

    __tablename__ = "regular_run"

    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    slot: Mapped[str] = mapped_column(String(30), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
