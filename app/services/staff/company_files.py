"""The file of a company (fiche), as the association's agents read it, and the last lines of the journal about it."""

from dataclasses import dataclass

from app.models import Company, User
from app.services import audit, company_access, company_details, declarations, documents, employees, journal, planning
from app.services.company_access import PersonWithAccess
from app.services.company_details import Billing, Confirmation
from app.services.declarations import Past, Standing
from app.services.documents import Listed
from app.services.journal import Line
from app.services.planning import Planned
from app.tenancy import Viewing, inside

SHOWN = 10
# Who read what is for the journal itself; the file tells what happened.
READINGS = ("company.read", "view.page")


@dataclass(frozen=True)
class File:
    """What the association knows of a company, with the first of each list and how many there are."""

    company: Company
    billing: Billing
    confirmation: Confirmation
    employees: int
    people: list[PersonWithAccess]
    standing: Standing | None
    declarations: list[Past]
    documents: list[Listed]
    documents_total: int
    visits: list[Planned]
    visits_total: int
    journal: list[Line]


def read(agent: User, company: Company) -> File:
    """The file, as the company's managers would read each part of it."""
    with inside(Viewing.of_agent(agent, company)) as access:
        papers = documents.page(access, documents.Filters())
        ahead = planning.upcoming(access)
        return File(
            company=company,
            billing=company_details.billing(access),
            confirmation=company_details.confirmation(access),
            employees=employees.count_present(access),
            people=company_access.people(access),
            standing=declarations.shown_standing(access),
            declarations=declarations.history(access)[:SHOWN],
            documents=papers.rows[:SHOWN],
            documents_total=papers.total,
            visits=ahead.rows[:SHOWN],
            visits_total=ahead.total,
            journal=journal.latest_of(company, SHOWN, but=READINGS),
        )


def concerned(agent: User, company: Company) -> tuple[int, int]:
    """How many people have access to the company, and how many employees it has."""
    with inside(Viewing.of_agent(agent, company)) as access:
        return len(company_access.people(access)), employees.count_present(access)


def note_read(agent: User, company: Company) -> None:
    """Write in the journal that this agent read the file."""
    audit.record("company.read", actor=agent, company=company)
