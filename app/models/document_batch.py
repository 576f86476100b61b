"""Files that an agent dropped to publish them: read, looked at, corrected, then published or given up."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.models.base import Base, new_public_id, one_of
from app.models.document import DocumentKind, DocumentState


class BatchState(StrEnum):
    """Where a batch stands; ABANDONED ones are deleted."""

    READING = "lecture"
    TO_CHECK = "a-verifier"
    PUBLISHING = "publication"
    PUBLISHED = "publie"

    @property
    def label(self) -> str:
        return {
            "lecture": "En cours de lecture",
            "a-verifier": "À vérifier",
            "publication": "En cours de publication",
            "publie": "Publié",
        }[self.value]


class FileState(StrEnum):
    """What is known of a dropped file, hence what is to be done with it."""

    UNREAD = "a-lire"
    READY = "pret"
    INCOMPLETE = "incomplet"
    UNMATCHED = "sans-adherent"
    AMBIGUOUS = "ambigu"
    SAME = "deja-publie"
    DIFFERENT = "autre-version"
    TWICE = "en-double"
    REFUSED = "refuse"
    PUBLISHED = "publie"

    @property
    def label(self) -> str:
        return {
            "a-lire": "À lire",
            "pret": "Prêt",
            "incomplet": "À compléter",
            "sans-adherent": "Sans adhérent",
            "ambigu": "Adhérent à choisir",
            "deja-publie": "Déjà publié",
            "autre-version": "Publié, fichier différent",
            "en-double": "En double dans le lot",
            "refuse": "Refusé",
            "publie": "Publié",
        }[self.value]


class DroppedAs(StrEnum):
    """What a dropped file is: a document, or what brings documents and tells about them."""

    DOCUMENT = "document"
    ARCHIVE = "archive"
    INDEX = "index"


class DocumentBatch(Base):
    __tablename__ = "document_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(10), unique=True, default=new_public_id)
    state: Mapped[BatchState] = mapped_column(one_of(BatchState, 12), default=BatchState.READING)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
    # The work that reads or publishes it; gone when works are purged.
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    # The date of documents that tell none.
    issued_on: Mapped[date | None]
    # What an agent should know of the whole: lines of documents.csv that were of no use, for example.
    remarks: Mapped[list[str]] = mapped_column(JSON, default=list)
    # People are told in the order of their number: those up to this one have been.
    told_through: Mapped[int] = mapped_column(default=0)


class DroppedFile(Base):
    """One of the files of a batch, and the document that it is to become."""

    __tablename__ = "dropped_file"
    __table_args__ = (
        Index("ix_dropped_file_batch_id_state", "batch_id", "state"),
        {"info": {"company_door": "company_id"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("document_batch.id", ondelete="CASCADE"))
    # The archive that it came in, as the agent knows it.
    archive: Mapped[str | None] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(255))
    dropped_as: Mapped[DroppedAs] = mapped_column(one_of(DroppedAs, 10), default=DroppedAs.DOCUMENT)
    # Where app/services/files.py keeps it until it is published or given up.
    file_key: Mapped[str | None] = mapped_column(String(64))
    file_size: Mapped[int] = mapped_column(default=0)
    # Of an archive: how many of its entries were taken out.
    taken_out: Mapped[int] = mapped_column(default=0)
    state: Mapped[FileState] = mapped_column(one_of(FileState, 14), default=FileState.UNREAD)
    reason: Mapped[str] = mapped_column(String(400), default="")
    # How it was told: « Factur-X », « documents.csv », « nom du fichier », « saisie ».
    told_by: Mapped[str] = mapped_column(String(60), default="")
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), index=True)
    # Companies to choose from, when it cannot be told which one it is for.
    candidates: Mapped[list[int]] = mapped_column(JSON, default=list)
    kind: Mapped[DocumentKind | None] = mapped_column(one_of(DocumentKind, 12))
    reference: Mapped[str | None] = mapped_column(String(40))
    # Whom it is about, as the business software knows them.
    employee_reference: Mapped[str | None] = mapped_column(String(40))
    issued_on: Mapped[date | None]
    due_on: Mapped[date | None]
    net_cents: Mapped[int | None]
    gross_cents: Mapped[int | None]
    payment: Mapped[DocumentState | None] = mapped_column(one_of(DocumentState, 10))
    # The agent wants it in place of the document that is published.
    replaces: Mapped[bool] = mapped_column(default=False)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id", ondelete="SET NULL"), index=True)
    # Whether people are to be told of it: not when it was published before, in the same words.
    is_news: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__: dict[str, Any] = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_settled(self) -> bool:
        """Whether nothing can be changed about it any more."""
        return self.state in (FileState.REFUSED, FileState.PUBLISHED)
