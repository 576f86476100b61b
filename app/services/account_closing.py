"""« Supprimer mon compte » : the person is forgotten, what they did for companies stays, without their name."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import aliased

from app.clock import now, today
from app.extensions import db
from app.mail import account_letters
from app.models import (
    Company,
    DeclarationQueue,
    EmailChange,
    Membership,
    MembershipStatus,
    OutboxMessage,
    OutboxStatus,
    ProvisionalPassword,
    Role,
    User,
    UserSession,
)
from app.services import accounts, audit, news, sign_in
from app.tenancy import all_companies

FORGOTTEN = "Compte supprimé"


class LastManagerOf(Exception):
    """Companies would be left without anybody to answer for them."""


@dataclass(frozen=True)
class Left:
    """A company that this person alone manages."""

    public_id: str
    name: str


def left_without_manager(user: User) -> list[Left]:
    """The companies, still members of the association, of which this person is the only manager."""
    mine, other, colleague = aliased(Membership), aliased(Membership), aliased(User)
    another = exists().where(
        other.company_id == Company.id,
        other.user_id != user.id,
        colleague.id == other.user_id,
        colleague.activated_at.is_not(None),
        colleague.disabled_at.is_(None),
        *_manages(other),
        # Whoever was invited has to have come once.
        other.last_opened_at.is_not(None) | other.recognised_at.is_(None) | (other.recognised_at != other.created_at),
    )
    with all_companies("whether somebody else manages each company of a person who leaves"):
        rows = db.session.execute(
            select(Company.public_id, Company.name)
            .join(mine, mine.company_id == Company.id)
            .where(
                mine.user_id == user.id,
                *_manages(mine),
                Company.left_on.is_(None) | (Company.left_on > today()),
                ~another,
            )
            .order_by(Company.search, Company.id)
        )
        return [Left(*row) for row in rows]


def close(user: User, password: str, *, address: str | None) -> None:
    """Forget this person for good. Raises sign_in.WrongPassword, throttle.TooManyAttempts or LastManagerOf."""
    sign_in.confirm(user, password, address=address)
    _hold_companies(user)
    if left_without_manager(user):
        raise LastManagerOf
    email = user.email
    audit.record("account.closed", actor=user)
    _end_memberships(user)
    _forget_traces(user)
    _forget_person(user)
    account_letters.account_closed(email)


def _manages(membership: Any) -> tuple[Any, ...]:
    return membership.role == Role.MANAGER, membership.status == MembershipStatus.ACTIVE


def _hold_companies(user: User) -> None:
    """Two managers who leave at once do so one after the other."""
    with all_companies("the companies that a person leaves"):
        db.session.execute(
            select(Company.id)
            .join(Membership, Membership.company_id == Company.id)
            .where(Membership.user_id == user.id, *_manages(Membership))
            .order_by(Company.id)
            .with_for_update(of=Company, key_share=True)
        )


def _end_memberships(user: User) -> None:
    with all_companies("every company of a person who leaves the portal"):
        db.session.execute(
            update(Membership)
            .where(
                Membership.user_id == user.id,
                Membership.status.in_((MembershipStatus.ACTIVE, MembershipStatus.PENDING)),
            )
            .values(status=MembershipStatus.REMOVED, ended_at=now())
        )
        db.session.execute(
            update(Membership).where(Membership.user_id == user.id).values(reference=None, calendar_digest=None)
        )


def _forget_traces(user: User) -> None:
    news.forget(user)
    for table in (EmailChange, ProvisionalPassword, UserSession, DeclarationQueue):
        db.session.execute(delete(table).where(table.user_id == user.id))
    # A letter that waits would be the last thing to name them; one that left keeps the address for its month.
    db.session.execute(
        delete(OutboxMessage).where(OutboxMessage.user_id == user.id, OutboxMessage.status == OutboxStatus.QUEUED)
    )


def _forget_person(user: User) -> None:
    user.email, user.first_name = f"compte-{user.id}{accounts.NO_ADDRESS}", FORGOTTEN
    user.last_name = user.job_title = ""
    user.mobile = user.firm_name = user.password_hash = user.last_sign_in_at = None
    user.wants_reminders = user.wants_documents = user.wants_visits = user.daily_digest = False
    user.disabled_at = now()
