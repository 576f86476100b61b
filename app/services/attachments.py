"""Attaching people to companies (rattachement): who is let in at once, who waits, and who is told."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select

from app.clock import now
from app.extensions import db
from app.mail import letters
from app.models import Company, Membership, MembershipStatus, Role, User
from app.services import audit
from app.tenancy import all_companies

ANSWERED_WITHIN = timedelta(days=14)


def attach(
    user: User,
    company: Company,
    *,
    third_party: bool,
    guarded: bool,
    reference: str | None = None,
    tell_user: bool = True,
) -> Membership:
    """Attach a person who proved the company's identifiers; the company's managers are told.

    The first person of the company itself becomes its manager (responsable), the next ones its users: a letter found
    on a desk must not be enough to remove the manager. Depending on ATTACH_POLICY, or when somebody is guessing
    identifiers, the attachment waits for a manager or for the association.
    """
    role = _role_for(company, third_party)
    membership = of(user, company)
    if membership is None:
        membership = Membership(user_id=user.id, company_id=company.id)
        db.session.add(membership)
    elif membership.status in (MembershipStatus.ACTIVE, MembershipStatus.PENDING):
        return membership
    membership.role, membership.reference = role, reference
    membership.awaits_staff = guarded or current_app.config["ATTACH_POLICY"] == "staff"
    membership.status = _first_status(company, membership)
    membership.created_at, membership.ended_at, membership.recognised_at = now(), None, None
    db.session.flush()
    audit.record(f"membership.{membership.status.value}", actor=user, company=company, role=role.value)
    if user.activated_at is not None:
        tell_company(user, company, membership)
        if tell_user:
            letters.company_added(user, company, membership)
    return membership


def withdraw(user: User, company: Company, *, since: datetime) -> None:
    """Take back an attachment made since then, by mistake, for somebody who never came."""
    with all_companies("a company that was given to a mistyped address"):
        db.session.execute(
            delete(Membership).where(
                Membership.user_id == user.id, Membership.company_id == company.id, Membership.created_at >= since
            )
        )


def has_any(user: User) -> bool:
    """Whether this person was ever attached to a company."""
    with all_companies("whether a mistyped address has companies of its own"):
        return (
            db.session.scalars(select(Membership.id).where(Membership.user_id == user.id).limit(1)).first() is not None
        )


def of(user: User, company: Company) -> Membership | None:
    """This person's link with this company, whatever its state."""
    with all_companies("whether this person already knows this company"):
        return db.session.scalars(
            select(Membership).where(Membership.user_id == user.id, Membership.company_id == company.id)
        ).one_or_none()


def active_access(user: User, company: Company) -> Company | None:
    """The company itself when this person may already enter it."""
    membership = of(user, company)
    return company if membership is not None and membership.is_active else None


def tell_company(user: User, company: Company, membership: Membership) -> None:
    """Tell the company's managers, or its known contact when it has none, that somebody came in or asks to."""
    told = [person.email for person in managers_of(company) if person.id != user.id]
    if not told and company.email and company.email != user.email:
        told = [company.email]
    for email in told:
        letters.somebody_attached(email, user, company, membership)


def announce_all_of(user: User) -> None:
    """An account just became real: tell each of its companies."""
    with all_companies("every company of a person who has just proved their address"):
        rows = db.session.execute(
            select(Company, Membership)
            .join(Membership, Membership.company_id == Company.id)
            .where(
                Membership.user_id == user.id,
                Membership.status.in_((MembershipStatus.ACTIVE, MembershipStatus.PENDING)),
            )
        ).all()
    for company, membership in rows:
        # Whoever was invited was announced by then.
        if not membership.is_invitation:
            tell_company(user, company, membership)


def expire_pending() -> int:
    """Requests that nobody answered for 14 days are refused, and their authors told; returns how many."""
    with all_companies("requests left unanswered"):
        rows = db.session.execute(
            select(Membership, User, Company)
            .join(User, User.id == Membership.user_id)
            .join(Company, Company.id == Membership.company_id)
            .where(Membership.status == MembershipStatus.PENDING, Membership.created_at < now() - ANSWERED_WITHIN)
            .with_for_update(of=Membership)
        ).all()
        for membership, user, company in rows:
            membership.status, membership.ended_at = MembershipStatus.REFUSED, now()
            letters.request_refused(user, company)
            audit.record("membership.expired", company=company, person=user)
    return len(rows)


def managers_of(company: Company) -> list[User]:
    """The people who answer for this company on the portal."""
    return [manager for _, manager in managers_of_each([company.id])]


def managers_of_each(company_ids: Sequence[int]) -> list[tuple[int, User]]:
    """The people who answer for each of these companies: (company, manager), in one statement."""
    with all_companies("the managers to tell"):
        return [
            (company_id, manager)
            for company_id, manager in db.session.execute(
                select(Membership.company_id, User)
                .join(User, User.id == Membership.user_id)
                .where(
                    Membership.company_id.in_(company_ids),
                    Membership.role == Role.MANAGER,
                    Membership.status == MembershipStatus.ACTIVE,
                    User.activated_at.is_not(None),
                    User.disabled_at.is_(None),
                )
                .order_by(User.id, Membership.company_id)
            )
        ]


def _role_for(company: Company, third_party: bool) -> Role:
    if third_party:
        return Role.THIRD_PARTY
    return Role.MEMBER if managers_of(company) else Role.MANAGER


def _first_status(company: Company, membership: Membership) -> MembershipStatus:
    asks_manager = current_app.config["ATTACH_POLICY"] == "approve" and bool(managers_of(company))
    return MembershipStatus.PENDING if membership.awaits_staff or asks_manager else MembershipStatus.ACTIVE
