"""Exports through the browser: what the portal learnt since a moment, as an archive for the business software."""

import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.formatting import plural
from app.models import ExportRun, Job, StaffRight, User
from app.models.base import new_public_id
from app.services import exchange, files, jobs
from app.services.exchange.exporting import FILES
from app.services.jobs import Outcome, Tell, Work

WRITE = "exports.write"
SHOWN = 20


def ask(agent: User, since: datetime) -> ExportRun:
    """Have what was learnt since that moment written."""
    public_id = new_public_id()
    job = jobs.ask(WRITE, agent, run=public_id)
    run = ExportRun(public_id=public_id, created_by_id=agent.id, since=since, job=job.public_id)
    db.session.add(run)
    return run


def find(public_id: str) -> ExportRun | None:
    return db.session.scalars(select(ExportRun).where(ExportRun.public_id == public_id)).one_or_none()


def latest() -> list[tuple[ExportRun, User | None, Job | None]]:
    """The last exports, newest first, each with who asked and its work while that is remembered."""
    rows = db.session.execute(
        select(ExportRun, User, Job)
        .outerjoin(User, User.id == ExportRun.created_by_id)
        .outerjoin(Job, Job.public_id == ExportRun.job)
        .order_by(ExportRun.id.desc())
        .limit(SHOWN)
    )
    return [(run, user, job) for run, user, job in rows]


def next_since() -> datetime | None:
    """From when the next export must start, so that nothing is missed; None before the first."""
    done = select(ExportRun.next_since).where(ExportRun.next_since.is_not(None))
    return db.session.scalar(done.order_by(ExportRun.id.desc()).limit(1))


def write(job: Job, tell: Tell) -> Outcome:
    """Write the files of an export and put them in one archive; begun again, it tells of a later moment."""
    run = find(job.facts["run"])
    if run is None:
        raise jobs.Refused("Cet export a été oublié\u00a0: demandez-en un autre.")
    since, agent_id, public_id = run.since, job.created_by_id, run.public_id
    tell("Export", 0, len(FILES))
    with tempfile.TemporaryDirectory(dir=current_app.instance_path) as place:
        folder = Path(place)
        exported = exchange.export_folder(folder / "files", since, agent_id)
        tell("Archive", len(FILES) - 1, len(FILES))
        key = _archive(folder / "files", folder / "export.zip", sorted(exported.lines))
    found = find(public_id)
    if found is not None:
        found.lines, found.next_since = exported.lines, exported.next_since
    db.session.commit()
    return Outcome({"summary": _told(exported.lines)}, key)


def _archive(folder: Path, path: Path, names: Sequence[str]) -> str:
    day = now().timetuple()[:6]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            info = zipfile.ZipInfo(name, day)
            info.compress_type = zipfile.ZIP_DEFLATED
            with (folder / name).open("rb") as source, archive.open(info, "w") as target:
                shutil.copyfileobj(source, target)
    with path.open("rb") as file:
        return files.keep(file, kinds=("zip",)).key


def _told(lines: dict[str, int]) -> str:
    count = sum(lines.values())
    return f"{plural(count, 'ligne')}." if count else "Rien de nouveau depuis ce moment."


WORK = Work("Export vers le logiciel métier", StaffRight.ADMINISTRATION, write, "export-portail.zip", "application/zip")
