"""A member company (entreprise adhérente) of the association."""

from datetime import date, datetime
from zlib import crc32

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import today
from app.models.base import Base, new_public_id

HUES = 8


class Company(Base):
    __tablename__ = "company"
    __table_args__ = ({"info": {"company_door": "id"}},)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(10), unique=True, default=new_public_id)
    member_code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    search: Mapped[str] = mapped_column(String(300), default="", index=True)
    siret: Mapped[str | None] = mapped_column(String(14), index=True)
    naf: Mapped[str | None] = mapped_column(String(5))
    address: Mapped[str | None] = mapped_column(String(160))
    address_extra: Mapped[str | None] = mapped_column(String(160))
    postcode: Mapped[str | None] = mapped_column(String(10))
    city: Mapped[str | None] = mapped_column(String(80))
    # Without accents nor capitals, as lists are sorted.
    city_sort: Mapped[str] = mapped_column(String(80), default="")
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    # The n° télédéclarant is the company's enrolment secret: only its keyed digest is kept.
    declarant_digest: Mapped[str | None] = mapped_column(String(64))
    # The one that the company disowned: no import may bring it back.
    declarant_retired: Mapped[str | None] = mapped_column(String(64))
    declarant_is_weak: Mapped[bool] = mapped_column(default=False)
    declarant_issued_at: Mapped[datetime | None]

    @property
    def has_left(self) -> bool:
        """Whether the company is no longer a member of the association."""
        return self.left_on is not None and self.left_on <= today()

    @property
    def initials(self) -> str:
        return initials_of(self.name)

    @property
    def hue(self) -> int:
        return hue_of(self.public_id)


def initials_of(name: str) -> str:
    """« BOULANGERIE LE GALL » → « BL »."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0] for word in words[:2]).upper() or "?"


def hue_of(public_id: str) -> int:
    """One of the fixed hues that help tell two open companies apart; never the only cue."""
    return crc32(public_id.encode()) % HUES
