"""A send happens once: a form carries a key, and sent again it leads to what the first send did."""

from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.clock import now
from app.extensions import db
from app.models import SentForm, User

KEPT = timedelta(days=2)


def is_first(key: str, user: User | None) -> bool:
    """Whether this key was never sent; it is taken at once, and others who send it wait for our commit."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    values = {"key": key, "user_id": user.id if user else None, "at": now()}
    taken = db.session.execute(
        insert(SentForm).values(values).on_conflict_do_nothing(index_elements=[SentForm.key]).returning(SentForm.key)
    )
    return taken.scalar() is not None


def led_to(key: str, user: User | None) -> str | None:
    """Where the first send of this key led, if it was this person's."""
    owner = SentForm.user_id == user.id if user else SentForm.user_id.is_(None)
    return db.session.scalar(select(SentForm.url).where(SentForm.key == key, owner))


def leads_to(key: str, url: str) -> None:
    """Note where to go when this key is sent again."""
    db.session.execute(update(SentForm).where(SentForm.key == key).values(url=url))


def purge() -> int:
    """Forget the keys of old forms; returns how many."""
    gone = db.session.execute(delete(SentForm).where(SentForm.at < now() - KEPT))
    return int(gone.rowcount)  # type: ignore[attr-defined]
