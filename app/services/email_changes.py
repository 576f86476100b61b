"""Changing the address of an account: its password first, then whoever reads the new address (M15)."""

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from app.clock import now
from app.extensions import db
from app.mail import account_letters
from app.models import EmailChange, User, UserSession
from app.services import accounts, audit, provisional, sessions, sign_in, throttle
from app.services.digests import plain
from app.services.throttle import Limit

LASTS = timedelta(hours=24)
PER_PERSON = Limit("email-change", 5, timedelta(days=1))


class SameAddress(Exception):
    """It is the address that the account already has."""


class AddressTaken(Exception):
    """Another account took this address between the request and its confirmation."""


def ask(user: User, email: str, password: str, *, address: str | None) -> None:
    """Write to the new address, and warn the present one; nothing changes before the link is followed.

    An address that has an account gets another letter and no link; nothing else differs, so that nobody learns who
    has an account. Raises SameAddress, sign_in.WrongPassword or throttle.TooManyAttempts.
    """
    if email == user.email:
        raise SameAddress
    sign_in.confirm(user, password, address=address)
    throttle.spend((PER_PERSON, str(user.id)), (accounts.MAILS_PER_ADDRESS, email))
    _forget(user)
    # The link itself is drawn when the letter is written: until then no token opens this.
    db.session.add(
        EmailChange(user_id=user.id, email=email, digest=plain(secrets.token_urlsafe(32)), expires_at=now() + LASTS)
    )
    if accounts.find(email) is None:
        account_letters.email_change(user, email)
    else:
        account_letters.email_change_taken(email)
    account_letters.email_change_asked(user, email)
    audit.record("email.change_asked", actor=user)


def draw(user_id: int, email: str) -> str:
    """A new link for a person, as its letter is written; a letter that a later request replaced gets a dead one."""
    token = secrets.token_urlsafe(32)
    change = db.session.get(EmailChange, user_id)
    if change is not None and change.email == email:
        change.digest, change.expires_at = plain(token), now() + LASTS
    return token


def waiting(user: User) -> str | None:
    """The address that waits for its link to be followed."""
    return db.session.scalar(
        select(EmailChange.email).where(EmailChange.user_id == user.id, EmailChange.expires_at > now())
    )


def found(user: User, token: str) -> EmailChange | None:
    """What this person's link opens, while it does."""
    return db.session.scalars(
        select(EmailChange)
        .where(EmailChange.user_id == user.id, EmailChange.digest == plain(token), EmailChange.expires_at > now())
        .with_for_update()
    ).one_or_none()


def confirm(user: User, change: EmailChange, *, here: UserSession) -> None:
    """The link was followed: the account has the new address, and is signed out everywhere else.

    Raises AddressTaken.
    """
    before, after = user.email, change.email
    if accounts.find(after) is not None:
        raise AddressTaken
    user.email = after
    _forget(user)
    provisional.end_all(user.id)
    sessions.end_all(user, but=here)
    account_letters.email_changed(before, after)
    account_letters.email_changed(after, after)
    audit.record("email.changed", actor=user)


def purge() -> int:
    """Forget the addresses whose link was not followed in time; returns how many."""
    gone: Any = db.session.execute(delete(EmailChange).where(EmailChange.expires_at < now()))
    return int(gone.rowcount)


def _forget(user: User) -> None:
    db.session.execute(delete(EmailChange).where(EmailChange.user_id == user.id))
