"""One-time passwords: drawn when the mail is written, kept hashed, spent once."""

from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, select, update

from app.clock import now
from app.extensions import db
from app.models import ProvisionalKind, ProvisionalPassword
from app.services import passwords

RESET_LASTS = timedelta(hours=1)


def draw(user_id: int, kind: ProvisionalKind) -> str:
    """Make a new one-time password for a person and return its clear text; the earlier ones die."""
    clear = passwords.draw_provisional()
    password_hash = passwords.hash_password(clear)
    end_all(user_id)
    db.session.add(
        ProvisionalPassword(user_id=user_id, kind=kind, password_hash=password_hash, expires_at=now() + _lasts(kind))
    )
    return clear


def latest(user_id: int) -> ProvisionalPassword | None:
    """The last one that was drawn for a person, spent or not."""
    return db.session.scalars(
        select(ProvisionalPassword)
        .where(ProvisionalPassword.user_id == user_id)
        .order_by(ProvisionalPassword.id.desc())
        .limit(1)
    ).one_or_none()


def consume(provisional: ProvisionalPassword) -> bool:
    """Spend it; False when it expired or when another use, perhaps simultaneous, was first."""
    result: Any = db.session.execute(
        update(ProvisionalPassword)
        .where(
            ProvisionalPassword.id == provisional.id,
            ProvisionalPassword.spent_at.is_(None),
            ProvisionalPassword.expires_at > now(),
        )
        .values(spent_at=now())
    )
    return int(result.rowcount) == 1


def end_all(user_id: int) -> None:
    """None of those that were mailed to a person opens anything any more."""
    db.session.execute(
        update(ProvisionalPassword)
        .where(ProvisionalPassword.user_id == user_id, ProvisionalPassword.spent_at.is_(None))
        .values(spent_at=now())
    )


def purge() -> int:
    """Delete those that expired a week ago; until then a late one is still told that it is over. Returns how many."""
    result: Any = db.session.execute(
        delete(ProvisionalPassword).where(ProvisionalPassword.expires_at < now() - timedelta(days=7))
    )
    return int(result.rowcount)


def _lasts(kind: ProvisionalKind) -> timedelta:
    return RESET_LASTS if kind is ProvisionalKind.RESET else timedelta(hours=current_app.config["PROVISIONAL_HOURS"])
