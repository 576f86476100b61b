"""Letters by the thousand: numbers are drawn, one file is printed, then all of its numbers begin to count at once.

Until the whole file is safe on the disk, nothing has changed for anybody: a work that is given up leaves every number
as it was. Killed, it goes on from the last part it printed, whose numbers are in the part itself and, as digests,
beside it. The database never holds a number, and what counts is always what is on paper.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from flask import current_app
from sqlalchemy import bindparam, func, select, update

from app.clock import now
from app.database import reading
from app.extensions import db
from app.formatting import plural
from app.models import Company, Job, JobState, StaffRight, User
from app.pdf import joining
from app.services import audit, declarant_numbers, digests, files, jobs
from app.services.jobs import Outcome, Refused, Tell, Work
from app.services.staff import letter_text
from app.services.staff.letter_choice import Which, chosen, complete
from app.tenancy import all_companies

Thing = TypeVar("Thing")
KIND = "letters"
# The letter of one company, kept like those of many.
ONE = "une"
PER_PART = 200
# Numbers that are written by one statement.
AT_ONCE = 1000


class UnderWay(Exception):
    """Letters are being printed: no number may change until they are."""

    def __init__(self, job: Job) -> None:
        super().__init__("letters are under way")
        self.job = job


@dataclass(frozen=True)
class _Run:
    """A work, as plain values: reading them again would hold the database while pages are printed."""

    public_id: str
    which: Which
    agent_id: int | None
    asked_at: datetime

    @property
    def folder(self) -> Path:
        return Path(current_app.instance_path) / "letters" / self.public_id

    @property
    def key(self) -> str:
        """The key of its file: the same when the work is begun again."""
        return digests.plain(self.public_id)[:32]

    def forget(self) -> None:
        """Leave nothing of what was printed."""
        shutil.rmtree(self.folder, ignore_errors=True)
        files.forget(self.key)


def ask(agent: User, which: Which) -> Job:
    """Have letters printed for whom this choice names. Raises UnderWay."""
    refuse_if_under_way()
    return jobs.ask(KIND, agent, which=which.value)


def under_way() -> Job | None:
    """The letters that wait or are being printed."""
    return next(iter(jobs.open_of(KIND)), None)


def refuse_if_under_way() -> None:
    """Raises UnderWay."""
    if job := under_way():
        raise UnderWay(job)


def erase(agent: User, job: Job) -> bool:
    """« J’ai imprimé » : the file is gone at once; False when it was already."""
    if job.file_key is None:
        return False
    files.forget(job.file_key)
    job.file_key = None
    audit.record("identifiers.letters_erased", actor=agent, job=job.public_id)
    return True


def purge() -> int:
    """Forget what works that came to nothing had printed; returns how many there are."""
    over = (JobState.FAILED, JobState.CANCELLED)
    runs = [_run_of(job) for job in db.session.scalars(select(Job).where(Job.kind == KIND, Job.state.in_(over)))]
    for run in runs:
        run.forget()
    return len(runs)


def _print_all(job: Job, tell: Tell) -> Outcome:
    run = _run_of(job)
    _refuse_if_overtaken(run)
    db.session.rollback()
    try:
        return _printed(run, tell)
    except Exception:
        run.forget()
        raise


WORK = Work(
    "Courriers d’identifiants",
    StaffRight.MEMBERS,
    _print_all,
    file_name="courriers-identifiants.pdf",
    opens_doors=True,
)


def _printed(run: _Run, tell: Tell) -> Outcome:
    plan = _plan(run)
    companies, incomplete = plan["companies"], plan["incomplete"]
    done, parts = 0, []
    for rank, share in enumerate(_shares(companies, PER_PART)):
        tell("Courriers imprimés", done, len(companies))
        parts.append(run.folder / f"{rank:05d}.pdf")
        if not _is_printed(parts[-1]):
            _print(parts[-1], share)
        done += len(share)
    tell("Assemblage du fichier", 0, 0)
    drawn = {int(company): digest for part in parts for company, digest in _read(_beside(part)).items()}
    with files.whole(files.path(run.key)) as file:
        joining.join(parts, file, title=letter_text.TITLE)
    shutil.rmtree(run.folder)
    # Committed with the end of the work, or not at all.
    _make_them_count(run, drawn)
    told = f"{plural(len(drawn), 'courrier')} à imprimer."
    return Outcome({"summary": told, "letters": len(drawn), "incomplete": incomplete}, run.key)


def _plan(run: _Run) -> dict[str, Any]:
    """Whom letters go to, by postcode as the post wants them, decided once and for all."""
    place = run.folder / "plan.json"
    if place.exists():
        return _read(place)
    with reading(), all_companies("letters go to many companies"):
        letters = select(Company.id).where(chosen(run.which), complete())
        ids = list(db.session.scalars(letters.order_by(Company.postcode, Company.city_sort, Company.name, Company.id)))
        incomplete = db.session.scalar(select(func.count(Company.id)).where(chosen(run.which), ~complete()))
        db.session.rollback()
    if not ids:
        raise Refused("Aucune entreprise de cette sélection n’a d’adresse complète\u00a0: il n’y a rien à imprimer.")
    run.folder.mkdir(parents=True, mode=0o700)
    plan = {"companies": ids, "incomplete": incomplete}
    _write(place, json.dumps(plan).encode())
    return plan


def _print(part: Path, companies: list[int]) -> None:
    """Draw the numbers of so many companies and print them; the digests come last, and say that the part is whole."""
    drawn, letters = {}, []
    for company in _in_order(companies):
        number = declarant_numbers.draw()
        drawn[company.id] = declarant_numbers.columns(company.member_code, number)["declarant_digest"]
        letters.append(letter_text.letter(company, number))
    _beside(part).unlink(missing_ok=True)
    _write(part, letter_text.write_for_paper(letters))
    _write(_beside(part), json.dumps(drawn).encode())


def _in_order(companies: list[int]) -> Iterator[Any]:
    columns = (Company.id, Company.member_code, Company.name, Company.address, Company.address_extra)
    with reading(), all_companies("letters go to many companies"):
        statement = select(*columns, Company.postcode, Company.city).where(Company.id.in_(companies))
        rows = {row.id: row for row in db.session.execute(statement)}
        db.session.rollback()
    return (rows[company] for company in companies if company in rows)


def _make_them_count(run: _Run, drawn: dict[int, str]) -> None:
    company: Any = Company.__table__
    one = update(company).where(company.c.id == bindparam("company")).values(declarant_digest=bindparam("digest"))
    many = update(Company).values(declarant_is_weak=False, declarant_issued_at=now())
    with all_companies("all numbers of the file begin to count at once"):
        for share in _shares(list(drawn.items()), AT_ONCE):
            ids = [company_id for company_id, _ in share]
            db.session.execute(one, [{"company": company_id, "digest": digest} for company_id, digest in share])
            db.session.execute(many.where(Company.id.in_(ids)), execution_options={"synchronize_session": False})
            audit.record_each("declarant_number.replaced", run.agent_id, ids, job=run.public_id)


def _refuse_if_overtaken(run: _Run) -> None:
    """Asked for twice at the very same moment, letters are printed once."""
    later = select(Job).where(Job.kind == KIND, Job.state == JobState.DONE, Job.finished_at > run.asked_at)
    if any(job.facts["which"] != ONE for job in db.session.scalars(later)):
        raise Refused("D’autres courriers viennent d’être imprimés\u00a0: vérifiez-les avant d’en demander d’autres.")


def _run_of(job: Job) -> _Run:
    return _Run(job.public_id, Which(job.facts["which"]), job.created_by_id, job.created_at)


def _shares(things: list[Thing], size: int) -> Iterator[list[Thing]]:
    return (things[start : start + size] for start in range(0, len(things), size))


def _is_printed(part: Path) -> bool:
    return part.exists() and _beside(part).exists()


def _beside(part: Path) -> Path:
    """The digests of a part's numbers."""
    return part.with_suffix(".json")


def _write(place: Path, content: bytes) -> None:
    with files.whole(place) as file:
        file.write(content)


def _read(place: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(place.read_bytes())
    return found
