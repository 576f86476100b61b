"""What agents do to the list of members: a company created, its identity corrected, its radiation and its return."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.extensions import db
from app.mail import account_letters
from app.models import Company, User
from app.services import audit, company_access, company_details
from app.services.editing import mark_of
from app.services.memberships import derived_columns
from app.tenancy import CompanyAccess, all_companies

_WHY = "agents keep the list of members"


class CodeTaken(Exception):
    """Another company has this code."""

    def __init__(self, company: Company) -> None:
        super().__init__("code taken")
        self.company = company


class SameEstablishment(Exception):
    """Others have this SIRET; the agent has not said that it is meant."""

    def __init__(self, companies: list[Company]) -> None:
        super().__init__("same SIRET")
        self.companies = companies


class DoneAlready(Exception):
    """Another agent did it first."""


class LeftBeforeJoining(Exception):
    """The radiation would precede the membership."""


@dataclass(frozen=True)
class Identity:
    """What the association knows of an establishment."""

    name: str
    siret: str | None
    naf: str | None
    street: str | None
    extra: str | None
    postcode: str | None
    city: str | None
    phone: str | None
    email: str | None
    joined_on: date | None


# What the form calls otherwise than the table.
_COLUMNS = {"street": "address", "extra": "address_extra"}


def identity(company: Company) -> Identity:
    return Identity(**{name: getattr(company, _COLUMNS.get(name, name)) for name in Identity.__dataclass_fields__})


def next_code() -> str | None:
    """The code after the last one given, among those of the most usual length; None when codes are no numbers."""
    usual = (
        select(func.max(Company.member_code))
        .where(Company.member_code.regexp_match(r"^[0-9]+$"))
        .group_by(func.length(Company.member_code))
        .order_by(func.count().desc(), func.length(Company.member_code).desc())
        .limit(1)
    )
    with all_companies(_WHY):
        last = db.session.scalar(usual)
    return str(int(last) + 1).zfill(len(last)) if last and len(last) < 20 else None


def create(agent: User, code: str, given: Identity, *, twice: bool = False) -> Company:
    """A new member company, without a n° télédéclarant yet. Raises CodeTaken, and SameEstablishment unless `twice`."""
    with all_companies(_WHY):
        taken = db.session.scalars(select(Company).where(Company.member_code == code)).one_or_none()
        if taken is not None:
            raise CodeTaken(taken)
        _refuse_same_establishment(given, None, twice)
        company = Company(member_code=code, name=given.name)
        _put(company, given)
        db.session.add(company)
        db.session.flush()
        company_details.note_change(CompanyAccess.of_agent(agent, company))
        audit.record("company.created", actor=agent, company=company)
    return company


def modify(agent: User, company: Company, given: Identity, seen: str, *, twice: bool = False) -> None:
    """Correct the identity. Raises ChangedMeanwhile when the form showed something else than what is there now."""
    access = CompanyAccess.of_agent(agent, company)
    with all_companies(_WHY):
        _hold(access)
        present = identity(company)
        if given == present:
            return
        if mark_of(present) != seen:
            raise company_details.who_changed(access)
        if given.siret != present.siret:
            _refuse_same_establishment(given, company, twice)
        _put(company, given)
        company_details.note_change(access)
        if present.email and given.email != present.email:
            account_letters.company_email_changed(present.email, agent, company)
        audit.record("company.changed", actor=agent, company=company, changed=_changed(present, given))


def radiate(agent: User, company: Company, left_on: date) -> None:
    """The company leaves the association that day. Raises DoneAlready, LeftBeforeJoining."""
    _change_leaving(agent, company, "company.radiated", left_on)


def reinstate(agent: User, company: Company) -> None:
    """The company is a member again. Raises DoneAlready."""
    _change_leaving(agent, company, "company.reinstated", None)


def _change_leaving(agent: User, company: Company, act: str, left_on: date | None) -> None:
    access = CompanyAccess.of_agent(agent, company)
    with all_companies(_WHY):
        _hold(access)
        if (company.left_on is None) == (left_on is None):
            raise DoneAlready
        if left_on and company.joined_on and left_on < company.joined_on:
            raise LeftBeforeJoining
        day = left_on or company.left_on
        company.left_on = left_on
        company_details.note_change(access)
        audit.record(act, actor=agent, company=company, day=day.isoformat() if day else None)


def of_siret(siret: str, *, but: Company | None = None) -> list[Company]:
    """The companies that are this very establishment, whether they left or not."""
    same = select(Company).where(Company.siret == siret, Company.id != (but.id if but else 0))
    with all_companies(_WHY):
        return list(db.session.scalars(same.order_by(Company.id).limit(10)))


def _refuse_same_establishment(given: Identity, but: Company | None, twice: bool) -> None:
    if given.siret and not twice and (others := of_siret(given.siret, but=but)):
        raise SameEstablishment(others)


def _hold(access: CompanyAccess) -> None:
    """The company as it is now, until this change is saved."""
    company_access.one_at_a_time(access)
    db.session.refresh(access.company)


def _put(company: Company, given: Identity) -> None:
    for name in Identity.__dataclass_fields__:
        setattr(company, _COLUMNS.get(name, name), getattr(given, name))
    for name, value in derived_columns(given.name, given.city, company.member_code).items():
        setattr(company, name, value)


def _changed(present: Identity, given: Identity) -> list[str]:
    """The names of what changed, for the journal: never the values."""
    return [name for name in Identity.__dataclass_fields__ if getattr(present, name) != getattr(given, name)]
