"""What agents looked at and took away of a campaign, for the journal."""

from app.extensions import db
from app.models import Company, User
from app.services import audit
from app.tenancy import all_companies


def exported(agent_id: int, year: int) -> None:
    audit.record("campaign.exported", actor=db.session.get(User, agent_id), year=year)


def call_list_exported(agent_id: int, year: int) -> None:
    audit.record("campaign.call_list_exported", actor=db.session.get(User, agent_id), year=year)


def listed(agent_id: int, year: int) -> None:
    audit.record("campaign.listed", actor=db.session.get(User, agent_id), year=year)


def viewed(agent_id: int, company_id: int, year: int) -> None:
    with all_companies("the journal names the company"):
        company = db.session.get(Company, company_id)
        audit.record("declaration.viewed", actor=db.session.get(User, agent_id), company=company, year=year)
