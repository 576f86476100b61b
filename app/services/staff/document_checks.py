"""What stands between a dropped file and its publication."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.extensions import db
from app.formatting import day_of
from app.models import Document, DroppedFile, Employee, FileState
from app.services import document_files, files
from app.services.staff import document_members
from app.services.staff.document_claims import Claim, told_by

_NEEDED = {"kind": "le type", "reference": "le numéro", "issued_on": "la date"}
_TOLD = ("kind", "reference", "issued_on", "due_on", "net_cents", "gross_cents", "payment", "employee_reference")
_APART = (FileState.REFUSED, FileState.PUBLISHED)


def settle(file: DroppedFile, claims: Sequence[Claim], usual_day: date | None) -> None:
    """Fill a file in with what is told of it, the surest first, and say where it stands."""
    for name in _TOLD:
        said = (getattr(claim, name) for claim in claims)
        setattr(file, name, next((value for value in said if value is not None), None))
    file.issued_on = file.issued_on or usual_day
    file.told_by = told_by(claims)
    designation = document_members.designate(claims)
    file.company_id, file.candidates = designation.company_id, designation.candidates
    file.reason = designation.reason
    assess(file)


def assess(file: DroppedFile) -> None:
    """Say where a file stands, now that it is what it is."""
    if file.is_settled:
        return
    if file.company_id is None:
        file.state = FileState.AMBIGUOUS if file.candidates else FileState.UNMATCHED
        file.reason = file.reason or document_members.UNTOLD
        return
    hindrance = _incomplete(file) or _about_nobody(file) or _twice(file) or _published(file)
    file.state, file.reason = hindrance or (FileState.READY, "")


def assess_twins(batch_id: int) -> None:
    """Look again at those that repeated another file of their batch, which may have changed."""
    db.session.flush()
    repeated = select(DroppedFile).where(DroppedFile.batch_id == batch_id, DroppedFile.state == FileState.TWICE)
    for file in db.session.scalars(repeated.order_by(DroppedFile.id)).all():
        assess(file)
        db.session.flush()


def published_as(file: DroppedFile) -> Document | None:
    """The document of this member, type and number, if it is published already."""
    return db.session.scalars(
        select(Document).where(
            Document.company_id == file.company_id, Document.kind == file.kind, Document.reference == file.reference
        )
    ).one_or_none()


def employee_of(file: DroppedFile) -> int | None:
    """The employee whom the document is about, when the member has one of that reference."""
    return db.session.scalar(
        select(Employee.id).where(Employee.company_id == file.company_id, Employee.reference == file.employee_reference)
    )


def is_only_to_be_linked(file: DroppedFile, document: Document) -> bool:
    """Whether a published document keeps its file, and is now said to be about an employee."""
    return not file.replaces and _names_another_employee(file, document) and _has_its_file(document, file)


def _incomplete(file: DroppedFile) -> tuple[FileState, str] | None:
    missing = [words for name, words in _NEEDED.items() if getattr(file, name) is None]
    if missing:
        return FileState.INCOMPLETE, f"Il manque\u00a0: {', '.join(missing)}"
    if file.due_on and file.issued_on and file.due_on < file.issued_on:
        return FileState.INCOMPLETE, "L’échéance précède la date du document"
    return None


def _about_nobody(file: DroppedFile) -> tuple[FileState, str] | None:
    if file.employee_reference is None or employee_of(file) is not None:
        return None
    return (
        FileState.INCOMPLETE,
        f"Aucun salarié de cet adhérent n’a la référence «\u00a0{file.employee_reference}\u00a0»",
    )


def _twice(file: DroppedFile) -> tuple[FileState, str] | None:
    twin = db.session.scalar(
        select(DroppedFile.name)
        .where(
            DroppedFile.batch_id == file.batch_id,
            DroppedFile.id < file.id,
            DroppedFile.company_id == file.company_id,
            DroppedFile.kind == file.kind,
            DroppedFile.reference == file.reference,
            DroppedFile.state.not_in(_APART),
        )
        .limit(1)
    )
    if twin is None:
        return None
    return FileState.TWICE, f"Même adhérent, même type et même numéro que «\u00a0{twin}\u00a0»"


def _published(file: DroppedFile) -> tuple[FileState, str] | None:
    document = published_as(file)
    if document is None or file.replaces:
        return None
    when = f"Publié le {day_of(document.published_at)}"
    if document.file_key is None:
        return FileState.READY, f"{when} sans fichier\u00a0: celui-ci y sera joint"
    if _has_its_file(document, file):
        if _names_another_employee(file, document):
            return FileState.READY, f"{when} avec ce même fichier\u00a0: il sera rattaché à son salarié"
        return FileState.SAME, f"{when} avec ce même fichier"
    return FileState.DIFFERENT, f"{when} avec un autre fichier"


def _names_another_employee(file: DroppedFile, document: Document) -> bool:
    return employee_of(file) not in (None, document.employee_id)


def _has_its_file(document: Document, file: DroppedFile) -> bool:
    if not document.file_key or not file.file_key:
        return False
    try:
        with files.path(file.file_key).open("rb") as dropped:
            return document_files.is_the_same(dropped, document.file_key)
    except OSError:
        return False
