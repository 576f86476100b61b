"""The people to call in a company. Being one gives no access to the portal."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select

from app.extensions import db
from app.models import CompanyContact, ContactKind
from app.services import audit, company_access, company_details
from app.services.editing import mark_of
from app.tenancy import CompanyAccess

MOST = 40


class TooManyContacts(Exception):
    """A company names so many people that nobody would be called."""


@dataclass(frozen=True)
class Contact:
    kind: ContactKind
    name: str
    job_title: str | None
    email: str | None
    phone: str | None


@dataclass(frozen=True)
class Numbered:
    """A contact with the number that its address shows."""

    number: int
    contact: Contact


_COLUMNS = (
    CompanyContact.kind,
    CompanyContact.name,
    CompanyContact.job_title,
    CompanyContact.email,
    CompanyContact.phone,
)


def of(access: CompanyAccess) -> list[Numbered]:
    """The company's contacts, in the order of the kinds, then as they were added."""
    rows = db.session.execute(
        select(CompanyContact.number, *_COLUMNS)
        .where(CompanyContact.company_id == access.company.id)
        .order_by(CompanyContact.number)
    )
    found = [Numbered(row[0], Contact(*row[1:])) for row in rows]
    return sorted(found, key=lambda one: list(ContactKind).index(one.contact.kind))


def find(access: CompanyAccess, number: int) -> Contact | None:
    found = _row(access, number)
    return _contact(found) if found else None


def add(access: CompanyAccess, contact: Contact) -> None:
    """Raises TooManyContacts."""
    company_access.one_at_a_time(access)
    count, last = db.session.execute(
        select(func.count(), func.max(CompanyContact.number)).where(CompanyContact.company_id == access.company.id)
    ).one()
    if count >= MOST:
        raise TooManyContacts
    db.session.add(CompanyContact(company_id=access.company.id, number=(last or 0) + 1, **vars(contact)))
    _note(access, "added")


def edit(access: CompanyAccess, number: int, contact: Contact, seen: str) -> bool:
    """False when the contact was removed meanwhile. Raises ChangedMeanwhile when it is no longer the one shown."""
    company_access.one_at_a_time(access)
    row = _row(access, number)
    if row is None:
        return False
    present = _contact(row)
    if contact == present:
        return True
    if mark_of(present) != seen:
        raise company_details.who_changed(access)
    for name, value in vars(contact).items():
        setattr(row, name, value)
    _note(access, "changed")
    return True


def remove(access: CompanyAccess, number: int) -> None:
    """Take a contact off the list; removed twice, it is removed once."""
    company_access.one_at_a_time(access)
    gone = db.session.execute(
        delete(CompanyContact).where(CompanyContact.company_id == access.company.id, CompanyContact.number == number)
    )
    if gone.rowcount:  # type: ignore[attr-defined]
        _note(access, "removed")


def _row(access: CompanyAccess, number: int) -> CompanyContact | None:
    return db.session.scalars(
        select(CompanyContact)
        .where(CompanyContact.company_id == access.company.id, CompanyContact.number == number)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _contact(row: CompanyContact) -> Contact:
    return Contact(row.kind, row.name, row.job_title, row.email, row.phone)


def _note(access: CompanyAccess, what: str) -> None:
    company_details.note_change(access)
    audit.record(f"company.contact_{what}", actor=access.user, company=access.company)
