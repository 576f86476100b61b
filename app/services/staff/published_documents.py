"""The documents of every member, as agents look for them and take them back."""

from functools import partial
from typing import Any, BinaryIO

from sqlalchemy import ColumnElement, Select, func, or_, select

from app.extensions import db
from app.models import Company, Document, DocumentKind, User
from app.services import audit, file_changes, files
from app.services.paging import Page
from app.services.search import patterns
from app.services.staff.paging import turn_to
from app.tenancy import all_companies

# Why a document is taken back; nothing that names anybody.
REASONS = {
    "adherent": "Publié pour le mauvais adhérent",
    "contenu": "Contenu erroné",
    "remplace": "Remplacé par un autre document",
    "doublon": "Publié deux fois",
    "annule": "Annulé par l’association",
}
_WHY = "an agent looks after the documents of every company"


def page(query: str, kind: DocumentKind | None, number: int = 1) -> Page[tuple[Document, Company]]:
    """One page of what agents publish, the latest first; searched by member, or by the number of the document."""
    found = _found(query, kind)
    with all_companies(_WHY):
        total = db.session.scalar(found.with_only_columns(func.count(), maintain_column_froms=True)) or 0
        return turn_to(number, total, partial(_read, found))


def _read(found: Select[Any], limit: int, offset: int) -> list[tuple[Document, Company]]:
    # The rest of each row is looked for once the page is known.
    wanted = found.order_by(Document.id.desc()).limit(limit).offset(offset).subquery()
    rows = db.session.execute(
        select(Document, Company)
        .join(wanted, wanted.c.id == Document.id)
        .join(Company, Company.id == Document.company_id)
        .order_by(Document.id.desc())
    )
    return [(document, company) for document, company in rows]


def find(document_id: int) -> tuple[Document, Company] | None:
    """A document that agents publish, and its member."""
    with all_companies(_WHY):
        row = db.session.execute(
            select(Document, Company)
            .join(Company, Company.id == Document.company_id)
            .where(Document.id == document_id, _published_by_agents())
        ).one_or_none()
    return (row[0], row[1]) if row else None


def content(document: Document) -> BinaryIO | None:
    """The file of a document, to be closed by who asked; None when it has none, or it is lost."""
    try:
        return files.path(document.file_key).open("rb") if document.file_key else None
    except OSError:
        return None


def note_read(agent: User, document: Document, company: Company) -> None:
    audit.record("document.read", actor=agent, company=company, document=document.id)


def withdraw(agent: User, document: Document, company: Company, reason: str) -> None:
    """Take a document back, for one of REASONS: its member no longer sees it."""
    with all_companies(_WHY):
        audit.record(
            "document.withdrawn",
            actor=agent,
            company=company,
            document=document.id,
            kind=document.kind.value,
            reference=document.reference,
            reason=reason,
        )
        if document.file_key:
            file_changes.give_up(document.file_key)
        db.session.delete(document)


def _found(query: str, kind: DocumentKind | None) -> Select[Any]:
    found = select(Document.id).where(_published_by_agents())
    if kind:
        found = found.where(Document.kind == kind)
    if query:
        found = found.where(or_(Document.company_id.in_(_members(query)), Document.reference == query))
    return found


def _members(query: str) -> Select[int]:
    digits = "".join(filter(str.isdigit, query))
    if len(digits) == 14:
        return select(Company.id).where(Company.siret == digits)
    likes = patterns(query).values()
    # Nothing to look for finds nobody.
    named = [Company.search.like(like, escape="/") for like in likes] if likes else [Company.id.is_(None)]
    return select(Company.id).where(*named)


def _published_by_agents() -> ColumnElement[bool]:
    """Receipts come from the declarations."""
    return Document.kind != DocumentKind.RECEIPT
