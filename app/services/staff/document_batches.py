"""Batches of dropped files: opened, looked at, corrected, handed to the work that publishes them, or given up."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from sqlalchemy import Select, and_, delete, func, insert, select, update

from app.clock import now
from app.extensions import db
from app.models import (
    BatchState,
    Company,
    DocumentBatch,
    DroppedAs,
    DroppedFile,
    Employee,
    FileState,
    Job,
    JobState,
    User,
)
from app.reading import readable
from app.services import audit, document_files, file_changes, files, jobs
from app.services.paging import Page
from app.services.staff.paging import page_of
from app.tenancy import all_companies

READ, PUBLISH = "documents-lecture", "documents-publication"
RECENT = 10
KEPT = timedelta(days=7)
LARGEST_INDEX = 20 * 1024 * 1024
_WHY = "an agent dispatches documents to every company"


class ChangedMeanwhile(Exception):
    """Another agent did something with this batch, or this file, since it was shown."""


@dataclass(frozen=True)
class Listed:
    """A batch as the list of batches shows it."""

    public_id: str
    created_by: str
    batch: DocumentBatch
    files: int
    published: int


def receive(name: str, content: BinaryIO) -> DroppedFile:
    """Keep a file that was sent, whatever it is; one that can be of no use says why, and is not kept."""
    dropped = DroppedFile(name=tidy_name(name))
    try:
        dropped.dropped_as, kept = _kept(dropped.name, content)
        dropped.file_key, dropped.file_size = kept.key, kept.size
    except document_files.Refused as refusal:
        dropped.dropped_as, dropped.state, dropped.reason = DroppedAs.DOCUMENT, FileState.REFUSED, str(refusal)
    return dropped


def give_back(dropped: Iterable[DroppedFile]) -> None:
    """Files that were received are not wanted after all."""
    for one in dropped:
        if one.file_key:
            files.forget(one.file_key)


def begin(agent: User, dropped: Iterable[DroppedFile], issued_on: date | None) -> Job:
    """Open a batch of these files and have it read; `issued_on` is the date of documents that tell none."""
    batch = DocumentBatch(created_by_id=agent.id, issued_on=issued_on)
    db.session.add(batch)
    db.session.flush()
    with all_companies(_WHY):
        add(batch.id, list(dropped))
    audit.record("documents.dropped", actor=agent, batch=batch.public_id)
    return _have(agent, READ, batch)


def add(batch_id: int, dropped: Sequence[DroppedFile], archive: str | None = None) -> None:
    """Write down files that were received, in one statement however many they are."""
    rows = [
        {
            "batch_id": batch_id,
            "archive": archive,
            "name": one.name,
            "dropped_as": one.dropped_as,
            "file_key": one.file_key,
            "file_size": one.file_size or 0,
            "state": one.state or FileState.UNREAD,
            "reason": one.reason or "",
        }
        for one in dropped
    ]
    if rows:
        db.session.execute(insert(DroppedFile), rows)
    for one in dropped:
        if one.file_key:
            file_changes.follow(one.file_key)


def find(public_id: str) -> DocumentBatch | None:
    return db.session.scalars(select(DocumentBatch).where(DocumentBatch.public_id == public_id)).one_or_none()


def of_job(job: Job) -> DocumentBatch | None:
    """The batch that a work is about, if it is still there."""
    return find(str(job.facts.get("batch", "")))


def work_of(batch: DocumentBatch) -> Job | None:
    """The work under way on a batch; None when there is none, or no longer."""
    job = db.session.get(Job, batch.job_id) if batch.job_id else None
    return job if job is not None and job.state in (JobState.WAITING, JobState.RUNNING) else None


def last_summary(batch: DocumentBatch) -> str:
    """What the last work on a batch has to say."""
    job = db.session.get(Job, batch.job_id) if batch.job_id else None
    return str(job.result.get("summary", "")) if job is not None else ""


def recent() -> list[Listed]:
    """The last batches, the newest first."""
    mine = select(func.count()).where(DroppedFile.batch_id == DocumentBatch.id)
    documents = mine.where(DroppedFile.dropped_as == DroppedAs.DOCUMENT)
    published = mine.where(DroppedFile.state == FileState.PUBLISHED)
    with all_companies(_WHY):
        rows = db.session.execute(
            select(
                DocumentBatch,
                User,
                documents.correlate(DocumentBatch).scalar_subquery(),
                published.correlate(DocumentBatch).scalar_subquery(),
            )
            .outerjoin(User, User.id == DocumentBatch.created_by_id)
            .order_by(DocumentBatch.id.desc())
            .limit(RECENT)
        ).all()
    return [Listed(batch.public_id, user.full_name if user else "", batch, *counts) for batch, user, *counts in rows]


def counts(batch: DocumentBatch) -> dict[FileState, int]:
    """How many documents stand where."""
    with all_companies(_WHY):
        rows = db.session.execute(_documents(batch, DroppedFile.state, func.count()).group_by(DroppedFile.state))
        found: dict[FileState, int] = {row[0]: row[1] for row in rows}
    return {state: found[state] for state in FileState if state in found}


def members_of_ready(batch: DocumentBatch) -> int:
    """How many members the documents that are ready are for."""
    ready = _documents(batch, func.count(DroppedFile.company_id.distinct())).where(DroppedFile.state == FileState.READY)
    with all_companies(_WHY):
        return db.session.scalar(ready) or 0


def page(
    batch: DocumentBatch, state: FileState | None, number: int, total: int
) -> Page[tuple[DroppedFile, Company | None, Employee | None]]:
    """A page of the documents of a batch, in the order in which they came, each with the member and employee it is for.

    `total` of them stand so.
    """
    about = (Employee.company_id == DroppedFile.company_id, Employee.reference == DroppedFile.employee_reference)
    wanted = (
        _documents(batch, DroppedFile, Company, Employee)
        .outerjoin(Company, Company.id == DroppedFile.company_id)
        .outerjoin(Employee, and_(*about))
    )
    if state:
        wanted = wanted.where(DroppedFile.state == state)
    with all_companies(_WHY):
        return page_of(wanted.order_by(DroppedFile.id), number, total, lambda *found: found)


def publish(agent: User, batch: DocumentBatch) -> Job:
    """Have the documents that are ready published; what was interrupted goes on. Raises ChangedMeanwhile."""
    _move(batch, BatchState.PUBLISHING, BatchState.TO_CHECK, BatchState.PUBLISHING)
    return _have(agent, PUBLISH, batch)


def read_again(agent: User, batch: DocumentBatch) -> Job:
    """Go on with a reading that was interrupted. Raises ChangedMeanwhile."""
    _move(batch, BatchState.READING, BatchState.READING)
    return _have(agent, READ, batch)


def abandon(agent: User, batch: DocumentBatch) -> None:
    """Forget a batch and its files; what is published stays. Raises ChangedMeanwhile."""
    job = work_of(batch)
    if job is not None and batch.state is BatchState.PUBLISHING:
        raise ChangedMeanwhile
    if job is not None:
        jobs.cancel(agent, job)
    audit.record("documents.abandoned", actor=agent, batch=batch.public_id)
    _forget(batch)


def purge() -> int:
    """Forget old batches; returns how many."""
    old = list(db.session.scalars(select(DocumentBatch).where(DocumentBatch.created_at < now() - KEPT)))
    for batch in old:
        _forget(batch)
    return len(old)


def tidy_name(name: str) -> str:
    """The name of a file as it is shown: without its folder, and nothing that nobody types."""
    tidy = readable(unicodedata.normalize("NFC", PurePosixPath(name.replace("\\", "/")).name)).strip()
    return tidy[-255:] or "sans nom"


def _kept(name: str, content: BinaryIO) -> tuple[DroppedAs, files.Kept]:
    folded = name.casefold()
    if folded.endswith(".zip") and files.kind_of(content) == "zip":
        return DroppedAs.ARCHIVE, files.keep(content, kinds=("zip",))
    if folded.endswith(".csv") and content.seek(0, 2):
        if content.tell() > LARGEST_INDEX:
            raise document_files.Refused("Le fichier CSV dépasse 20\u00a0Mo")
        return DroppedAs.INDEX, files.keep(content, kinds=None)
    return DroppedAs.DOCUMENT, document_files.receive(content)


def _documents(batch: DocumentBatch, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(DroppedFile)
        .where(DroppedFile.batch_id == batch.id, DroppedFile.dropped_as == DroppedAs.DOCUMENT)
    )


def _move(batch: DocumentBatch, to: BatchState, *before: BatchState) -> None:
    """Of two agents who press the same button, the second finds it pressed."""
    moved = db.session.execute(
        update(DocumentBatch)
        .where(
            DocumentBatch.id == batch.id,
            DocumentBatch.state == batch.state,
            DocumentBatch.state.in_(before),
            DocumentBatch.job_id.is_not_distinct_from(batch.job_id),
        )
        .values(state=to)
    )
    if moved.rowcount != 1 or work_of(batch) is not None:  # type: ignore[attr-defined]
        raise ChangedMeanwhile


def _have(agent: User, kind: str, batch: DocumentBatch) -> Job:
    job = jobs.ask(kind, agent, batch=batch.public_id)
    batch.job_id = job.id
    return job


def _forget(batch: DocumentBatch) -> None:
    with all_companies(_WHY):
        kept = select(DroppedFile.file_key).where(DroppedFile.batch_id == batch.id, DroppedFile.file_key.is_not(None))
        for key in db.session.scalars(kept).all():
            file_changes.give_up(str(key))
        db.session.execute(delete(DroppedFile).where(DroppedFile.batch_id == batch.id))
    gone = db.session.execute(delete(DocumentBatch).where(DocumentBatch.id == batch.id))
    if gone.rowcount != 1:  # type: ignore[attr-defined]
        raise ChangedMeanwhile
