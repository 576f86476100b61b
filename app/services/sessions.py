"""Signed-in browsers, kept on the server so that they can be ended from anywhere."""

import secrets
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import bindparam, delete, select, update

from app.clock import now
from app.extensions import db
from app.models import User, UserSession
from app.services.digests import plain

# Rows seen more recently than this are not written again: reading a page must not cost a write each time.
TOUCH_EVERY = timedelta(minutes=5)
# Asked by every page, so written once.
_FIND = (
    select(UserSession, User)
    .join(User, User.id == UserSession.user_id)
    .where(UserSession.digest == bindparam("digest"), UserSession.ended_at.is_(None), User.disabled_at.is_(None))
)


def open_for(user: User, *, must_choose_password: bool = False) -> str:
    """Sign a browser in; returns the token its cookie will hold."""
    token = secrets.token_urlsafe(32)
    db.session.add(UserSession(digest=plain(token), user_id=user.id, must_choose_password=must_choose_password))
    return token


def find(token: str) -> tuple[UserSession, User] | None:
    """The live session that a token opens, and whose it is; None when it ended, expired, or was never ours."""
    row = db.session.execute(_FIND, {"digest": plain(token)}).one_or_none()
    if row is None:
        return None
    session, user = row
    return (session, user) if _is_alive(session, user) else None


def idle_limit(user: User) -> timedelta:
    """How long a browser may stay silent."""
    limit: timedelta = current_app.config["SESSION_IDLE_STAFF" if user.is_staff else "SESSION_IDLE"]
    return limit


def is_due_for_touch(session: UserSession) -> bool:
    return now() - session.seen_at > TOUCH_EVERY


def touch(session_id: int) -> None:
    """Note that a session is in use."""
    db.session.execute(
        update(UserSession)
        .where(UserSession.id == session_id)
        .values(seen_at=now())
        .execution_options(synchronize_session=False)
    )


def prove(session: UserSession) -> str:
    """Note that a second factor was given; what this session opens from now on has a new token, returned."""
    token = secrets.token_urlsafe(32)
    session.digest, session.second_factor_at = plain(token), now()
    return token


def is_proved(session: UserSession, *, within: timedelta | None = None) -> bool:
    """Whether a second factor was given in this session, lately if that matters."""
    proved_at = session.second_factor_at
    return proved_at is not None and (within is None or now() - proved_at <= within)


def end(session: UserSession) -> None:
    session.ended_at = now()


def end_all(user: User, *, but: UserSession | None = None) -> int:
    """End every session of a person, save one; returns how many were live."""
    statement = update(UserSession).where(UserSession.user_id == user.id, UserSession.ended_at.is_(None))
    if but is not None:
        statement = statement.where(UserSession.id != but.id)
    result: Any = db.session.execute(statement.values(ended_at=now()))
    return int(result.rowcount)


def live_of(user: User) -> list[UserSession]:
    """The sessions of a person that still open something, the latest first."""
    rows = db.session.scalars(
        select(UserSession)
        .where(
            UserSession.user_id == user.id,
            UserSession.ended_at.is_(None),
            UserSession.created_at > now() - _absolute(user),
        )
        .order_by(UserSession.seen_at.desc())
    )
    return [session for session in rows if _is_alive(session, user)]


def purge() -> int:
    """Delete the sessions that nobody can use any more; returns how many."""
    result: Any = db.session.execute(delete(UserSession).where(UserSession.created_at < now() - _absolute()))
    return int(result.rowcount)


def _is_alive(session: UserSession, user: User) -> bool:
    at = now()
    # A row from the future means a clock that was wrong: refuse it rather than trust it for years.
    if session.created_at > at + timedelta(minutes=5) or session.seen_at > at + timedelta(minutes=5):
        return False
    return at - session.seen_at <= idle_limit(user) and at - session.created_at <= _absolute(user)


def _absolute(user: User | None = None) -> timedelta:
    """How long a session lasts at most: of this person, or of anybody."""
    staff = user is not None and user.is_staff
    limit: timedelta = current_app.config["SESSION_ABSOLUTE_STAFF" if staff else "SESSION_ABSOLUTE"]
    return limit
