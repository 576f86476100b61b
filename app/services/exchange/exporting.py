"""Writing back, as flat files, what the portal learnt: for the association's business software to read."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from app.clock import PARIS, now
from app.database import reading
from app.extensions import db
from app.models import User
from app.services import audit
from app.services.exchange import agents_visits, learnt, third_parties
from app.services.exchange.learnt import WHEN, WHO, File, Learnt
from app.services.spreadsheets import harmless
from app.tenancy import all_companies

# What is dated just before an export may be committed just after it has read: the next one looks back by so much.
OVERLAP = timedelta(minutes=2)

FILES: tuple[tuple[File, Callable[[datetime], Learnt]], ...] = (
    (learnt.COMPANIES, learnt.changed_companies),
    (learnt.DETAILS, learnt.changed_details),
    (learnt.CONTACTS, learnt.changed_contacts),
    (third_parties.FILE, third_parties.changed),
    (learnt.EMPLOYEES, learnt.changed_employees),
    (agents_visits.FILE, agents_visits.changed),
    (learnt.REQUESTS, learnt.requests),
    (learnt.NOTICES, learnt.notices),
    (learnt.DECLARATIONS, learnt.sent_declarations),
)


@dataclass(frozen=True)
class Exported:
    """The lines written, by file, and the moment from which the next export must start."""

    lines: dict[str, int]
    next_since: datetime


def export_folder(folder: Path, since: datetime, agent_id: int | None = None) -> Exported:
    """Write what was learnt since that moment into a folder, made if needed; files of an earlier export are replaced.

    Every file is there at the end, with its header at least; each takes its name only once it is whole.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    began = now()
    db.session.rollback()
    with all_companies("export to the association's business software"):
        with reading():
            # One transaction: all the files tell of one and the same moment.
            lines = {file.name: _write(folder / file.name, file, lines(since)) for file, lines in FILES}
            db.session.rollback()
        if any(lines.values()):
            agent = db.session.get(User, agent_id) if agent_id else None
            audit.record("exchange.exported", actor=agent, since=since.isoformat(), lines=lines)
            db.session.commit()
    return Exported(lines, max(since, began - OVERLAP))


def _write(path: Path, file: File, lines: Learnt) -> int:
    draft, count = path.with_suffix(".part"), 0
    with draft.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target, delimiter=";")
        writer.writerow((*file.columns, WHEN, WHO))
        for line in lines:
            writer.writerow([harmless(_cell(value)) for value in line])
            count += 1
    draft.replace(path)
    return count


def _cell(value: Any) -> str:
    """A value as the import reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return value.astimezone(PARIS).isoformat(timespec="seconds")
    if isinstance(value, Enum):
        return str(value.value)
    return value.isoformat() if isinstance(value, date) else str(value)
