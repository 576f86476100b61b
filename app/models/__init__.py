"""The tables. Import from here: `from app.models import Company`."""

from app.models.access import (
    AttemptCounter,
    EmailChange,
    EnrolmentGrant,
    ProvisionalKind,
    ProvisionalPassword,
    UserSession,
)
from app.models.appointment import AppointmentRequest, RequestState
from app.models.audit import AuditEvent
from app.models.base import Base
from app.models.company import Company
from app.models.declaration import Campaign, Declaration, DeclarationState, DeclaredEmployee
from app.models.details import CompanyContact, CompanyDetails, ContactKind
from app.models.document import Document, DocumentKind, DocumentReading, DocumentState
from app.models.document_batch import BatchState, DocumentBatch, DroppedAs, DroppedFile, FileState
from app.models.employee import Employee, FollowUp
from app.models.exchange import ExportRun, ImportRun, ImportState
from app.models.history import EmployeeEvent, EmployeeEventKind
from app.models.job import Job, JobState
from app.models.membership import Membership, MembershipStatus, Role
from app.models.message import ContactMessage
from app.models.outbox import DigestItem, OutboxMessage, OutboxStatus
from app.models.queue import DeclarationQueue
from app.models.sending import Numbering, RegularRun, SentForm
from app.models.setting import Setting, TextVersion
from app.models.staff import RecoveryCode, SecondFactor, StaffMember, StaffRight
from app.models.user import Profile, Topic, User
from app.models.visit import Centre, NoticeDecision, NoticeKind, Visit, VisitKind, VisitNotice, VisitState

__all__ = [
    "AppointmentRequest",
    "AttemptCounter",
    "AuditEvent",
    "Base",
    "BatchState",
    "Campaign",
    "Centre",
    "Company",
    "CompanyContact",
    "CompanyDetails",
    "ContactKind",
    "ContactMessage",
    "Declaration",
    "DeclarationQueue",
    "DeclarationState",
    "DeclaredEmployee",
    "DigestItem",
    "Document",
    "DocumentBatch",
    "DocumentKind",
    "DocumentReading",
    "DocumentState",
    "DroppedAs",
    "DroppedFile",
    "EmailChange",
    "Employee",
    "EmployeeEvent",
    "EmployeeEventKind",
    "EnrolmentGrant",
    "ExportRun",
    "FileState",
    "FollowUp",
    "ImportRun",
    "ImportState",
    "Job",
    "JobState",
    "Membership",
    "MembershipStatus",
    "NoticeDecision",
    "NoticeKind",
    "Numbering",
    "OutboxMessage",
    "OutboxStatus",
    "Profile",
    "ProvisionalKind",
    "ProvisionalPassword",
    "RecoveryCode",
    "RegularRun",
    "RequestState",
    "Role",
    "SecondFactor",
    "SentForm",
    "Setting",
    "StaffMember",
    "StaffRight",
    "TextVersion",
    "Topic",
    "User",
    "UserSession",
    "Visit",
    "VisitKind",
    "VisitNotice",
    "VisitState",
]
