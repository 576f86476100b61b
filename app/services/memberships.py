"""The companies of a person: entering one, listing them, finding one among two thousand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update

from app.clock import now
from app.extensions import db
from app.models import Company, Membership, MembershipStatus, Role, User
from app.models.company import hue_of, initials_of
from app.services import audit, member_codes
from app.services.search import fold, patterns
from app.tenancy import CompanyAccess, inside

SUGGESTED = 8
RECENT = 5
# Coming back within a few minutes is not a new visit: no need to write it down.
REOPENED_AFTER = timedelta(minutes=5)
# What the journal says when a firm gives a client another number.
REFERRED = "membership.referred"


@dataclass(frozen=True)
class Listed:
    """A company as the switcher shows it."""

    public_id: str
    name: str
    city: str | None

    @property
    def initials(self) -> str:
        return initials_of(self.name)

    @property
    def hue(self) -> int:
        return hue_of(self.public_id)


# What every page asks is written once: SQLAlchemy and the door then read it once.
_IS_OPEN = Membership.status == MembershipStatus.ACTIVE
_IS_THEIRS = Membership.user_id == bindparam("user_id")
_ENTER = (
    select(Company, Membership)
    .join(Membership, Membership.company_id == Company.id)
    .where(Company.public_id == bindparam("public_id"), _IS_THEIRS, _IS_OPEN)
)
_COUNT = select(func.count()).select_from(Membership).where(_IS_THEIRS, _IS_OPEN)
_LISTED = (Company.public_id, Company.name, Company.city)


def theirs(*columns: Any) -> Select[Any]:
    """What is asked of all the companies that a person may enter, given as `user_id` when it is executed."""
    joined = select(*columns).select_from(Membership).join(Company, Company.id == Membership.company_id)
    return joined.where(_IS_THEIRS, _IS_OPEN)


def searched(statement: Select[Any], patterns: Iterable[str]) -> Select[Any]:
    """The same, narrowed to the companies where all these parameters, those of `search.patterns`, are found."""
    for name in patterns:
        here = Company.search.like(bindparam(name), escape="/")
        statement = statement.where(here | func.lower(Membership.reference).like(bindparam(name), escape="/"))
    return statement


_WAITING = (
    select(Company.name)
    .join(Membership, Membership.company_id == Company.id)
    .where(_IS_THEIRS, Membership.status == MembershipStatus.PENDING)
    .order_by(Company.name)
)
# Never opened comes last, and there the one attached last comes first.
_RECENT = (
    theirs(*_LISTED)
    .where(Company.public_id != bindparam("but"))
    .order_by(Membership.last_opened_at.desc().nulls_last(), Membership.id.desc())
    .limit(RECENT)
)


def enter(user: User, public_id: str) -> CompanyAccess | None:
    """What lets this person into that company, or None: it may not exist, or not be theirs, and nobody says which."""
    row = db.session.execute(_ENTER, {"public_id": public_id.lower(), "user_id": user.id}).one_or_none()
    return CompanyAccess(company=row[0], membership=row[1], user=user) if row else None


def door_by_door(user: User, public_ids: Iterable[str]) -> Iterator[CompanyAccess]:
    """Enter one company after the other, each door closed before the next one opens; those not theirs are passed by."""
    for public_id in public_ids:
        if access := enter(user, public_id):
            with inside(access):
                yield access


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


def refer(access: CompanyAccess, reference: str | None) -> None:
    """Give a company the reference under which this person files it."""
    if access.membership.reference != reference:
        access.membership.reference = reference
        audit.record(REFERRED, actor=access.user, company=access.company)


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
    return db.session.scalar(_COUNT, {"user_id": user.id}) or 0


def only_one(user: User) -> str | None:
    """The public id of the company of somebody who has just one."""
    found = db.session.scalars(theirs(Company.public_id).limit(2), {"user_id": user.id}).all()
    return found[0] if len(found) == 1 else None


def waiting(user: User) -> list[str]:
    """The names of the companies whose agreement this person waits for."""
    return list(db.session.scalars(_WAITING, {"user_id": user.id}))


def recent(user: User, *, but: str | None = None) -> list[Listed]:
    """The companies opened last, the present one left out."""
    return [Listed(*row) for row in db.session.execute(_RECENT, {"user_id": user.id, "but": but or ""})]


def suggest(user: User, query: str) -> tuple[list[Listed], int]:
    """The first companies that match a query, and how many do."""
    given: dict[str, Any] = {"user_id": user.id, **patterns(query)}
    found = searched(theirs(*_LISTED), patterns(query))
    total = db.session.scalar(found.with_only_columns(func.count(), maintain_column_froms=True), given) or 0
    rows = db.session.execute(found.order_by(Company.search, Company.id).limit(SUGGESTED), given)
    return [Listed(*row) for row in rows], total


def derived_columns(name: str, city: str | None, member_code: str) -> dict[str, str]:
    """What a company is searched and sorted by; the code as it is shown and in one piece."""
    search = fold(f"{name} {city or ''} {member_codes.shown(member_code)} {member_code}")
    return {"search": search[:300], "city_sort": fold(city or "")[:80]}
