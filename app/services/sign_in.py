"""The second step of signing in: is this the password of this address?

Nothing here may tell whether an account exists: same counters, same hash, same answer for a stranger's address.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from app.clock import now
from app.database import reading
from app.extensions import db
from app.mail import letters
from app.models import ProvisionalPassword, User
from app.services import audit, passwords, provisional, throttle
from app.services.throttle import Limit
from app.unit_of_work import save_now

PER_ACCOUNT = Limit("sign-in-account", 25, timedelta(days=1), locks_after=5)
PER_ADDRESS = Limit("sign-in-address", 60, timedelta(minutes=15))
ALL_TOGETHER = Limit("sign-in-all", 1000, timedelta(minutes=5))
BLOCKED_MAIL = Limit("sign-in-blocked-mail", 1, timedelta(days=1))
WARN_FROM = 3


class WrongPassword(Exception):
    """The pair is wrong; `remaining` tries before a lock, said from the third failure on."""

    def __init__(self, remaining: int | None) -> None:
        super().__init__("wrong password")
        self.remaining = remaining


class ProvisionalOver(Exception):
    """The right one-time password, but it expired or has been used."""


@dataclass(frozen=True)
class SignedIn:
    user: User
    must_choose_password: bool


def check(email: str, password: str, *, address: str | None, device: str | None = None) -> SignedIn:
    """Check a password; `device` names a browser that signed in to this account before and keeps its own allowance.

    Raises WrongPassword, ProvisionalOver or throttle.TooManyAttempts.
    """
    account = (PER_ACCOUNT, f"{email}\0{device}" if device else email)
    others = ((PER_ADDRESS, throttle.network_of(address)), (ALL_TOGETHER, ""))
    failures = throttle.spend(account, *others)[PER_ACCOUNT.name]
    typed = passwords.as_provisional(password)
    user, one_time = _whose(email, with_provisional=typed is not None)
    stored = (one_time.password_hash if one_time else None) if typed else (user.password_hash if user else None)
    right = passwords.is_right(typed or password, stored)
    if user is None or not right:
        _note_failure(user, failures, throttle.key_of(*account))
        raise WrongPassword(_remaining(failures))
    # A one-time password that is over opens nothing, and so unlocks nothing either.
    if one_time is not None and not provisional.consume(one_time):
        raise ProvisionalOver
    throttle.forget(account)
    throttle.give_back(*others)
    if one_time is not None:
        audit.record("sign_in.provisional", actor=user)
        return SignedIn(user, must_choose_password=True)
    user.last_sign_in_at = now()
    audit.record("sign_in", actor=user)
    return SignedIn(user, must_choose_password=False)


def counted(user: User) -> tuple[throttle.Attempt, ...]:
    """Under which names failures are counted, besides those of the browsers that know this account."""
    return (PER_ACCOUNT, user.email), (PER_ACCOUNT, f"{user.email}\0{user.id}")


def confirm(user: User, password: str, *, address: str | None) -> None:
    """Ask somebody signed in for their password again. Raises WrongPassword or throttle.TooManyAttempts."""
    account = (PER_ACCOUNT, f"{user.email}\0{user.id}")
    visitor = (PER_ADDRESS, throttle.network_of(address))
    failures = throttle.spend(account, visitor)[PER_ACCOUNT.name]
    if not passwords.is_right(password, user.password_hash):
        raise WrongPassword(_remaining(failures))
    throttle.forget(account)
    throttle.give_back(visitor)
    # Whatever becomes of the rest of the form, this was no failure.
    save_now()


def _whose(email: str, *, with_provisional: bool) -> tuple[User | None, ProvisionalPassword | None]:
    """The account and, when it is what was typed, its last one-time password: read, and the database let go."""
    with reading():
        user = db.session.scalars(select(User).where(User.email == email, User.disabled_at.is_(None))).one_or_none()
        one_time = provisional.latest(user.id if user else 0) if with_provisional else None
        db.session.commit()
    return user, one_time


def _remaining(failures: int) -> int | None:
    left = (PER_ACCOUNT.locks_after or 0) - failures
    return left if failures >= WARN_FROM and left > 0 else None


def _note_failure(user: User | None, failures: int, counter: str) -> None:
    if user is None or failures != PER_ACCOUNT.locks_after:
        return
    audit.record("sign_in.locked", actor=user, counter=counter)
    try:
        throttle.spend((BLOCKED_MAIL, user.email))
    except throttle.TooManyAttempts:
        save_now()
        return
    letters.blocked_attempts(user)
    save_now()
