"""Who has access to a company, and what its managers do about it: recognise, accept, refuse, remove, disown."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.clock import now
from app.extensions import db
from app.mail import letters
from app.models import Company, Membership, MembershipStatus, Role, User
from app.services import audit, declarant_numbers
from app.tenancy import CompanyAccess

_SHOWN = (MembershipStatus.ACTIVE, MembershipStatus.PENDING)


class AwaitsStaff(Exception):
    """This request is the association's to decide on."""


class LastManager(Exception):
    """The only manager of a company cannot leave it without a manager."""


@dataclass(frozen=True)
class PersonWithAccess:
    """A line of « Accès au portail »; the last sign-in is shown to the company itself only."""

    membership_id: int
    user_id: int
    name: str
    email: str
    firm_name: str | None
    job_title: str
    role: Role
    is_pending: bool
    awaits_staff: bool
    is_recognised: bool
    since: datetime
    last_sign_in_at: datetime | None


def people(access: CompanyAccess) -> list[PersonWithAccess]:
    """Everybody who may enter this company or asks to; a third party sees itself, and the company's own people."""
    statement = (
        select(Membership, User)
        .join(User, User.id == Membership.user_id)
        .where(Membership.company_id == access.company.id, Membership.status.in_(_SHOWN))
        .order_by(Membership.status, Membership.role, User.last_name, User.id)
    )
    if access.role.is_third_party:
        statement = statement.where((Membership.role != Role.THIRD_PARTY) | (Membership.user_id == access.user.id))
    return [_person(membership, user, access) for membership, user in db.session.execute(statement)]


def count(access: CompanyAccess) -> int:
    """How many people may enter this company."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Membership)
            .where(Membership.company_id == access.company.id, Membership.status == MembershipStatus.ACTIVE)
        )
        or 0
    )


def to_recognise(access: CompanyAccess) -> PersonWithAccess | None:
    """The third party that no manager has recognised yet, or the person who waits for an answer: one at a time."""
    waiting = (Membership.status == MembershipStatus.PENDING) | (
        (Membership.role == Role.THIRD_PARTY) & Membership.recognised_at.is_(None)
    )
    row = db.session.execute(
        select(Membership, User)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.company_id == access.company.id,
            Membership.status.in_(_SHOWN),
            User.activated_at.is_not(None),
            ~Membership.awaits_staff | (Membership.status == MembershipStatus.ACTIVE),
            waiting,
        )
        .order_by(Membership.created_at)
        .limit(1)
    ).one_or_none()
    return _person(*row, access) if row else None


def find(access: CompanyAccess, membership_id: int) -> tuple[Membership, User] | None:
    """Somebody's link with this company, while it counts: to decide on, so one decision at a time in a company."""
    db.session.execute(select(Company.id).where(Company.id == access.company.id).with_for_update(key_share=True))
    row = db.session.execute(
        select(Membership, User)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.company_id == access.company.id,
            Membership.id == membership_id,
            Membership.status.in_(_SHOWN),
        )
        .with_for_update(of=Membership)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def recognise(access: CompanyAccess, membership: Membership, person: User) -> None:
    """« C’est bien notre prestataire » : a pending request is accepted, an active one confirmed.

    Raises AwaitsStaff for a request that only the association may grant.
    """
    was_pending = membership.status is MembershipStatus.PENDING
    if was_pending and membership.awaits_staff:
        raise AwaitsStaff
    membership.status = MembershipStatus.ACTIVE
    membership.recognised_at = now()
    if was_pending:
        letters.request_accepted(person, access.company)
    audit.record("membership.recognised", actor=access.user, company=access.company, person=person.id)


def disown(access: CompanyAccess, membership: Membership, person: User) -> None:
    """« Ce n’est pas nous » : the person is out at once, the number they used opens nothing any more, staff is told."""
    _close(membership, MembershipStatus.SUSPENDED)
    declarant_numbers.retire(access.company)
    letters.access_ended(person, access.company)
    letters.disowned_alert(person, access.company)
    audit.record("membership.disowned", actor=access.user, company=access.company, person=person.id)


def remove(access: CompanyAccess, membership: Membership, person: User) -> None:
    """Take somebody's access away, or leave the company oneself. Raises LastManager."""
    if _managers(access) == [membership.id]:
        raise LastManager
    was_pending = membership.status is MembershipStatus.PENDING
    _close(membership, MembershipStatus.REFUSED if was_pending else MembershipStatus.REMOVED)
    (letters.request_refused if was_pending else letters.access_ended)(person, access.company)
    audit.record("membership.removed", actor=access.user, company=access.company, person=person.id)


def _close(membership: Membership, status: MembershipStatus) -> None:
    membership.status, membership.ended_at = status, now()


def _managers(access: CompanyAccess) -> list[int]:
    """The memberships of the managers who can come and answer."""
    return list(
        db.session.scalars(
            select(Membership.id)
            .join(User, User.id == Membership.user_id)
            .where(
                Membership.company_id == access.company.id,
                Membership.role == Role.MANAGER,
                Membership.status == MembershipStatus.ACTIVE,
                User.activated_at.is_not(None),
                User.disabled_at.is_(None),
            )
        )
    )


def _person(membership: Membership, user: User, access: CompanyAccess) -> PersonWithAccess:
    return PersonWithAccess(
        membership_id=membership.id,
        user_id=user.id,
        name=user.full_name,
        email=user.email,
        firm_name=user.firm_name,
        job_title=user.job_title,
        role=membership.role,
        is_pending=membership.status is MembershipStatus.PENDING,
        awaits_staff=membership.status is MembershipStatus.PENDING and membership.awaits_staff,
        is_recognised=membership.recognised_at is not None,
        since=membership.created_at,
        last_sign_in_at=None if access.role.is_third_party else user.last_sign_in_at,
    )
