"""A manager invites a colleague into the company's space (Inviter un collègue)."""

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app

from app.clock import now
from app.extensions import db
from app.mail import account_letters, letters
from app.models import Membership, MembershipStatus, Role, User
from app.services import accounts, attachments, audit, company_access, throttle
from app.services.throttle import Limit
from app.tenancy import CompanyAccess

PER_COMPANY = Limit("invitations-company", 20, timedelta(days=1))


@dataclass(frozen=True)
class Colleague:
    """Who is invited, as the manager knows them. An account that exists keeps its own names."""

    last_name: str
    first_name: str
    job_title: str
    email: str
    role: Role


class AlreadyThere(Exception):
    """This address already has access to the company, or asks for it: the manager sees it in the list."""


def count_attempt(access: CompanyAccess, email: str) -> None:
    """Count an invitation before it is made. Raises throttle.TooManyAttempts."""
    throttle.spend((PER_COMPANY, str(access.company.id)), (accounts.MAILS_PER_ADDRESS, email))


def invite(access: CompanyAccess, colleague: Colleague) -> Membership:
    """Attach the colleague and write to them: a first password, or the news that a company was added (M05).

    What the manager sees next is the same whether the address has an account or not. Raises AlreadyThere.
    """
    company_access.one_at_a_time(access)
    user = accounts.find(colleague.email) or accounts.new(
        colleague.email,
        last_name=colleague.last_name,
        first_name=colleague.first_name,
        job_title=colleague.job_title,
    )
    membership = attachments.of(user, access.company)
    if membership is None:
        membership = Membership(user_id=user.id, company_id=access.company.id)
        db.session.add(membership)
    elif membership.status in (MembershipStatus.ACTIVE, MembershipStatus.PENDING):
        raise AlreadyThere
    _open(membership, colleague.role)
    db.session.flush()
    _write_to(access, user, membership)
    for manager in attachments.managers_of(access.company):
        if manager.id not in (user.id, access.user.id):
            account_letters.colleague_invited(manager, access.user, access.company, user.email, membership)
    audit.record(
        "membership.invited", actor=access.user, company=access.company, person=user, role=colleague.role.value
    )
    return membership


def send_again(access: CompanyAccess, membership: Membership, person: User) -> None:
    """Write once more to somebody who has not come yet."""
    _write_to(access, person, membership)
    audit.record("membership.invited_again", actor=access.user, company=access.company, person=person)


def _open(membership: Membership, role: Role) -> None:
    """Open to the colleague, or waiting for the association when it decides of every attachment."""
    membership.role, membership.reference = role, None
    membership.awaits_staff = current_app.config["ATTACH_POLICY"] == "staff"
    membership.status = MembershipStatus.PENDING if membership.awaits_staff else MembershipStatus.ACTIVE
    membership.created_at = membership.recognised_at = now()
    membership.ended_at = membership.last_opened_at = None


def _write_to(access: CompanyAccess, user: User, membership: Membership) -> None:
    if user.disabled_at is not None:
        return
    if user.activated_at is None:
        letters.first_password(user, access.company, invited_by=access.user)
    else:
        letters.company_added(user, access.company, membership, invited_by=access.user)
