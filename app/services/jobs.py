"""Long work: asked for by a page, done one at a time by a process of its own, begun again when it was killed.

Whatever a work does, it can be begun again: it commits as it goes, and finds what is done already. How far it has come
is told beside the database, so that telling it waits for nobody.
"""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import settings
from app.clock import now
from app.database import reading
from app.extensions import db
from app.models import Job, JobState, StaffRight, User
from app.services import audit, files
from app.traces import trace

ATTEMPTS = 3
KEPT = timedelta(days=7)
TOLD_EVERY = 0.3
OPEN = (JobState.WAITING, JobState.RUNNING)


class Refused(ValueError):
    """The work cannot be done; the message, in French, says why and how to mend."""


class Stopped(BaseException):
    """The portal is leaving: the work stays as it is, and is begun again when the portal is back."""


@dataclass(frozen=True)
class Progress:
    """What a work is doing, in French, and how far it has come; a total of 0 is not known yet."""

    step: str = ""
    done: int = 0
    total: int = 0

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0


Tell = Callable[[str, int, int], None]
"""Told by a work as it goes: the step in French, how many are done, how many in all."""


@dataclass(frozen=True)
class Outcome:
    """What a work leaves behind: facts for the page that shows it; a file, by its key."""

    result: dict[str, Any] = field(default_factory=dict)
    file_key: str | None = None


@dataclass(frozen=True)
class Work:
    """A kind of work: what agents call it, the right it asks for, what does it, and what its file is called.

    What `run` wrote last, and did not commit, is kept with the end of the work, or not at all when it was given up. A
    file that opens doors is saved by who gave a code lately.
    """

    label: str
    right: StaffRight
    run: Callable[[Job, Tell], Outcome]
    file_name: str = ""
    mimetype: str = "application/pdf"
    opens_doors: bool = False


def ask(kind: str, agent: User, **facts: Any) -> Job:
    """Have a work done as soon as possible."""
    job = Job(kind=kind, created_by_id=agent.id, facts=facts)
    db.session.add(job)
    db.session.flush()
    audit.record("job.asked", actor=agent, kind=kind, job=job.public_id)
    return job


def find(public_id: str) -> Job | None:
    return db.session.scalars(select(Job).where(Job.public_id == public_id)).one_or_none()


def latest(kind: str, count: int = 5) -> list[Job]:
    """The last works of a kind, the newest first."""
    return list(db.session.scalars(select(Job).where(Job.kind == kind).order_by(Job.id.desc()).limit(count)))


def open_of(kind: str) -> list[Job]:
    """The works of a kind that wait or are under way, the oldest first."""
    return list(db.session.scalars(select(Job).where(Job.kind == kind, Job.state.in_(OPEN)).order_by(Job.id)))


def cancel(agent: User, job: Job) -> bool:
    """Give up a work that waits or is under way; False when it is over already."""
    if job.state.is_over:
        return False
    job.state, job.finished_at = JobState.CANCELLED, now()
    audit.record("job.cancelled", actor=agent, kind=job.kind, job=job.public_id)
    return True


def progress(job: Job) -> Progress:
    """How far a work has come."""
    try:
        return Progress(**json.loads(_progress_path(job.public_id).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Progress()


def is_waiting() -> bool:
    """Whether something is to be done; a work that was under way counts, since it may have been killed."""
    waiting = select(Job.id).where(Job.state.in_(OPEN)).limit(1)
    found = db.session.scalar(waiting) is not None
    db.session.rollback()
    return found


def run_waiting(works: Mapping[str, Work]) -> int:
    """Do what waits, the oldest first; nothing when another process does. Returns how many works were done."""
    done = 0
    with _alone() as alone:
        while alone and (job := _take(works)):
            _do(job, works[job.kind])
            done += 1
    return done


def purge() -> int:
    """Forget old works and the files they wrote; returns how many."""
    old = list(db.session.scalars(select(Job).where(Job.created_at < now() - KEPT)))
    for job in old:
        if job.file_key:
            files.forget(job.file_key)
        _progress_path(job.public_id).unlink(missing_ok=True)
        db.session.delete(job)
    return len(old)


def _take(works: Mapping[str, Work]) -> Job | None:
    # This process is older than the settings that agents changed meanwhile.
    settings.current().follow()
    job = db.session.scalars(select(Job).where(Job.state.in_(OPEN)).order_by(Job.id).limit(1)).one_or_none()
    if job is None:
        db.session.rollback()
        return None
    job.attempts += 1
    known = job.kind in works
    if job.attempts > ATTEMPTS or not known:
        _end(job, JobState.FAILED, {"refusal": "Ce travail a été interrompu plusieurs fois : il est abandonné."})
        return _take(works)
    job.state = JobState.RUNNING
    db.session.commit()
    return job


def _do(job: Job, work: Work) -> None:
    identifier, public_id = job.id, job.public_id
    try:
        _succeed(identifier, work.run(job, _teller(identifier, public_id)))
    except Refused as refusal:
        _fail(identifier, str(refusal))
    except Exception as error:
        current_app.logger.error("work %s failed\n%s", public_id, trace(error))  # noqa: TRY400
        _fail(identifier, "Une erreur est survenue de notre côté : le travail n’a pas été mené à bout.")
        if current_app.testing:
            raise


def _succeed(identifier: int, outcome: Outcome) -> None:
    job = db.session.get_one(Job, identifier, populate_existing=True, with_for_update=True)
    if job.state is JobState.CANCELLED:
        db.session.rollback()
        if outcome.file_key:
            files.forget(outcome.file_key)
        return
    job.file_key = outcome.file_key
    _end(job, JobState.DONE, outcome.result)


def _fail(identifier: int, why: str) -> None:
    db.session.rollback()
    job = db.session.get_one(Job, identifier)
    if job.state is JobState.CANCELLED:
        db.session.rollback()
    else:
        _end(job, JobState.FAILED, {"refusal": why})


def _end(job: Job, state: JobState, result: dict[str, Any]) -> None:
    job.state, job.result, job.finished_at = state, result, now()
    db.session.commit()


def _teller(identifier: int, public_id: str) -> Tell:
    """Tells at most a few times a second; notices meanwhile that the portal left, or that the work was given up."""
    parent, told = os.getppid(), 0.0
    path = _progress_path(public_id)
    path.parent.mkdir(parents=True, exist_ok=True)

    def tell(step: str, done: int, total: int) -> None:
        nonlocal told
        if os.getppid() != parent:
            raise Stopped
        if time.monotonic() - told < TOLD_EVERY and done < total:
            return
        told = time.monotonic()
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps(asdict(Progress(step, done, total))), encoding="utf-8")
        draft.replace(path)
        if _is_cancelled(identifier):
            raise Refused("Travail annulé.")

    return tell


def _is_cancelled(identifier: int) -> bool:
    """Asked beside the work's own transaction, which may be under way."""
    with reading(), Session(db.engine) as aside:
        return aside.scalar(select(Job.state).where(Job.id == identifier)) is JobState.CANCELLED


def _progress_path(public_id: str) -> Path:
    return Path(current_app.instance_path) / "jobs" / f"{public_id}.json"


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other process is at work; the system lets go of the lock when a process is killed."""
    folder = Path(current_app.instance_path) / "jobs"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
