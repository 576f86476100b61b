"""The tables. Import from here: `from app.models import Company`."""

from app.models.access import AttemptCounter, EnrolmentGrant, ProvisionalKind, ProvisionalPassword, UserSession
from app.models.audit import AuditEvent
from app.models.base import Base
from app.models.company import Company
from app.models.employee import Employee, FollowUp
from app.models.membership import Membership, MembershipStatus, Role
from app.models.outbox import OutboxMessage, OutboxStatus
from app.models.user import Profile, User

__all__ = [
    "AttemptCounter",
    "AuditEvent",
    "Base",
    "Company",
    "Employee",
    "EnrolmentGrant",
    "FollowUp",
    "Membership",
    "MembershipStatus",
    "OutboxMessage",
    "OutboxStatus",
    "Profile",
    "ProvisionalKind",
    "ProvisionalPassword",
    "Role",
    "User",
    "UserSession",
]
