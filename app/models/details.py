"""What a company tells of itself besides its establishment: where to write, whom to bill, whom to call."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, one_of


class CompanyDetails(Base):
    """One row a company, made when somebody first tells something."""

    __tablename__ = "company_details"
    __table_args__ = ({"info": {"company_door": "company_id"}},)

    company_id: Mapped[int] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), primary_key=True)
    # Where summonses are posted; empty: to the establishment.
    summons_address: Mapped[str | None] = mapped_column(String(160))
    summons_extra: Mapped[str | None] = mapped_column(String(160))
    summons_postcode: Mapped[str | None] = mapped_column(String(10))
    summons_city: Mapped[str | None] = mapped_column(String(80))
    billing_name: Mapped[str | None] = mapped_column(String(160))
    billing_email: Mapped[str | None] = mapped_column(String(254))
    billing_address: Mapped[str | None] = mapped_column(String(160))
    billing_extra: Mapped[str | None] = mapped_column(String(160))
    billing_postcode: Mapped[str | None] = mapped_column(String(10))
    billing_city: Mapped[str | None] = mapped_column(String(80))
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime | None]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ContactKind(StrEnum):
    MANAGEMENT = "responsable"
    STAFF = "rh"
    SAFETY = "securite"
    ACCOUNTING = "comptabilite"
    OTHER = "autre"

    @property
    def label(self) -> str:
        return {
            "responsable": "Responsable",
            "rh": "Ressources humaines",
            "securite": "Santé et sécurité",
            "comptabilite": "Comptabilité",
            "autre": "Autre",
        }[self.value]


class CompanyContact(Base):
    """Somebody to call in a company. It gives no access to the portal."""

    __tablename__ = "company_contact"
    __table_args__ = (UniqueConstraint("company_id", "number"), {"info": {"company_door": "company_id"}})

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[ContactKind] = mapped_column(one_of(ContactKind, 12))
    name: Mapped[str] = mapped_column(String(160))
    job_title: Mapped[str | None] = mapped_column(String(100))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
