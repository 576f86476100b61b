"""Who has access to a company, and what its managers do about it: recognise, accept, promote, remove, disown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.mail import account_letters, letters
from app.models import Company, Membership, MembershipStatus, Role, User
from app.services import audit, declarant_numbers
from app.tenancy import CompanyAccess

_SHOWN = (MembershipStatus.ACTIVE, MembershipStatus.PENDING)


class AwaitsStaff(Exception):
    """This request is the association's to decide on."""


class LastManager(Exception):
    """The only manager of a company cannot leave it without a manager."""


def one_at_a_time(access: CompanyAccess) -> None:
    """What is decided of this company waits for whoever is deciding, until they have saved."""
    db.session.execute(select(Company.id).where(Company.id == access.company.id).with_for_update(key_share=True))


@dataclass(frozen=True)
class PersonWithAccess:
    """A line of « Accès au portail »; the last sign-in is shown to the company itself only.

    Of somebody invited, nothing but the address that was typed is shown until they come: a manager does not learn by
    inviting an address whether it has an account, and whose.
    """

    membership_id: int
    user_id: int
    name: str
    email: str
    firm_name: str | None
    job_title: str
    role: Role
    is_pending: bool
    is_invited: bool
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
    one_at_a_time(access)
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
    audit.record("membership.recognised", actor=access.user, company=access.company, person=person)


def disown(access: CompanyAccess, membership: Membership, person: User) -> None:
    """« Ce n’est pas nous » : the person is out at once, the number they used opens nothing any more, staff is told."""
    farewell = _farewell(membership)
    close(membership, MembershipStatus.SUSPENDED)
    declarant_numbers.retire(access.company)
    farewell(person, access.company)
    letters.disowned_alert(person, access.company)
    audit.record("membership.disowned", actor=access.user, company=access.company, person=person)


def change_role(access: CompanyAccess, membership: Membership, person: User, role: Role) -> None:
    """Make one of the company's own people its manager, or its user again. Raises LastManager."""
    if membership.role is role:
        return
    if managers_who_answer(access.company) == [membership.id]:
        raise LastManager
    membership.role = role
    account_letters.role_changed(person, access.company, role)
    audit.record("membership.role_changed", actor=access.user, company=access.company, person=person, role=role.value)


def shown_name(membership: Membership, person: User) -> str:
    """How a manager names somebody with access: by their address alone while they are only invited."""
    return person.email if membership.is_invitation else person.described


def remove(access: CompanyAccess, membership: Membership, person: User) -> None:
    """Take somebody's access away, or leave the company oneself. Raises LastManager."""
    if managers_who_answer(access.company) == [membership.id]:
        raise LastManager
    farewell = _farewell(membership)
    was_pending = membership.status is MembershipStatus.PENDING
    close(membership, MembershipStatus.REFUSED if was_pending else MembershipStatus.REMOVED)
    farewell(person, access.company)
    audit.record(
        "membership.refused" if was_pending else "membership.removed",
        actor=access.user,
        company=access.company,
        person=person,
    )


def _farewell(membership: Membership) -> Callable[[User, Company], None]:
    """The letter to somebody whose access is about to be closed, or never was open."""
    return letters.request_refused if membership.status is MembershipStatus.PENDING else letters.access_ended


def close(membership: Membership, status: MembershipStatus) -> None:
    """From now on this link opens nothing, the private address of a calendar no more than the rest."""
    membership.status, membership.ended_at, membership.calendar_digest = status, now(), None


def managers_who_answer(company: Company) -> list[int]:
    """The memberships of the managers who can come and answer; who was invited has to have come once."""
    return list(
        db.session.scalars(
            select(Membership.id)
            .join(User, User.id == Membership.user_id)
            .where(
                Membership.company_id == company.id,
                Membership.role == Role.MANAGER,
                Membership.status == MembershipStatus.ACTIVE,
                User.activated_at.is_not(None),
                User.disabled_at.is_(None),
                Membership.last_opened_at.is_not(None)
                | Membership.recognised_at.is_(None)
                | (Membership.recognised_at != Membership.created_at),
            )
        )
    )


def _person(membership: Membership, user: User, access: CompanyAccess) -> PersonWithAccess:
    invited = membership.is_invitation
    return PersonWithAccess(
        membership_id=membership.id,
        user_id=user.id,
        name=user.email if invited else user.full_name,
        email=user.email,
        firm_name=None if invited else user.firm_name,
        job_title="" if invited else user.job_title,
        role=membership.role,
        is_pending=membership.status is MembershipStatus.PENDING,
        is_invited=invited,
        awaits_staff=membership.status is MembershipStatus.PENDING and membership.awaits_staff,
        is_recognised=membership.recognised_at is not None,
        since=membership.created_at,
        last_sign_in_at=None if access.role.is_third_party or invited else user.last_sign_in_at,
    )
