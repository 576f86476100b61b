"""The companies of a person: entering one, listing them, finding one among two thousand."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, select, update

from app.clock import now, today
from app.extensions import db
from app.models import Company, Employee, Membership, MembershipStatus, Role, User
from app.services import member_codes
from app.services.search import fold, words
from app.tenancy import CompanyAccess

PER_PAGE = 50
SUGGESTED = 8
RECENT = 5
# Coming back within a few minutes is not a new visit: no need to write it down.
REOPENED_AFTER = timedelta(minutes=5)


@dataclass(frozen=True)
class Listed:
    """A company as lists show it."""

    public_id: str
    name: str
    city: str
    member_code: str
    reference: str
    role: Role
    employees: int | None = None

    @property
    def initials(self) -> str:
        return Company(name=self.name).initials

    @property
    def hue(self) -> int:
        return Company(public_id=self.public_id).hue


@dataclass(frozen=True)
class Page:
    """A page of companies; `total` counts all pages."""

    companies: list[Listed]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))

    @property
    def first(self) -> int:
        return (self.number - 1) * PER_PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.companies) - 1


def enter(user: User, public_id: str) -> CompanyAccess | None:
    """What lets this person into that company, or None: it may not exist, or not be theirs, and nobody says which."""
    row = db.session.execute(
        select(Company, Membership)
        .join(Membership, Membership.company_id == Company.id)
        .where(Company.public_id == public_id.lower(), Membership.user_id == user.id, _IS_OPEN)
    ).one_or_none()
    return CompanyAccess(company=row[0], membership=row[1], user=user) if row else None


def link_with(user: User, public_id: str) -> tuple[Company, Membership] | None:
    """A company and this person's link with it, open or waiting."""
    row = db.session.execute(
        select(Company, Membership)
        .join(Membership, Membership.company_id == Company.id)
        .where(
            Company.public_id == public_id.lower(),
            Membership.user_id == user.id,
            Membership.status.in_((MembershipStatus.ACTIVE, MembershipStatus.PENDING)),
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None


def note_opened(user_id: int, membership_id: int) -> None:
    """Remember that a company was opened, to propose it first next time. Ordering only: it decides nothing."""
    db.session.execute(
        update(Membership)
        .where(Membership.id == membership_id, Membership.user_id == user_id)
        .values(last_opened_at=now())
        .execution_options(synchronize_session=False)
    )


def has_opened_any(user: User) -> bool:
    """Whether this person ever entered one of their companies."""
    opened = select(Membership.id).where(Membership.user_id == user.id, Membership.last_opened_at.is_not(None)).limit(1)
    return db.session.scalars(opened).first() is not None


def acts_for_clients(user: User) -> bool:
    """Whether this person is a third party somewhere, and so most likely in the next company too."""
    third_party = (Membership.user_id == user.id, Membership.role == Role.THIRD_PARTY, _IS_OPEN)
    return db.session.scalars(select(Membership.id).where(*third_party).limit(1)).first() is not None


def count(user: User) -> int:
    """How many companies this person may enter."""
    return (
        db.session.scalar(select(func.count()).select_from(Membership).where(Membership.user_id == user.id, _IS_OPEN))
        or 0
    )


def only_one(user: User) -> str | None:
    """The public id of the company of somebody who has just one."""
    found = db.session.scalars(_of(user, Company.public_id).limit(2)).all()
    return found[0] if len(found) == 1 else None


def waiting(user: User) -> list[str]:
    """The names of the companies whose agreement this person waits for."""
    return list(
        db.session.scalars(
            select(Company.name)
            .join(Membership, Membership.company_id == Company.id)
            .where(Membership.user_id == user.id, Membership.status == MembershipStatus.PENDING)
            .order_by(Company.name)
        )
    )


def recent(user: User, *, but: str | None = None) -> list[Listed]:
    """The companies opened last, the present one left out."""
    statement = _of(user, *_LISTED).order_by(Membership.last_opened_at.desc().nulls_last(), Company.search)
    if but:
        statement = statement.where(Company.public_id != but)
    return [_listed(row) for row in db.session.execute(statement.limit(RECENT))]


def suggest(user: User, query: str) -> tuple[list[Listed], int]:
    """The first companies that match a query, and how many do."""
    matching = _matching(_of(user, *_LISTED), query)
    total = _total(matching)
    rows = db.session.execute(matching.order_by(Company.search, Company.id).limit(SUGGESTED))
    return [_listed(row) for row in rows], total


ORDERS = {
    "nom": (Company.search.asc(), Company.id.asc()),
    "-nom": (Company.search.desc(), Company.id.desc()),
    "ville": (Company.city_sort.asc(), Company.search.asc(), Company.id.asc()),
    "-ville": (Company.city_sort.desc(), Company.search.desc(), Company.id.desc()),
    "code": (Company.member_code.asc(),),
    "-code": (Company.member_code.desc(),),
}


def page(user: User, query: str = "", order: str = "nom", number: int = 1) -> Page:
    """One page of a person's companies, with the headcount present today."""
    matching = _matching(_of(user, *_LISTED, Company.id), query)
    total = _total(matching)
    number = min(max(1, number), max(1, -(-total // PER_PAGE)))
    rows = db.session.execute(
        matching.order_by(*ORDERS.get(order, ORDERS["nom"])).limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    ).all()
    headcounts = _headcounts(user, [row.id for row in rows])
    return Page([_listed(row, headcounts.get(row.id, 0)) for row in rows], number, total)


_IS_OPEN = Membership.status == MembershipStatus.ACTIVE
_LISTED = (
    Company.public_id,
    Company.name,
    Company.city,
    Company.member_code,
    Membership.reference,
    Membership.role,
)


def _of(user: User, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Membership)
        .join(Company, Company.id == Membership.company_id)
        .where(Membership.user_id == user.id, _IS_OPEN)
    )


def _matching(statement: Select[Any], query: str) -> Select[Any]:
    for word in words(query):
        statement = statement.where(
            Company.search.contains(word, autoescape=True)
            | func.lower(Membership.reference).contains(word, autoescape=True)
        )
    return statement


def _total(statement: Select[Any]) -> int:
    return db.session.scalar(statement.with_only_columns(func.count(), maintain_column_froms=True)) or 0


def _headcounts(user: User, company_ids: list[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Employee.company_id, func.count())
        .join(Membership, Membership.company_id == Employee.company_id)
        .where(
            Membership.user_id == user.id,
            _IS_OPEN,
            Employee.company_id.in_(company_ids),
            Employee.left_on.is_(None) | (Employee.left_on >= today()),
        )
        .group_by(Employee.company_id)
    )
    return dict(rows.all())


def _listed(row: Any, employees: int | None = None) -> Listed:
    return Listed(row.public_id, row.name, row.city or "", row.member_code, row.reference or "", row.role, employees)


def derived_columns(name: str, city: str | None, member_code: str) -> dict[str, str]:
    """What a company is searched and sorted by; the code as it is shown and in one piece."""
    search = fold(f"{name} {city or ''} {member_codes.shown(member_code)} {member_code}")
    return {"search": search[:300], "city_sort": fold(city or "")[:80]}
