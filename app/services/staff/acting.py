"""An agent who does, inside one company, what its own people would do."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from app.extensions import db
from app.models import Company, Membership, Role, User
from app.tenancy import CompanyAccess, all_companies, inside


def company(public_id: str) -> Company | None:
    """The company of that name, among all of them."""
    with all_companies("an agent names a company"):
        return db.session.scalars(select(Company).where(Company.public_id == public_id.lower())).one_or_none()


@contextmanager
def within(agent: User, company: Company) -> Iterator[CompanyAccess]:
    """The door of one company, open for an agent, who is none of its people: the membership is not kept."""
    guest = Membership(user_id=agent.id, company_id=company.id, role=Role.MEMBER)
    with inside(CompanyAccess(company, guest, agent)) as access:
        yield access
