"""« Voir comme l'adhérent » : an agent walks through a company's space as its managers see it, and changes nothing.

The session says which company, and since when. When it begins, when it ends and each page of it are in the journal.
"""

from datetime import timedelta

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import Company, StaffRight, User, UserSession
from app.services import audit, staff_members
from app.tenancy import Viewing, all_companies

LASTS = timedelta(minutes=30)
_WHY = "an agent looks at the company that their session names"


class Over(Exception):
    """Half an hour has gone by: whoever still needs to look asks for it again."""


def start(agent: User, session: UserSession, company: Company) -> None:
    """Look at this company from now on, and at no other."""
    stop(agent, session)
    session.viewing_id, session.viewing_since = company.id, now()
    audit.record("view.started", actor=agent, company=company)


def stop(agent: User, session: UserSession) -> Company | None:
    """Look no more; returns the company that was looked at, if there was one."""
    if session.viewing_id is None:
        return None
    with all_companies(_WHY):
        company = db.session.get(Company, session.viewing_id)
    session.viewing_id = session.viewing_since = None
    audit.record("view.ended", actor=agent, company=company)
    return company


def enter(agent: User, session: UserSession, public_id: str) -> Viewing | None:
    """What lets this agent look at that company; None when it is not the one looked at. Raises Over."""
    if session.viewing_id is None or StaffRight.MEMBERS not in staff_members.rights_of(agent):
        return None
    looked_at = (Company.id == session.viewing_id, Company.public_id == public_id.lower())
    with all_companies(_WHY):
        company = db.session.scalars(select(Company).where(*looked_at)).one_or_none()
    if company is None:
        return None
    if session.viewing_since is None or now() - session.viewing_since > LASTS:
        raise Over
    return Viewing.of_agent(agent, company)


def note_page(access: Viewing, page: str) -> None:
    """Write in the journal which page was seen: its address within the company, without what was searched for."""
    audit.record("view.page", actor=access.user, company=access.company, page=page[:200])
