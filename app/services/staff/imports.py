"""Imports through the browser: files are received, their columns looked at, tried without writing, then applied."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from app.clock import now
from app.extensions import db
from app.models import ImportRun, ImportState, Job, User
from app.models.base import new_public_id
from app.services import audit, jobs
from app.services.exchange import columns
from app.services.exchange.columns import Check, Look
from app.services.exchange.numbers import HEADER, still_good
from app.services.paging import Page
from app.services.spreadsheets import lines, restored
from app.services.staff import arrivals
from app.services.staff.arrivals import Refused, Sent
from app.services.staff.paging import page_of
from app.tenancy import all_companies

SHOWN = 20
# How long files, reports and numbers wait; how long one remembers that there was an import.
KEPT = timedelta(days=7)
REMEMBERED = timedelta(days=365)
TRIAL, APPLY = "imports.trial", "imports.apply"
PROBLEMS, WARNINGS, NUMBERS = "refus.csv", "avertissements.csv", "identifiants.csv"

SAME_FILE = "deux fichiers sont indiqués comme {file}\u00a0: gardez-en un seul"
NOTHING_NAMED = "indiquez ce qu’est au moins un des fichiers"
NOTHING_READABLE = "aucun des fichiers ne peut être lu\u00a0: corrigez-les et envoyez-les à nouveau"


class Conflict(Exception):
    """Somebody, or a work under way, was first: the import is no longer where it was thought to be."""


@dataclass(frozen=True)
class Sheet:
    """A file that was sent, as the page of its import shows it."""

    number: int
    name: str
    file: str
    guess: str
    look: Look
    check: Check | None
    sample: list[list[str]]


def receive(agent: User, sent: Sequence[Sent]) -> ImportRun:
    """Lay out what an agent sent, for a while. Slow: the caller holds no lock. Raises Refused."""
    public_id = new_public_id()
    arrival = arrivals.receive(public_id, sent)
    run = ImportRun(public_id=public_id, created_by_id=agent.id, files=arrival.tables, documents=arrival.documents)
    db.session.add(run)
    kinds = [one["file"] for one in arrival.tables]
    audit.record("import.received", actor=agent, run=public_id, files=kinds, documents=arrival.documents)
    return run


def find(public_id: str) -> ImportRun | None:
    return db.session.scalars(select(ImportRun).where(ImportRun.public_id == public_id)).one_or_none()


def page(number: int) -> Page[tuple[ImportRun, User | None]]:
    """A page of the history, newest first, each with who sent it."""
    total = db.session.scalar(select(func.count()).select_from(ImportRun)) or 0
    runs = select(ImportRun, User).outerjoin(User, User.id == ImportRun.created_by_id).order_by(ImportRun.id.desc())
    return page_of(runs, number, total, lambda run, user: (run, user))


def work_of(run: ImportRun) -> Job | None:
    """The last work asked for, while it is remembered."""
    return jobs.find(run.job) if run.job else None


def sheets(run: ImportRun) -> list[Sheet]:
    """What was sent, with its first lines; nothing once it was deleted."""
    if run.state is not ImportState.RECEIVED:
        return []
    known = columns.layouts()
    shown = []
    for number, about in enumerate(run.files, start=1):
        seen = Look(about["encoding"], about["columns"], about["lines"], about["problem"])
        path = arrivals.table(run.public_id, number)
        file = about["file"] or about["guess"]
        check = columns.check(seen.columns, known[file]) if file and not seen.problem else None
        rows = [] if seen.problem else columns.sample(path, seen)
        shown.append(Sheet(number, about["name"], about["file"], about["guess"], seen, check, rows))
    return shown


def choose(agent: User, run: ImportRun, choices: Mapping[int, str]) -> None:
    """Say which file of the exchange each of those sent is; empty: it is not imported. Raises Refused, Conflict."""
    given = [file for file in choices.values() if file]
    if repeated := next((file for file in given if given.count(file) > 1), None):
        raise Refused(SAME_FILE.format(file=repeated))
    _take(run)
    run.files = [
        about | {"file": choices.get(number, about["file"])} for number, about in enumerate(run.files, start=1)
    ]
    run.trial = None
    audit.record("import.files_named", actor=agent, run=run.public_id, files=[one["file"] for one in run.files])


def ask_trial(agent: User, run: ImportRun) -> Job:
    """Have the import tried without writing. Raises Refused, Conflict."""
    _take(run)
    _check_usable(run)
    job = jobs.ask(TRIAL, agent, run=run.public_id)
    run.job = job.public_id
    return job


def ask_apply(agent: User, run: ImportRun, *, strict: bool, invite: bool, notify: bool) -> Job:
    """Have the import done. Raises Refused, Conflict."""
    _take(run)
    if run.trial is None:
        raise Conflict
    _check_usable(run)
    job = jobs.ask(APPLY, agent, run=run.public_id, strict=strict, invite=invite, notify=notify)
    run.job = job.public_id
    return job


def abandon(agent: User, run: ImportRun) -> None:
    """Give up an import and delete what was sent. Raises Conflict."""
    _take(run)
    run.state, run.finished_at, run.cleared_at = ImportState.ABANDONED, now(), now()
    audit.record("import.abandoned", actor=agent, run=run.public_id)
    arrivals.clear(run.public_id)


def report(run: ImportRun, name: str) -> Path | None:
    """The lines refused, or doubtful, as a CSV file; None when there is none, or no longer."""
    path = arrivals.place(run.public_id) / name
    return path if path.is_file() else None


def first_lines(run: ImportRun, name: str) -> list[list[str]]:
    """The first lines of a report: file, line, column, value, reason."""
    path = report(run, name)
    if path is None:
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [[restored(cell) for cell in row] for row in islice(csv.reader(file, delimiter=";"), 1, SHOWN + 1)]


def note_read(agent: User, run: ImportRun, name: str) -> None:
    audit.record("import.report_read", actor=agent, run=run.public_id, report=name)


def has_numbers(run: ImportRun) -> bool:
    """Whether numbers drawn by this import wait to be handed over."""
    return run.state is ImportState.APPLIED and report(run, NUMBERS) is not None


def hand_over_numbers(agent: User, run: ImportRun) -> str:
    """The n° télédéclarants drawn by an import, told this once: their file is then deleted. Raises Conflict."""
    _lock(run)
    path = report(run, NUMBERS)
    if path is None or run.state is not ImportState.APPLIED:
        raise Conflict
    with all_companies("the numbers that an import drew"):
        told = still_good(path)
    audit.record("import.numbers_given", actor=agent, run=run.public_id, companies=len(told))
    db.session.commit()
    path.unlink(missing_ok=True)
    return "".join(lines([HEADER, *told]))


def purge() -> int:
    """Delete the files of imports that are over or forgotten, and after a year that they were; returns how many."""
    over = func.coalesce(ImportRun.finished_at, ImportRun.created_at) < now() - KEPT
    old = select(ImportRun).where(over, ImportRun.cleared_at.is_(None))
    runs = [run for run in db.session.scalars(old) if not _is_at_work(run)]
    for run in runs:
        arrivals.clear(run.public_id)
        run.cleared_at = now()
        if run.state is ImportState.RECEIVED:
            run.state, run.finished_at = ImportState.ABANDONED, now()
    for run in db.session.scalars(select(ImportRun).where(ImportRun.created_at < now() - REMEMBERED)):
        db.session.delete(run)
    _sweep()
    return len(runs)


def _sweep() -> None:
    """What was arriving when the portal was killed belongs to no import."""
    for path in arrivals.left_since(now() - KEPT):
        if find(path.name) is None:
            arrivals.clear(path.name)


def _take(run: ImportRun) -> None:
    """The import, to change it, while nobody else does."""
    _lock(run)
    if run.state is not ImportState.RECEIVED or _is_at_work(run):
        raise Conflict


def _lock(run: ImportRun) -> None:
    # What was changed and not yet written would be read over.
    db.session.flush()
    db.session.refresh(run, with_for_update=True)


def _is_at_work(run: ImportRun) -> bool:
    job = work_of(run)
    return job is not None and not job.state.is_over


def _check_usable(run: ImportRun) -> None:
    named: list[dict[str, Any]] = [about for about in run.files if about["file"]]
    if not named:
        raise Refused(NOTHING_NAMED)
    if all(about["problem"] for about in named):
        raise Refused(NOTHING_READABLE)
