"""What is handed to the employer after a visit: the attestation of follow-up, or the opinion. Nothing medical."""

from typing import BinaryIO

from sqlalchemy import select

from app.clock import today
from app.extensions import db
from app.models import Document, DocumentKind, User
from app.services import audit, document_publishing
from app.services.document_publishing import Particulars
from app.services.staff.visits import Found
from app.tenancy import all_companies

_WHY = "an agent publishes what a visit leads to"


class NothingToHandOver(Exception):
    """The visit was not made, or what came of it is not the employer's."""


def of(found: Found) -> Document | None:
    """What was published for a visit, under the visit's own reference."""
    with all_companies(_WHY):
        return db.session.scalars(
            select(Document).where(
                Document.company_id == found.company.id,
                Document.kind == DocumentKind.ATTESTATION,
                Document.reference == found.visit.reference,
            )
        ).one_or_none()


def publish(agent: User, found: Found, file: BinaryIO) -> Document:
    """Publish or replace it, and tell the company. Raises NothingToHandOver, document_files.Refused."""
    if not found.may_have_a_document:
        raise NothingToHandOver
    before = of(found)
    key = before.file_key if before else None
    with all_companies(_WHY):
        particulars = Particulars(issued_on=today(), employee_id=found.employee.id)
        document, _ = document_publishing.publish(
            found.company.id, DocumentKind.ATTESTATION, found.visit.reference, particulars, file
        )
        audit.record(
            "visit.document_published",
            actor=agent,
            company=found.company,
            visit=found.visit.id,
            employee=found.employee.id,
            document=document.id,
        )
        if document.file_key != key:
            document_publishing.announce(found.company, [document])
        return document
