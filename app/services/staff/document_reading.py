"""The work that reads a batch: archives are opened, then each file is looked at, one after the other.

Files are opened and understood while no transaction is under way: nobody waits for that.
"""

from collections.abc import Sequence
from itertools import islice
from tempfile import TemporaryFile
from typing import Any

from flask import current_app
from sqlalchemy import Select, func, select

from app.database import reading
from app.extensions import db
from app.formatting import plural, sentence
from app.models import BatchState, DocumentBatch, DroppedAs, DroppedFile, FileState, Job
from app.services import archives, document_files, factur_x, file_changes, files
from app.services.archives import Archive, Limits, Member
from app.services.jobs import Outcome, Refused, Tell
from app.services.staff import document_batches, document_claims, document_index
from app.services.staff.document_checks import settle
from app.services.staff.document_claims import Claim
from app.services.staff.document_index import Index
from app.tenancy import all_companies

AT_ONCE = 20
# Each file says for itself that it is too large.
LIMITS = Limits(entries=5_000, largest=2 << 30, total=2 << 30, ratio=100)
NESTED = "Une archive dans une archive n’est pas ouverte\u00a0: déposez-la à part"
DAMAGED = "Ce fichier est abîmé dans l’archive"
LOST = "Le fichier n’est plus là\u00a0: déposez-le à nouveau"


def read(job: Job, tell: Tell) -> Outcome:
    """Read a batch, from where it was left if it was interrupted."""
    with all_companies("an agent dispatches documents to every company"):
        batch = document_batches.of_job(job)
        if batch is None or batch.state is not BatchState.READING:
            raise Refused("Ce lot a été abandonné.")
        while archive := _next_archive(batch):
            _open(archive, tell)
        index = _index(batch)
        _look_at_all(batch, index, tell)
        total = db.session.scalar(_of(batch, func.count())) or 0
        batch.state, batch.remarks = BatchState.TO_CHECK, [*batch.remarks, *index.remarks]
        db.session.commit()
    return Outcome({"summary": f"{plural(total, 'document lu', 'documents lus')}."})


def _next_archive(batch: DocumentBatch) -> DroppedFile | None:
    waiting = select(DroppedFile).where(
        DroppedFile.batch_id == batch.id,
        DroppedFile.dropped_as == DroppedAs.ARCHIVE,
        DroppedFile.state == FileState.UNREAD,
    )
    with reading():
        archive = db.session.scalars(waiting.order_by(DroppedFile.id).limit(1)).one_or_none()
        # Read, then let go: what follows takes its time.
        db.session.commit()
    return archive


def _open(archive: DroppedFile, tell: Tell) -> None:
    """Take out what an archive holds; then it is of no use any more."""
    try:
        with archives.opened(files.path(str(archive.file_key)), LIMITS) as inside:
            _take_out(archive, inside, tell)
    except (archives.Refused, FileNotFoundError) as refusal:
        archive.state, archive.dropped_as = FileState.REFUSED, DroppedAs.DOCUMENT
        archive.reason = sentence(str(refusal)) if isinstance(refusal, archives.Refused) else LOST
    else:
        db.session.delete(archive)
    file_changes.give_up(str(archive.file_key))
    archive.file_key = None
    db.session.commit()


def _take_out(archive: DroppedFile, inside: Archive, tell: Tell) -> None:
    total = len(inside.members)
    members = iter(inside.members[archive.taken_out :])
    while some := list(islice(members, AT_ONCE)):
        received = [_received(inside, member) for member in some]
        document_batches.add(archive.batch_id, received, archive.name)
        archive.taken_out += len(some)
        db.session.commit()
        tell("Ouverture de l’archive", archive.taken_out, total)


def _received(inside: Archive, member: Member) -> DroppedFile:
    if member.name.casefold().endswith(".zip"):
        return _refused(member, NESTED)
    if member.size > document_files.LARGEST:
        return _refused(member, document_files.TOO_LARGE)
    with TemporaryFile(dir=current_app.instance_path) as content:
        try:
            inside.copy(member, content)
        except archives.Refused:
            return _refused(member, DAMAGED)
        received = document_batches.receive(member.name, content)
    # The path tells files of the same name apart, and documents.csv names it.
    received.name = member.path[-255:]
    return received


def _refused(member: Member, why: str) -> DroppedFile:
    return DroppedFile(name=member.path[-255:], dropped_as=DroppedAs.DOCUMENT, state=FileState.REFUSED, reason=why)


def _index(batch: DocumentBatch) -> Index:
    with reading():
        keys = db.session.scalars(
            select(DroppedFile.file_key)
            .where(DroppedFile.batch_id == batch.id, DroppedFile.dropped_as == DroppedAs.INDEX)
            .order_by(DroppedFile.id)
        ).all()
        names = db.session.scalars(_of(batch, DroppedFile.name)).all() if keys else []
        db.session.commit()
    return document_index.read([str(key) for key in keys if key], list(names))


def _look_at_all(batch: DocumentBatch, index: Index, tell: Tell) -> None:
    unread = _of(batch, DroppedFile).where(DroppedFile.state == FileState.UNREAD)
    with reading():
        total = db.session.scalar(_of(batch, func.count())) or 0
        left = db.session.scalar(_of(batch, func.count()).where(DroppedFile.state == FileState.UNREAD)) or 0
        db.session.commit()
    while left:
        with reading():
            some = db.session.scalars(unread.order_by(DroppedFile.id).limit(AT_ONCE)).all()
            db.session.commit()
        told = [_claims(file, index) for file in some]
        _write_down(batch, some, told)
        left -= len(some)
        tell("Lecture des documents", total - left, total)


def _claims(file: DroppedFile, index: Index) -> list[Claim]:
    """What is told of a file, the surest first."""
    invoice = None
    try:
        with files.path(str(file.file_key)).open("rb") as content:
            invoice = factur_x.read(content)
    except OSError:
        file.state, file.reason = FileState.REFUSED, LOST
    claims = [
        document_claims.of_invoice(invoice) if invoice else None,
        index.of(file.name),
        document_claims.of_name(file.name),
    ]
    return [claim for claim in claims if claim]


def _write_down(batch: DocumentBatch, some: Sequence[DroppedFile], told: Sequence[list[Claim]]) -> None:
    for file, claims in zip(some, told, strict=True):
        if file.state is FileState.UNREAD:
            settle(file, claims, batch.issued_on)
            db.session.flush()
    db.session.commit()


def _of(batch: DocumentBatch, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(DroppedFile)
        .where(DroppedFile.batch_id == batch.id, DroppedFile.dropped_as == DroppedAs.DOCUMENT)
    )
