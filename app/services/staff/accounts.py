"""The accounts of members and firms: found, helped, closed for a while. Agents never see nor set a password."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, update

from app.clock import now
from app.extensions import db
from app.mail import letters
from app.models import Company, Membership, MembershipStatus, Profile, ProvisionalPassword, Role, User, UserSession
from app.services import accounts, audit, provisional, sessions, throttle
from app.services.paging import Page
from app.services.search import patterns
from app.services.staff import lockouts
from app.services.staff.paging import page_of_keys
from app.tenancy import all_companies

# How many companies the page of an account shows; the others are in « Rattachements ».
SHOWN = 20
_OPEN = (MembershipStatus.ACTIVE, MembershipStatus.PENDING)


class State(StrEnum):
    """Where an account stands, as agents filter them."""

    ACTIVE = "actif"
    TO_CHOOSE = "mot-de-passe"
    BLOCKED = "bloque"
    NEVER = "jamais"
    DISABLED = "desactive"

    @property
    def label(self) -> str:
        return {
            "actif": "Actif",
            "mot-de-passe": "Mot de passe à changer",
            "bloque": "Bloqué",
            "jamais": "Jamais connecté",
            "desactive": "Désactivé",
        }[self.value]


@dataclass(frozen=True)
class Filters:
    query: str = ""
    state: State | None = None


@dataclass(frozen=True)
class Listed:
    """An account as the list shows it; `companies` counts those it may enter."""

    user: User
    state: State
    companies: int


@dataclass(frozen=True)
class Linked:
    """A company of an account."""

    membership_id: int
    public_id: str
    name: str
    city: str | None
    role: Role
    is_pending: bool


@dataclass(frozen=True)
class Account:
    """An account with what an agent needs to help: where it stands, its live sessions, its first companies."""

    user: User
    state: State
    sessions: int
    last_seen_at: datetime | None
    companies: list[Linked]
    total: int


def page(filters: Filters, number: int = 1) -> Page[Listed]:
    """One page of accounts, by name."""
    blocked = lockouts.blocked_ids()
    found = select(User.id).where(_is_theirs())
    for pattern in patterns(filters.query).values():
        found = found.where(User.search.like(pattern, escape="/"))
    if filters.state:
        found = found.where(_is(filters.state, blocked))
    order = (User.search, User.id)
    with all_companies("agents look for accounts of every company"):
        return page_of_keys(found, order, number, lambda keys: _listed(keys, blocked))


def find(user_id: int) -> User | None:
    """An account of a member or a firm. Those of agents are managed elsewhere, those that were closed by nobody."""
    return db.session.scalars(select(User).where(User.id == user_id, _is_theirs())).one_or_none()


def shown(user: User) -> Account:
    """All that the page of an account says."""
    with all_companies("an agent helps somebody, whatever their companies"):
        links = _links(user).with_only_columns(
            Membership.id, Company.public_id, Company.name, Company.city, Membership.role, Membership.status
        )
        rows = db.session.execute(links.order_by(Company.search, Company.id).limit(SHOWN))
        companies = [Linked(*row[:5], is_pending=row[5] is MembershipStatus.PENDING) for row in rows]
        total = db.session.scalar(_links(user).with_only_columns(func.count(), maintain_column_froms=True)) or 0
    to_choose = bool(db.session.scalar(select(User.id).where(User.id == user.id, _has_to_choose())))
    live = sessions.live_of(user)
    state = _state(user, to_choose=to_choose, blocked=lockouts.is_blocked(user))
    return Account(user, state, len(live), live[0].seen_at if live else None, companies, total)


def note_read(agent: User, user_id: int) -> None:
    """Write in the journal that an agent looked at an account."""
    if user := find(user_id):
        audit.record("account.read", actor=agent, person=user)


def send_activation(agent: User, user: User) -> bool:
    """Mail another first password to somebody who never came; False when there is no need to.

    Raises throttle.TooManyAttempts when that address was written to often enough.
    """
    if user.activated_at is not None or user.disabled_at is not None:
        return False
    throttle.spend((accounts.MAILS_PER_ADDRESS, user.email))
    with all_companies("which company to name in the letter"):
        company = db.session.scalars(
            _links(user).with_only_columns(Company).order_by(Membership.id.desc()).limit(1)
        ).one_or_none()
    letters.first_password(user, company)
    audit.record("account.activation_sent", actor=agent, person=user)
    return True


def unblock(agent: User, user: User) -> bool:
    """Let somebody try again who mistyped their password too often; False when nothing was in the way."""
    if not lockouts.forget(user):
        return False
    audit.record("account.unblocked", actor=agent, person=user)
    return True


def disable(agent: User, user: User) -> bool:
    """Close an account: signed out everywhere, and in no more. False when that was done already."""
    if not _switch(user, User.disabled_at.is_(None), now()):
        return False
    sessions.end_all(user)
    provisional.end_all(user.id)
    audit.record("account.disabled", actor=agent, person=user)
    return True


def enable(agent: User, user: User) -> bool:
    """Open a closed account again, with the companies it had. False when that was done already."""
    if not _switch(user, User.disabled_at.is_not(None), None):
        return False
    audit.record("account.enabled", actor=agent, person=user)
    return True


def _switch(user: User, still: ColumnElement[bool], disabled_at: datetime | None) -> bool:
    result: Any = db.session.execute(
        update(User)
        .where(User.id == user.id, still)
        .values(disabled_at=disabled_at)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(user)
    return int(result.rowcount) == 1


def _links(user: User) -> Select[Any]:
    joined = select(Membership).join(Company, Company.id == Membership.company_id)
    return joined.where(Membership.user_id == user.id, Membership.status.in_(_OPEN))


def _is_theirs() -> ColumnElement[bool]:
    return (User.profile != Profile.STAFF) & ~accounts.are_forgotten()


def _has_to_choose() -> ColumnElement[bool]:
    """Came in by a one-time password and stopped there, or was mailed one that still opens."""
    stopped = select(UserSession.id).where(
        UserSession.user_id == User.id, UserSession.must_choose_password, UserSession.ended_at.is_(None)
    )
    mailed = select(ProvisionalPassword.id).where(
        ProvisionalPassword.user_id == User.id,
        ProvisionalPassword.spent_at.is_(None),
        ProvisionalPassword.expires_at > now(),
    )
    return or_(stopped.exists(), User.activated_at.is_not(None) & mailed.exists())


def _is(state: State, blocked: set[int]) -> ColumnElement[bool]:
    enabled, is_blocked = User.disabled_at.is_(None), User.id.in_(sorted(blocked))
    usual = enabled & ~is_blocked
    return {
        State.DISABLED: ~enabled,
        State.BLOCKED: enabled & is_blocked,
        State.TO_CHOOSE: usual & _has_to_choose(),
        State.NEVER: usual & User.activated_at.is_(None) & ~_has_to_choose(),
        State.ACTIVE: usual & User.activated_at.is_not(None) & ~_has_to_choose(),
    }[state]


def _state(user: User, *, to_choose: bool, blocked: bool) -> State:
    if user.disabled_at is not None:
        return State.DISABLED
    if blocked:
        return State.BLOCKED
    if to_choose:
        return State.TO_CHOOSE
    return State.NEVER if user.activated_at is None else State.ACTIVE


def _listed(keys: list[int], blocked: set[int]) -> list[Listed]:
    entered = select(func.count()).where(Membership.user_id == User.id, Membership.status == MembershipStatus.ACTIVE)
    rows = db.session.execute(
        select(User, _has_to_choose(), entered.correlate(User).scalar_subquery())
        .where(User.id.in_(keys))
        .order_by(User.search, User.id)
    )
    return [
        Listed(user, _state(user, to_choose=to_choose, blocked=user.id in blocked), companies)
        for user, to_choose, companies in rows
    ]
