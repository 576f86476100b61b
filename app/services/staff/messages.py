"""The messages that people wrote by the contact form: read, and handled once."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update

from app.clock import now
from app.extensions import db
from app.models import Company, ContactMessage, User
from app.services import audit, files
from app.services.contact_messages import REFERENCE, SUBJECTS
from app.services.paging import Page
from app.services.staff.paging import page_of_keys
from app.tenancy import all_companies

_WHY = "agents answer the messages of every company"


@dataclass(frozen=True)
class Filters:
    """Which messages: those that wait, those that are handled, or all of them (None); of one subject, or of any."""

    waiting: bool | None = True
    subject: str = ""


@dataclass(frozen=True)
class Listed:
    """A message as the list shows it."""

    reference: str
    name: str
    email: str
    subject: str
    company: str | None
    at: datetime
    has_file: bool
    handled_at: datetime | None
    handled_by: str | None


@dataclass(frozen=True)
class Shown:
    """A message, its company when its sender was attached to one, and the agent who handled it."""

    message: ContactMessage
    company: Company | None
    handled_by: str | None

    @property
    def subject(self) -> str:
        return SUBJECTS.get(self.message.subject, self.message.subject)


def page(filters: Filters, number: int = 1) -> Page[Listed]:
    """One page of messages: those that wait from the oldest, the others from the newest."""
    found = select(ContactMessage.id)
    if filters.waiting is not None:
        is_waiting = ContactMessage.handled_at.is_(None)
        found = found.where(is_waiting if filters.waiting else ~is_waiting)
    if filters.subject:
        found = found.where(ContactMessage.subject == filters.subject)
    order = (ContactMessage.at if filters.waiting else ContactMessage.at.desc(), ContactMessage.id)
    with all_companies(_WHY):
        return page_of_keys(found, order, number, lambda keys: _listed(keys, order))


def count_waiting() -> int:
    """How many messages wait."""
    with all_companies(_WHY):
        return db.session.scalar(select(func.count(ContactMessage.id)).where(ContactMessage.handled_at.is_(None))) or 0


def find(reference: str) -> Shown | None:
    """A message by its reference."""
    if not REFERENCE.fullmatch(reference):
        return None
    with all_companies(_WHY):
        row = db.session.execute(
            select(ContactMessage, Company, User)
            .outerjoin(Company, Company.id == ContactMessage.company_id)
            .outerjoin(User, User.id == ContactMessage.handled_by_id)
            .where(ContactMessage.reference == reference)
        ).one_or_none()
    return Shown(row[0], row[1], row[2].full_name if row[2] else None) if row else None


def note_read(agent: User, reference: str) -> None:
    """Write in the journal that an agent read a message."""
    if shown := find(reference):
        audit.record("staff.message_read", actor=agent, company=shown.company, reference=reference)


def enclosure(shown: Shown) -> Path | None:
    """Where the file of a message is, if it has one."""
    key = shown.message.file_key
    if not key or not (path := files.path(key)).is_file():
        return None
    return path


def handle(agent: User, shown: Shown) -> bool:
    """Nothing is left to do about this message; False when somebody said so meanwhile."""
    return _mark(agent, shown, "staff.message_handled", waiting=True, handled_at=now(), handled_by_id=agent.id)


def reopen(agent: User, shown: Shown) -> bool:
    """Something is left to do after all; False when somebody said so meanwhile."""
    return _mark(agent, shown, "staff.message_reopened", waiting=False, handled_at=None, handled_by_id=None)


def _mark(agent: User, shown: Shown, act: str, *, waiting: bool, **values: Any) -> bool:
    is_waiting = ContactMessage.handled_at.is_(None)
    with all_companies(_WHY):
        result: Any = db.session.execute(
            update(ContactMessage)
            .where(ContactMessage.id == shown.message.id, is_waiting if waiting else ~is_waiting)
            .values(**values)
            .execution_options(synchronize_session=False)
        )
        db.session.expire(shown.message)
    if result.rowcount != 1:
        return False
    audit.record(act, actor=agent, company=shown.company, reference=shown.message.reference)
    return True


def _listed(keys: list[int], order: tuple[Any, ...]) -> list[Listed]:
    rows = db.session.execute(
        select(ContactMessage, Company.name, User)
        .outerjoin(Company, Company.id == ContactMessage.company_id)
        .outerjoin(User, User.id == ContactMessage.handled_by_id)
        .where(ContactMessage.id.in_(keys))
        .order_by(*order)
    )
    return [
        Listed(
            message.reference,
            message.name,
            message.email,
            SUBJECTS.get(message.subject, message.subject),
            company or message.company_name,
            message.at,
            bool(message.file_key),
            message.handled_at,
            agent.full_name if agent else None,
        )
        for message, company, agent in rows
    ]
