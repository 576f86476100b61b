"""The long work of imports: tried, then done. Killed, each is begun again: an import finds what it did already."""

from dataclasses import asdict
from typing import Any

from app.clock import now
from app.extensions import db
from app.models import ImportRun, ImportState, Job, StaffRight
from app.services import exchange, jobs
from app.services.exchange import Folder, Report, UnusableFolder
from app.services.exchange.report import KEPT, write_problems
from app.services.jobs import Outcome, Tell, Work
from app.services.staff import arrivals, imports

GONE = "Les fichiers de cet import ont été effacés\u00a0: envoyez-les à nouveau."


def try_out(job: Job, tell: Tell) -> Outcome:
    """Find what the import would do, and write nothing."""
    run = _open(job)
    public_id = run.public_id
    try:
        report = exchange.try_folder(_folder(run), progress=tell)
    except UnusableFolder as refusal:
        raise jobs.Refused(str(refusal)) from None
    _keep(public_id, report)
    _found(public_id).trial = _figures(report)
    db.session.commit()
    return Outcome()


def apply(job: Job, tell: Tell) -> Outcome:
    """Do the import; strict, nothing is done when something is wrong, and the agent may try again."""
    if (done := imports.find(job.facts["run"])) and done.state is ImportState.APPLIED:
        # Killed between the end of the import and that of the work.
        arrivals.clear(done.public_id, but_reports=True)
        return Outcome()
    run = _open(job)
    public_id, facts, again = run.public_id, dict(job.facts), job.attempts > 1
    numbers = arrivals.place(public_id) / imports.NUMBERS
    try:
        report = exchange.import_folder(
            _folder(run),
            strict=facts["strict"],
            invite=facts["invite"],
            notify=facts["notify"],
            numbers_path=numbers,
            progress=tell,
            agent_id=job.created_by_id,
        )
    except UnusableFolder as refusal:
        raise jobs.Refused(str(refusal)) from None
    _keep(public_id, report)
    run = _found(public_id)
    if report.refused_as_a_whole:
        run.trial = _figures(report) | {"refused_as_a_whole": True}
        db.session.commit()
        return Outcome()
    run.outcome = _figures(report) | {"again": again, "options": {name: facts[name] for name in _OPTIONS}}
    run.state, run.finished_at = ImportState.APPLIED, now()
    db.session.commit()
    arrivals.clear(public_id, but_reports=True)
    return Outcome()


_OPTIONS = ("strict", "invite", "notify")


def _open(job: Job) -> ImportRun:
    run = imports.find(job.facts["run"])
    if run is None or run.state is not ImportState.RECEIVED or not arrivals.folder(run.public_id).is_dir():
        raise jobs.Refused(GONE)
    return run


def _found(public_id: str) -> ImportRun:
    db.session.rollback()
    run = imports.find(public_id)
    if run is None:
        raise jobs.Refused(GONE)
    return run


def _folder(run: ImportRun) -> Folder:
    named = {
        about["file"]: arrivals.table(run.public_id, number)
        for number, about in enumerate(run.files, start=1)
        if about["file"]
    }
    return Folder(arrivals.folder(run.public_id), named)


def _keep(public_id: str, report: Report) -> None:
    """What the report says of lines, beside the database: it quotes them."""
    for name, problems in ((imports.PROBLEMS, report.problems), (imports.WARNINGS, report.warnings)):
        path = arrivals.place(public_id) / name
        if problems:
            write_problems(problems, path)
        else:
            path.unlink(missing_ok=True)


def _figures(report: Report) -> dict[str, Any]:
    return {
        "counts": {file: asdict(counts) for file, counts in report.counts.items()},
        "problems": report.problem_count,
        "warnings": report.warning_count,
        "cut": report.problem_count > KEPT,
        "at": now().isoformat(),
    }


TRIAL = Work("Essai à blanc d’un import", StaffRight.ADMINISTRATION, try_out)
APPLY = Work("Import de fichiers", StaffRight.ADMINISTRATION, apply)
