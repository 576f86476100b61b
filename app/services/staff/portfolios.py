"""Transferring a portfolio: the companies that somebody acts for are given to somebody else, with their references."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from app.clock import now
from app.extensions import db
from app.models import Company, Membership, MembershipStatus, Profile, Role, User
from app.services import account_closing, accounts, audit, company_access
from app.services.digests import plain
from app.services.paging import Page
from app.services.search import fold, patterns
from app.services.staff.paging import page_of_keys
from app.tenancy import all_companies

_WHY = "a portfolio goes from one person to another, company by company"
ACT = "membership.transferred"


class Fate(Enum):
    """What becomes of a company: it changes hands, the receiver has it already, or it stays where it is."""

    MOVES = auto()
    ALREADY = auto()
    DISOWNED = auto()
    LAST_MANAGER = auto()

    @property
    def stays(self) -> bool:
        return self in (Fate.DISOWNED, Fate.LAST_MANAGER)


@dataclass(frozen=True)
class Line:
    """A company of the giver; `takes_over` when the receiver becomes its only manager."""

    membership: Membership
    company: Company
    theirs: Membership | None
    fate: Fate
    takes_over: bool


@dataclass(frozen=True)
class Plan:
    """Everything that a transfer would do, as it is agreed to."""

    giver: User
    receiver: User
    lines: list[Line]

    def of(self, *fates: Fate) -> list[Line]:
        return [line for line in self.lines if line.fate in fates]

    @property
    def given(self) -> list[Line]:
        """What the giver will not have any more."""
        return [line for line in self.lines if not line.fate.stays]

    @property
    def ids(self) -> list[int]:
        return [line.membership.id for line in self.given]

    @property
    def mark(self) -> str:
        """The same plan, the same mark."""
        told = ";".join(f"{line.membership.id}:{line.fate.name}:{line.membership.role}" for line in self.lines)
        return plain(f"{self.receiver.id} {told}")[:16]


def giver(user_id: int) -> User | None:
    """Somebody whose companies may be transferred, their account closed or not."""
    user = db.session.get(User, user_id)
    return user if user is not None and not user.is_staff and not accounts.is_forgotten(user) else None


def receiver(user_id: int) -> User | None:
    """Somebody who can sign in, and so act for the companies they would be given."""
    return db.session.scalars(_receivers().where(User.id == user_id).with_only_columns(User)).one_or_none()


def receivers(giver: User, query: str, number: int = 1) -> Page[User]:
    """Whom companies may be given to, by name."""
    found = _receivers().where(User.id != giver.id)
    for pattern in patterns(query).values():
        found = found.where(User.search.like(pattern, escape="/"))
    return page_of_keys(found, (User.search, User.id), number, _people)


def plan(giver: User, receiver: User) -> Plan:
    """What a transfer would do at present."""
    with all_companies(_WHY):
        rows = db.session.execute(_links(giver, receiver).order_by(Company.search, Company.id)).all()
    return Plan(giver, receiver, _lines(giver, rows))


def move(agent: User | None, giver: User, receiver: User, ids: Iterable[int]) -> list[Line]:
    """Give these companies, those of them that may be; returns what the giver does not have any more."""
    with all_companies(_WHY):
        wanted = Membership.id.in_(sorted(ids))
        db.session.execute(
            select(Company.id)
            .join(Membership, Membership.company_id == Company.id)
            .where(wanted)
            .order_by(Company.id)
            .with_for_update(of=Company, key_share=True)
        )
        held = _links(giver, receiver).where(wanted).order_by(Company.id).with_for_update(of=Membership)
        rows = db.session.execute(held.execution_options(populate_existing=True)).all()
        lines = [line for line in _lines(giver, rows) if not line.fate.stays]
        for line in lines:
            _give(line, giver, receiver)
            audit.record(ACT, actor=agent, company=line.company, person=receiver, giver=giver.id)
    return lines


def _give(line: Line, giver: User, receiver: User) -> None:
    theirs = line.theirs
    if theirs is None:
        theirs = Membership(user_id=receiver.id, company_id=line.company.id)
        db.session.add(theirs)
    if line.fate is Fate.MOVES:
        theirs.role, theirs.reference = line.membership.role, line.membership.reference
        theirs.status, theirs.awaits_staff = MembershipStatus.ACTIVE, False
        theirs.created_at, theirs.ended_at, theirs.last_opened_at = now(), None, None
        # The company knows the firm, not each of its people; another firm, it will be asked about.
        same_firm = fold(giver.firm_name or "") == fold(receiver.firm_name or "")
        theirs.recognised_at = line.membership.recognised_at if same_firm else None
    theirs.reference = theirs.reference or line.membership.reference
    company_access.close(line.membership, MembershipStatus.REMOVED)


def _receivers() -> Select[Any]:
    return select(User.id).where(
        User.profile != Profile.STAFF, User.activated_at.is_not(None), User.disabled_at.is_(None)
    )


def _people(keys: list[int]) -> list[User]:
    return list(db.session.scalars(select(User).where(User.id.in_(keys)).order_by(User.search, User.id)))


def _links(giver: User, receiver: User) -> Select[Membership, Company, Membership]:
    theirs = aliased(Membership)
    beside = (theirs.company_id == Membership.company_id) & (theirs.user_id == receiver.id)
    return (
        select(Membership, Company, theirs)
        .join(Company, Company.id == Membership.company_id)
        .outerjoin(theirs, beside)
        .where(Membership.user_id == giver.id, Membership.status == MembershipStatus.ACTIVE)
    )


def _lines(giver: User, rows: Iterable[Any]) -> list[Line]:
    alone = {company.public_id for company in account_closing.left_without_manager(giver)}
    lines = []
    for membership, company, theirs in rows:
        is_alone = company.public_id in alone
        fate = _fate(theirs, is_alone=is_alone)
        lines.append(Line(membership, company, theirs, fate, takes_over=is_alone and fate is Fate.MOVES))
    return lines


def _fate(theirs: Membership | None, *, is_alone: bool) -> Fate:
    if theirs is not None and theirs.status is MembershipStatus.SUSPENDED:
        return Fate.DISOWNED
    if theirs is None or not theirs.is_active:
        return Fate.MOVES
    return Fate.LAST_MANAGER if is_alone and theirs.role is not Role.MANAGER else Fate.ALREADY
