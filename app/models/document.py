"""What the association publishes for a company: invoices, credit notes, attestations, receipts."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.models.base import Base, one_of


class DocumentKind(StrEnum):
    INVOICE = "FACTURE"
    CREDIT_NOTE = "AVOIR"
    RECEIPT = "RECU"
    ATTESTATION = "ATTESTATION"
    OTHER = "AUTRE"

    @property
    def label(self) -> str:
        return {
            "FACTURE": "Facture",
            "AVOIR": "Avoir",
            "RECU": "Reçu de déclaration",
            "ATTESTATION": "Attestation",
            "AUTRE": "Document",
        }[self.value]


class DocumentState(StrEnum):
    TO_PAY = "A_REGLER"
    PAID = "REGLEE"

    @property
    def label(self) -> str:
        return {"A_REGLER": "À régler", "REGLEE": "Réglée"}[self.value]


class Document(Base):
    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("company_id", "number"),
        UniqueConstraint("company_id", "kind", "reference"),
        Index("ix_document_company_id_issued_on", "company_id", "issued_on"),
        {"info": {"company_door": "company_id"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    # The document's number within its company, shown in addresses.
    number: Mapped[int]
    kind: Mapped[DocumentKind] = mapped_column(one_of(DocumentKind, 12))
    # F-2027-00412: the association's own number.
    reference: Mapped[str] = mapped_column(String(40), index=True)
    issued_on: Mapped[date]
    due_on: Mapped[date | None]
    net_cents: Mapped[int | None]
    gross_cents: Mapped[int | None]
    state: Mapped[DocumentState | None] = mapped_column(one_of(DocumentState, 10))
    # Where app/services/files.py keeps it; a receipt has none, and is written anew from its declaration.
    file_key: Mapped[str | None] = mapped_column(String(64))
    file_size: Mapped[int | None]
    declaration_id: Mapped[int | None] = mapped_column(ForeignKey("declaration.id", ondelete="CASCADE"))
    # An attestation may concern one employee.
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id", ondelete="CASCADE"))
    published_at: Mapped[datetime] = mapped_column(default=now)


class DocumentReading(Base):
    """Somebody opened a document: it is no longer new to them."""

    __tablename__ = "document_reading"
    __table_args__ = ({"info": {"company_door": "company_id", "user_door": "user_id"}},)

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
