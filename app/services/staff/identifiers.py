"""The identifiers of one company, for agents. A n° télédéclarant is shown once, when it is drawn, and never again."""

from dataclasses import dataclass
from io import BytesIO

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import Company, Job, JobState, User
from app.services import audit, declarant_numbers, files
from app.services.editing import ChangedMeanwhile, mark_of
from app.services.staff import letter_text, letters
from app.tenancy import all_companies
from app.unit_of_work import save_now


class Left(Exception):
    """The company left the association: its identifiers open nothing any more."""


@dataclass(frozen=True)
class _Present:
    """The number that a page showed the state of."""

    digest: str | None
    retired: str | None


@dataclass(frozen=True)
class Drawn:
    """A number that was just drawn, to be shown this once, and the work that keeps its letter."""

    number: str
    job: Job


def find(public_id: str) -> Company | None:
    with all_companies("agents see the identifiers of all members"):
        return db.session.scalars(select(Company).where(Company.public_id == public_id.lower())).one_or_none()


def mark(company: Company) -> str:
    """What a form carries to say which number it replaces."""
    return mark_of(_Present(company.declarant_digest, company.declarant_retired))


def renew(agent: User, public_id: str, seen: str) -> Drawn:
    """Draw a number for a company and keep its letter; any earlier number opens nothing any more.

    Raises Left, letters.UnderWay, ChangedMeanwhile when another number was drawn since the page was shown.
    """
    number = declarant_numbers.draw()
    letter = letter_text.letter(_held(public_id, seen), number)
    # Nobody waits for the database while the page is printed.
    save_now()
    content = letter_text.write_pdf([letter])
    company = _held(public_id, seen)
    with all_companies("an agent draws a number for the company that they chose"):
        declarant_numbers.assign(company, number)
        job = Job(
            kind=letters.KIND,
            created_by_id=agent.id,
            facts={"which": letters.ONE, "company": company.public_id},
            state=JobState.DONE,
            result={"letters": 1},
            file_key=files.keep(BytesIO(content)).key,
            finished_at=now(),
        )
        db.session.add(job)
        audit.record("declarant_number.replaced", actor=agent, company=company)
    return Drawn(number, job)


def _held(public_id: str, seen: str) -> Company:
    """The company as it is now, until this is over; refused when its number may not change."""
    letters.refuse_if_under_way()
    with all_companies("an agent draws a number for the company that they chose"):
        statement = select(Company).where(Company.public_id == public_id.lower()).with_for_update()
        company = db.session.scalars(statement.execution_options(populate_existing=True)).one()
    if company.has_left:
        raise Left
    if mark(company) != seen:
        raise ChangedMeanwhile
    return company
