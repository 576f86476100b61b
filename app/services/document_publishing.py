"""Publishing documents for a company, and telling its people."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from typing import BinaryIO

from sqlalchemy import ColumnElement, delete, exists, func, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.mail import letters
from app.models import (
    Company,
    Document,
    DocumentKind,
    DocumentReading,
    DocumentState,
    Membership,
    MembershipStatus,
    User,
)
from app.services import document_files, file_changes, visibility
from app.services.files import Kept


@dataclass(frozen=True)
class Particulars:
    """What the association says of a document; amounts in cents."""

    issued_on: date
    due_on: date | None = None
    net_cents: int | None = None
    gross_cents: int | None = None
    state: DocumentState | None = None
    employee_id: int | None = None


# Who is told of documents, among the people of a company.
WANTS_TO_KNOW = (
    Membership.status == MembershipStatus.ACTIVE,
    User.wants_documents,
    User.activated_at.is_not(None),
    User.disabled_at.is_(None),
)


def publish(
    company_id: int, kind: DocumentKind, reference: str, particulars: Particulars, file: BinaryIO | Kept | None = None
) -> tuple[Document, bool]:
    """Publish a document, or correct the one of this kind and reference; returns it and whether it is a new one.

    Without a file, the one that is there stays. With another one than before, the document is new again to everybody,
    and what it replaces is deleted once the transaction commits. A file that was received already changes hands:
    whoever had it forgets its key. Inside a company, or `all_companies`. Raises document_files.Refused, before anything
    is written.
    """
    document = db.session.scalars(
        select(Document).where(
            Document.company_id == company_id, Document.kind == kind, Document.reference == reference
        )
    ).one_or_none()
    is_new = document is None
    if document is None:
        document = Document(company_id=company_id, number=_next_number(company_id), kind=kind, reference=reference)
    if isinstance(file, Kept):
        _hand_over(document, file)
    elif file is not None and not (document.file_key and document_files.is_the_same(file, document.file_key)):
        _attach(document, file)
    for name, value in asdict(particulars).items():
        setattr(document, name, value)
    db.session.add(document)
    db.session.flush()
    return document, is_new


def announce(company: Company, documents: Collection[Document], *, among_many: bool = False) -> int:
    """M13: tell the company's people of new documents, each of those that they may see, in one letter a person.

    `among_many`: other companies' documents follow. Who acts for several is told of all in their daily letter, whether
    they asked for one or not. Returns how many people are told.
    """
    people = db.session.execute(
        select(User, Membership.role, _acts_for_several())
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.company_id == company.id, *WANTS_TO_KNOW)
    ).all()
    told = 0
    for user, role, acts_for_several in people:
        shown = [document for document in documents if document.kind in visibility.document_kinds(role)]
        if shown:
            letters.new_documents(user, company, shown, gathered=among_many and acts_for_several)
            told += 1
    return told


def _acts_for_several() -> ColumnElement[bool]:
    """On User, and beside a membership of theirs that is active."""
    other = aliased(Membership)
    return exists().where(
        other.user_id == User.id, other.company_id != Membership.company_id, other.status == MembershipStatus.ACTIVE
    )


def _attach(document: Document, file: BinaryIO) -> None:
    kept = document_files.receive(file)
    file_changes.follow(kept.key, replaced=document.file_key)
    _renew(document, kept)


def _hand_over(document: Document, kept: Kept) -> None:
    """The file stays where it is, whatever becomes of the transaction."""
    if document.file_key:
        file_changes.give_up(document.file_key)
    _renew(document, kept)


def _renew(document: Document, kept: Kept) -> None:
    document.file_key, document.file_size = kept.key, kept.size
    if document.id:
        db.session.execute(
            delete(DocumentReading).where(
                DocumentReading.company_id == document.company_id, DocumentReading.document_id == document.id
            )
        )


def _next_number(company_id: int) -> int:
    last = db.session.scalar(select(func.max(Document.number)).where(Document.company_id == company_id))
    return (last or 0) + 1
