"""The visits as calendar programs read them: files to download, and an address to subscribe to."""

import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import Select, select

from app import calendar_files
from app.calendar_files import TITLE, Entry
from app.clock import today
from app.extensions import db
from app.models import Company, Employee, Membership, MembershipStatus, User, Visit, VisitState
from app.permissions import Right
from app.services import audit, planning, throttle
from app.services.digests import plain
from app.services.throttle import Limit
from app.tenancy import CompanyAccess, all_companies, enter_as, open_door

# Addresses that nobody gave: guessing 256 bits leads nowhere, but asks the database each time.
UNKNOWN = Limit("agenda", 30, timedelta(hours=1))
# Programs delete what an address no longer tells: a visit stays a while after its day.
KEPT = timedelta(days=60)
_BOTH: tuple[Any, ...] = (Visit, Employee)
_CALLED_OFF = (VisitState.CANCELLED, VisitState.EXCUSED)


def entry(visit: Visit, company: Company, title: str) -> Entry:
    """A visit for a calendar, under one identity for ever."""
    base = str(current_app.config["BASE_URL"])
    return Entry(
        uid=f"visite-{company.public_id}-{visit.number}@{urlsplit(base).hostname}",
        title=title,
        day=visit.day,
        at=visit.at,
        minutes=visit.minutes,
        place=", ".join(part for part in (visit.centre, visit.centre_address) if part),
        sequence=visit.sequence,
        is_cancelled=visit.state in _CALLED_OFF,
        changed_at=visit.changed_at,
        url=f"{base}/e/{company.public_id}/planning/visites/{visit.number}",
    )


def everything(access: CompanyAccess) -> bytes:
    """The calendar file of the visits to come and of those of the last weeks."""
    recent = _of(access).where(Visit.day >= today() - KEPT).order_by(Visit.day, Visit.number).limit(planning.MOST)
    return calendar_files.write(_entries(access, recent), name=f"Visites – {access.company.name}")


def one(access: CompanyAccess, number: int) -> bytes | None:
    """The calendar file of one visit."""
    found = _entries(access, _of(access).where(Visit.number == number))
    return calendar_files.write(found) if found else None


def is_subscribed(access: CompanyAccess) -> bool:
    """Whether this person has an address for this company's visits."""
    return access.membership.calendar_digest is not None


def subscribe(access: CompanyAccess) -> str:
    """A new address, told this once; the one before stops working. Returns its secret part, of 256 bits."""
    token = secrets.token_urlsafe(32)
    access.membership.calendar_digest = plain(token)
    audit.record("calendar.subscribed", actor=access.user, company=access.company)
    return token


def unsubscribe(access: CompanyAccess) -> None:
    """The address stops working."""
    access.membership.calendar_digest = None
    audit.record("calendar.unsubscribed", actor=access.user, company=access.company)


def note_unknown(address: str | None) -> None:
    """Somebody asks for an address that does not exist. Raises TooManyAttempts when they go on."""
    db.session.rollback()
    throttle.spend((UNKNOWN, throttle.network_of(address)))


def enter(token: str) -> CompanyAccess | None:
    """Open the door of the company whose visits this address tells, as long as the person may see them."""
    with all_companies("an address names nobody: the company is found by its digest"):
        row = db.session.execute(
            select(Company, Membership, User)
            .join(Membership, Membership.company_id == Company.id)
            .join(User, User.id == Membership.user_id)
            .where(
                Membership.calendar_digest == plain(token),
                Membership.status == MembershipStatus.ACTIVE,
                User.disabled_at.is_(None),
            )
        ).one_or_none()
    if row is None:
        return None
    access = CompanyAccess(company=row[0], membership=row[1], user=row[2])
    if not access.may(Right.READ_VISITS):
        return None
    enter_as(access.user)
    open_door(access)
    return access


def _of(access: CompanyAccess) -> Select[Any]:
    theirs = (Employee.id == Visit.employee_id) & (Employee.company_id == Visit.company_id)
    return planning.visible(access, select(*_BOTH).join(Employee, theirs))


def _entries(access: CompanyAccess, statement: Select[Any]) -> list[Entry]:
    title = f"{TITLE} – {access.company.name}"
    rows = db.session.execute(statement)
    return [entry(visit, access.company, f"{title} – {planning.discreet_name(who)}") for visit, who in rows]
