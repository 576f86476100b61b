"""Coordinates and billing of a company: what its people tell, and when they last said that it is right."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.mail import account_letters
from app.models import Company, CompanyDetails, User
from app.services import audit, company_access
from app.services.editing import ChangedMeanwhile, mark_of
from app.tenancy import CompanyAccess

# Past a year, what was confirmed is to be looked at again.
CONFIRMED_FOR = timedelta(days=365)


@dataclass(frozen=True)
class Address:
    """Where a letter is posted; wholly empty, it stands for the establishment's own."""

    street: str | None = None
    extra: str | None = None
    postcode: str | None = None
    city: str | None = None

    @property
    def is_known(self) -> bool:
        return bool(self.street or self.extra or self.postcode or self.city)


@dataclass(frozen=True)
class Coordinates:
    """How to reach the company, and where its summonses go."""

    phone: str | None
    email: str | None
    summons: Address


@dataclass(frozen=True)
class Billing:
    """Whom invoices are made out and sent to; what is empty is the establishment's."""

    name: str | None
    email: str | None
    address: Address


@dataclass(frozen=True)
class Confirmation:
    """When somebody last said that everything is right; who, when the reader may know."""

    at: datetime | None
    by: str | None

    @property
    def is_recent(self) -> bool:
        return self.at is not None and now() - self.at < CONFIRMED_FOR


def coordinates(access: CompanyAccess) -> Coordinates:
    company, row = access.company, _row(access)
    return Coordinates(company.phone, company.email, _address(row, "summons"))


def billing(access: CompanyAccess) -> Billing:
    row = _row(access)
    return Billing(row.billing_name if row else None, row.billing_email if row else None, _address(row, "billing"))


def save_coordinates(access: CompanyAccess, given: Coordinates, seen: str) -> None:
    """Keep what the form says. Raises ChangedMeanwhile when it showed something else than what is there now.

    The address that the company had is told when another replaces it: it is the one that hears of new arrivals.
    """
    company = _hold(access)
    present = coordinates(access)
    if given == present:
        return
    _refuse_if_changed(access, present, seen)
    row = _row_to_write(access)
    company.phone, company.email = given.phone, given.email
    _put(row, "summons", given.summons)
    if present.email and given.email != present.email:
        account_letters.company_email_changed(present.email, access.user, company)
    audit.record("company.coordinates_changed", actor=access.user, company=company)


def save_billing(access: CompanyAccess, given: Billing, seen: str) -> None:
    """Keep what the form says. Raises ChangedMeanwhile."""
    company = _hold(access)
    present = billing(access)
    if given == present:
        return
    _refuse_if_changed(access, present, seen)
    row = _row_to_write(access)
    row.billing_name, row.billing_email = given.name, given.email
    _put(row, "billing", given.address)
    audit.record("company.billing_changed", actor=access.user, company=company)


def confirmation(access: CompanyAccess) -> Confirmation:
    """The last « Confirmer mes coordonnées »."""
    found = db.session.execute(
        select(CompanyDetails.confirmed_at, User)
        .outerjoin(User, User.id == CompanyDetails.confirmed_by_id)
        .where(CompanyDetails.company_id == access.company.id)
    ).one_or_none()
    return Confirmation(found[0], _named(access, found[1])) if found else Confirmation(None, None)


def confirm(access: CompanyAccess) -> None:
    """« Confirmer mes coordonnées » : everything shown is right, says this person, today."""
    _hold(access)
    row = _row(access) or _new_row(access)
    row.confirmed_at, row.confirmed_by_id = now(), access.user.id
    audit.record("company.confirmed", actor=access.user, company=access.company)


def note_change(access: CompanyAccess) -> None:
    """Somebody has just changed what the company tells of itself."""
    _row_to_write(access)


def who_changed(access: CompanyAccess) -> ChangedMeanwhile:
    """The refusal of a form that shows what is there no more, with who changed it last."""
    found = db.session.execute(
        select(CompanyDetails.changed_at, User)
        .outerjoin(User, User.id == CompanyDetails.changed_by_id)
        .where(CompanyDetails.company_id == access.company.id)
    ).one_or_none()
    return ChangedMeanwhile(_named(access, found[1]), found[0]) if found else ChangedMeanwhile()


def _refuse_if_changed(access: CompanyAccess, present: Any, seen: str) -> None:
    if mark_of(present) != seen:
        raise who_changed(access)


def _hold(access: CompanyAccess) -> Company:
    """The company as it is now, until this change is saved."""
    company_access.one_at_a_time(access)
    return db.session.scalars(
        select(Company).where(Company.id == access.company.id).execution_options(populate_existing=True)
    ).one()


def _row(access: CompanyAccess) -> CompanyDetails | None:
    return db.session.scalars(
        select(CompanyDetails).where(CompanyDetails.company_id == access.company.id)
    ).one_or_none()


def _new_row(access: CompanyAccess) -> CompanyDetails:
    row = CompanyDetails(company_id=access.company.id)
    db.session.add(row)
    return row


def _row_to_write(access: CompanyAccess) -> CompanyDetails:
    row = _row(access) or _new_row(access)
    row.changed_at, row.changed_by_id = now(), access.user.id
    return row


def _named(access: CompanyAccess, person: User | None) -> str | None:
    """A third party learns of no other third party."""
    if person is None or (access.role.is_third_party and person.id != access.user.id):
        return None
    return person.described


_PARTS = {"street": "address", "extra": "extra", "postcode": "postcode", "city": "city"}


def _address(row: CompanyDetails | None, prefix: str) -> Address:
    return Address(**{part: getattr(row, f"{prefix}_{column}", None) for part, column in _PARTS.items()})


def _put(row: CompanyDetails, prefix: str, address: Address) -> None:
    for part, column in _PARTS.items():
        setattr(row, f"{prefix}_{column}", getattr(address, part))
