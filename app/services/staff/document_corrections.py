"""What an agent changes about a dropped file before it is published."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import BinaryIO

from sqlalchemy import select

from app.extensions import db
from app.models import BatchState, Company, DocumentBatch, DocumentKind, DocumentState, DroppedAs, DroppedFile, User
from app.services import audit, file_changes, files
from app.services.staff import document_members
from app.services.staff.document_batches import ChangedMeanwhile
from app.services.staff.document_checks import assess, assess_twins
from app.services.staff.document_claims import AGENT
from app.tenancy import all_companies

_WHY = "an agent dispatches documents to every company"


@dataclass(frozen=True)
class Correction:
    """What the agent says of a document; amounts in cents. `replaces`: in place of the one that is published."""

    company_id: int
    kind: DocumentKind
    reference: str
    issued_on: date
    due_on: date | None = None
    net_cents: int | None = None
    gross_cents: int | None = None
    payment: DocumentState | None = None
    employee_reference: str | None = None
    replaces: bool = False


def find(batch: DocumentBatch, file_id: int) -> DroppedFile | None:
    with all_companies(_WHY):
        return db.session.scalars(
            select(DroppedFile).where(
                DroppedFile.id == file_id,
                DroppedFile.batch_id == batch.id,
                DroppedFile.dropped_as == DroppedAs.DOCUMENT,
            )
        ).one_or_none()


def is_open(batch: DocumentBatch, file: DroppedFile) -> bool:
    """Whether something can still be changed about a file."""
    return batch.state is BatchState.TO_CHECK and not file.is_settled


def member_of(file: DroppedFile) -> Company | None:
    with all_companies(_WHY):
        return db.session.get(Company, file.company_id) if file.company_id else None


def choices(file: DroppedFile) -> list[Company]:
    """The members to choose from."""
    with all_companies(_WHY):
        return list(
            db.session.scalars(select(Company).where(Company.id.in_(file.candidates or [])).order_by(Company.search))
        )


def members(query: str) -> Sequence[Company]:
    """The members that an agent may mean."""
    with all_companies(_WHY):
        return document_members.search(query)


def content(file: DroppedFile) -> BinaryIO | None:
    """The file itself, to be closed by who asked; None when it is no longer there."""
    try:
        return files.path(file.file_key).open("rb") if file.file_key else None
    except OSError:
        return None


def note_read(agent: User, batch: DocumentBatch, file: DroppedFile) -> None:
    """An agent opened a file: it may tell of somebody."""
    _note("documents.file_read", agent, batch, file)


def correct(agent: User, batch: DocumentBatch, file: DroppedFile, correction: Correction, version: int) -> None:
    """Replace what is known of a file, as it was shown in this version. Raises ChangedMeanwhile."""
    if not is_open(batch, file) or file.version != version:
        raise ChangedMeanwhile
    with all_companies(_WHY):
        for name, value in asdict(correction).items():
            setattr(file, name, value)
        file.candidates, file.told_by = [], AGENT
        db.session.flush()
        assess(file)
        assess_twins(batch.id)
        _note("documents.file_corrected", agent, batch, file)


def remove(agent: User, batch: DocumentBatch, file: DroppedFile) -> None:
    """Take a file out of its batch. Raises ChangedMeanwhile."""
    if batch.state is not BatchState.TO_CHECK:
        raise ChangedMeanwhile
    with all_companies(_WHY):
        _note("documents.file_removed", agent, batch, file)
        if file.file_key:
            file_changes.give_up(file.file_key)
        db.session.delete(file)
        assess_twins(batch.id)


def _note(action: str, agent: User, batch: DocumentBatch, file: DroppedFile) -> None:
    with all_companies(_WHY):
        audit.record(action, actor=agent, batch=batch.public_id, file=file.id)
