"""Proving that one acts for a company, with the two identifiers of the January letter."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from app.clock import now
from app.extensions import db
from app.mail import letters
from app.models import Company, EnrolmentGrant, User
from app.services import audit, declarant_numbers, member_codes, throttle
from app.services.digests import plain
from app.services.throttle import Attempt, Limit
from app.tenancy import all_companies
from app.unit_of_work import save_now

PER_CODE = Limit("pair-code", 10, timedelta(days=1))
PER_WEAK_CODE = Limit("pair-weak-code", 5, timedelta(days=1))
PER_ADDRESS = Limit("pair-address", 20, timedelta(hours=1))
PER_USER = Limit("pair-user", 10, timedelta(days=1))
ALL_TOGETHER = Limit("pair-all", 300, timedelta(hours=1))
STAFF_ALERT = Limit("pair-alert", 1, timedelta(hours=6))
LASTS = timedelta(minutes=30)


class WrongPair(Exception):
    """The code or the number is wrong; nobody is told which."""


class CompanyLeft(Exception):
    """The right pair of a company that left the association."""

    def __init__(self, left_on: date) -> None:
        super().__init__("company left")
        self.left_on = left_on


@dataclass(frozen=True)
class Proof:
    """A right pair. Guarded: found while somebody is guessing on a large scale, so staff must agree."""

    company: Company
    guarded: bool


def prove(typed_code: str, typed_number: str, *, address: str | None, user: User | None = None) -> Proof:
    """Check a code adhérent and a n° télédéclarant.

    Raises WrongPair, CompanyLeft or throttle.TooManyAttempts. Only wrong pairs count against the limits; a signed-in
    firm that enters two hundred right pairs in a row is a good day's work.
    """
    code = member_codes.normalise(typed_code)
    if declarant_numbers.is_mistyped(typed_number):
        raise WrongPair
    with all_companies("who is behind this code is what the pair must prove"):
        company = db.session.scalars(select(Company).where(Company.member_code == code)).one_or_none()
    guarded = throttle.made(ALL_TOGETHER, "") >= ALL_TOGETHER.allowed
    attempts = _attempts(code, typed_number, address, user)
    throttle.spend(*attempts)
    if (
        not declarant_numbers.is_right(code, typed_number, company.declarant_digest if company else None)
        or company is None
    ):
        _note_failure(guarded)
        raise WrongPair
    throttle.give_back(*attempts)
    # Kept whatever the answer: a right pair costs nothing, even of a company already managed, or that left.
    save_now()
    if company.left_on is not None and company.has_left:
        raise CompanyLeft(company.left_on)
    return Proof(company, guarded)


def grant(proof: Proof, user: User | None = None, **details: Any) -> str:
    """Remember a proof, and what else the form said, for half an hour; returns the token for this browser's session."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        EnrolmentGrant(
            digest=plain(token),
            company_id=proof.company.id,
            user_id=user.id if user else None,
            expires_at=now() + LASTS,
            guarded=proof.guarded,
            details=details,
        )
    )
    return token


def granted(token: str | None, user: User | None = None) -> tuple[EnrolmentGrant, Proof] | None:
    """The grant behind a token and what it proves, while it lasts and when it was given to this person."""
    return _live(EnrolmentGrant.digest == plain(token), user) if token else None


def granted_for(public_id: str, user: User) -> tuple[EnrolmentGrant, Proof] | None:
    """The grant that lets this person add that company, whatever else they are adding in another tab."""
    return _live(Company.public_id == public_id.lower(), user)


def _live(which: ColumnElement[bool], user: User | None) -> tuple[EnrolmentGrant, Proof] | None:
    with all_companies("a proof opens the one company it names"):
        row = db.session.execute(
            select(EnrolmentGrant, Company)
            .join(Company, Company.id == EnrolmentGrant.company_id)
            .where(
                which,
                EnrolmentGrant.used_at.is_(None),
                EnrolmentGrant.expires_at > now(),
                EnrolmentGrant.user_id == (user.id if user else None),
                # A number that was replaced takes along what it had opened.
                Company.declarant_issued_at.is_(None) | (Company.declarant_issued_at <= EnrolmentGrant.created_at),
            )
            .order_by(EnrolmentGrant.id.desc())
            .limit(1)
            .with_for_update(of=EnrolmentGrant)
        ).one_or_none()
    return (row[0], Proof(row[1], row[0].guarded)) if row else None


def use(grant: EnrolmentGrant) -> bool:
    """Spend a grant; False when another use, perhaps simultaneous, was first."""
    result: Any = db.session.execute(
        update(EnrolmentGrant)
        .where(EnrolmentGrant.id == grant.id, EnrolmentGrant.used_at.is_(None))
        .values(used_at=now())
    )
    return int(result.rowcount) == 1


def purge() -> int:
    """Delete the grants that are over, with what the forms said; returns how many."""
    result: Any = db.session.execute(delete(EnrolmentGrant).where(EnrolmentGrant.expires_at < now()))
    return int(result.rowcount)


def _attempts(code: str, number: str, address: str | None, user: User | None) -> tuple[Attempt, ...]:
    # By what was typed, not by what the company has: limits must not tell which codes exist.
    per_code = PER_WEAK_CODE if declarant_numbers.normalise(number).isdigit() else PER_CODE
    who = (PER_USER, str(user.id)) if user else (PER_ADDRESS, throttle.network_of(address))
    return ((per_code, code), who)


def _note_failure(guarded: bool) -> None:
    """Count all failures together. Past the limit nothing is refused, but what is found then waits for staff."""
    try:
        throttle.spend((ALL_TOGETHER, ""))
    except throttle.TooManyAttempts:
        guarded = True
    if guarded:
        audit.record("enrolment.guarded")
        try:
            throttle.spend((STAFF_ALERT, ""))
        except throttle.TooManyAttempts:
            return
        letters.guessing_alert()
        save_now()
