"""Bringing a folder of flat files into the database, in short batches that leave room for everybody else."""

import gc
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy.exc import IntegrityError, OperationalError

from app.database import reading
from app.extensions import db
from app.models import User
from app.services import audit
from app.services.exchange.batches import BATCH, Progress, batches, silently
from app.services.exchange.kinds import Kind, kinds_of
from app.services.exchange.layout import Entry, open_source
from app.services.exchange.numbers import DrawnNumbers
from app.services.exchange.plan import Plan
from app.services.exchange.rehearsal import rehearse
from app.services.exchange.report import Report
from app.tenancy import all_companies

# A line that is told to several people takes ten times as long to write.
BATCH_WITH_LETTERS = 25
# A writer who waits looks again after at most this long: a pause that follows a long write must cover it.
LONGEST_PAUSE = 0.05
ATTEMPTS = 3


@dataclass(frozen=True)
class Folder:
    """A folder whose files bear other names than those of the exchange: these names lead to them."""

    path: Path
    named: Mapping[str, Path]


class UnusableFolder(Exception):
    """There is nothing to import there; the message, in French, says why."""


def import_folder(
    folder: Path | Folder,
    *,
    strict: bool = False,
    invite: bool = False,
    notify: bool = False,
    numbers_path: Path | None = None,
    progress: Progress = silently,
    agent_id: int | None = None,
) -> Report:
    """Import the exchange files of a folder: what is new or changed is written, the rest is left alone.

    Bad lines are reported and skipped; if `strict`, one bad line and nothing is written. `invite` mails their first
    password to the accounts created; `notify` tells members of what is new to them. Numbers drawn go to `numbers_path`,
    by default a new private file of the instance folder, told in the report. Commits as it goes, after each batch:
    killed, it is called again, and goes on. The journal says which agent asked, if one did. Raises UnusableFolder.
    """
    numbers = DrawnNumbers(numbers_path)
    found = _find(folder, numbers, invite=invite, notify=notify)
    db.session.commit()
    with all_companies("import of the association's files"):
        if strict and (refusal := rehearse(found, progress)).problem_count:
            refusal.refused_as_a_whole = True
            return refusal
        report = _import(found, progress, BATCH_WITH_LETTERS if notify else BATCH)
        _sign(report, agent_id)
    report.numbers_path = numbers.path
    return report


def try_folder(folder: Path | Folder, *, progress: Progress = silently) -> Report:
    """The report that an import of this folder would give now; nothing is written. Raises UnusableFolder."""
    found = _find(folder, DrawnNumbers(), invite=False, notify=False)
    db.session.commit()
    with all_companies("what an import would change"):
        return rehearse(found, progress)


def _find(place: Path | Folder, numbers: DrawnNumbers, *, invite: bool, notify: bool) -> list[tuple[Kind, Path]]:
    """The files that are there, in reading order."""
    folder, named = (place, {}) if isinstance(place, Path) else (place.path, place.named)
    if not folder.is_dir():
        raise UnusableFolder(f"le dossier {folder} n’existe pas")
    kinds = kinds_of(folder, numbers, invite=invite, notify=notify)
    files = named or {path.name.lower(): path for path in sorted(folder.iterdir()) if path.is_file()}
    found = [(kind, files[kind.layout.file]) for kind in kinds if kind.layout.file in files]
    if not found:
        names = ", ".join(kind.layout.file for kind in kinds)
        raise UnusableFolder(f"le dossier {folder} ne contient aucun des fichiers attendus\u00a0: {names}")
    return found


def _import(found: Sequence[tuple[Kind, Path]], progress: Progress, size: int) -> Report:
    report = Report()
    for kind, path in found:
        counts = report.of(kind.layout.file)
        source = open_source(path, kind.layout, report)
        for batch in batches(source, progress, size=size) if source else ():
            planned = _import_batch(kind, batch)
            counts.created += len(planned.added)
            counts.updated += len(planned.changed)
            counts.unchanged += planned.unchanged
            counts.skipped += len({problem.line for problem in planned.problems})
            report.refuse(planned.problems)
            report.warn(planned.warnings)
    return report


def _import_batch(kind: Kind, batch: list[Entry]) -> Plan:
    """Look first, without a lock: a batch that changes nothing disturbs nobody."""
    with reading():
        planned = kind.plan(batch)
        db.session.rollback()
    if not planned.writes:
        kind.outside.abandon()
        return planned
    kind.outside.write_down()
    for attempt in range(1, ATTEMPTS + 1):
        began = time.monotonic()
        try:
            with _collector_waiting():
                planned = _write_batch(kind, batch)
            break
        except (IntegrityError, OperationalError):
            # Somebody added the same thing meanwhile, or kept the lock too long: look again at what there is.
            db.session.rollback()
            if attempt == ATTEMPTS:
                kind.outside.abandon()
                raise
        finally:
            time.sleep(min(time.monotonic() - began, LONGEST_PAUSE))
    kind.outside.forget()
    return planned


def _write_batch(kind: Kind, batch: list[Entry]) -> Plan:
    planned = kind.plan(batch)
    planned.carry_out()
    for follow in kind.follow:
        follow(planned)
    kind.outside.write_down()
    db.session.commit()
    db.session.expunge_all()
    return planned


@contextmanager
def _collector_waiting() -> Iterator[None]:
    """No full garbage collection while the lock is held: it takes several times as long as the batch itself."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _sign(report: Report, agent_id: int | None) -> None:
    """A line in the journal for an import that wrote something."""
    if any(counts.written for counts in report.counts.values()):
        lines = {file: asdict(counts) for file, counts in report.counts.items()}
        audit.record("exchange.imported", actor=db.session.get(User, agent_id) if agent_id else None, lines=lines)
        db.session.commit()
