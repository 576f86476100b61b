"""Attachments that wait for the association: by its policy, or because somebody was guessing identifiers."""

from sqlalchemy import Select, select

from app.clock import now
from app.extensions import db
from app.mail import letters
from app.models import Company, Membership, MembershipStatus, User
from app.services import audit
from app.tenancy import all_companies


def accept(agent: User, membership_id: int) -> bool:
    """Let somebody in; False when it was decided meanwhile."""
    return _decide(agent, membership_id, MembershipStatus.ACTIVE)


def refuse(agent: User, membership_id: int) -> bool:
    """Keep somebody out; False when it was decided meanwhile."""
    return _decide(agent, membership_id, MembershipStatus.REFUSED)


def _decide(agent: User, membership_id: int, status: MembershipStatus) -> bool:
    with all_companies("staff decides on attachments of every company"):
        row = db.session.execute(
            _pending().where(Membership.id == membership_id).with_for_update(of=Membership)
        ).one_or_none()
        if row is None:
            return False
        membership, company, user = row
        membership.status = status
        if status is MembershipStatus.ACTIVE:
            letters.request_accepted(user, company)
        else:
            membership.ended_at = now()
            letters.request_refused(user, company)
        audit.record(f"staff.attachment_{status.value}", actor=agent, company=company, person=user)
    return True


def _pending() -> Select[Membership, Company, User]:
    return (
        select(Membership, Company, User)
        .join(Company, Company.id == Membership.company_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.status == MembershipStatus.PENDING)
    )
