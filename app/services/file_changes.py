"""Files that follow the database: what is replaced goes on commit, what was brought goes when it is undone."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from app.extensions import db
from app.services import files


@dataclass(frozen=True)
class _Change:
    """Made within a transaction, which a savepoint may be."""

    within: SessionTransaction | None
    kept: str | None
    replaced: str | None


def follow(kept: str, replaced: str | None = None) -> None:
    """A file was kept for a row of the present transaction, in place of another perhaps.

    Once it commits, the other is deleted; if it is undone, the new one is.
    """
    _note(kept, replaced)


def give_up(key: str) -> None:
    """A row of the present transaction no longer has this file: once it commits, the file is deleted."""
    _note(None, key)


def _note(kept: str | None, replaced: str | None) -> None:
    session = db.session()
    within = session.get_nested_transaction() or session.get_transaction()
    _changes(session).append(_Change(within, kept, replaced))


def _changes(session: Session) -> list[_Change]:
    changes: list[_Change] = session.info.setdefault("file_changes", [])
    return changes


@event.listens_for(Session, "after_commit")
def _forget_replaced(session: Session) -> None:
    # A savepoint released may still be undone with the rest.
    if session.in_nested_transaction():
        return
    for change in session.info.pop("file_changes", ()):
        if change.replaced:
            files.forget(change.replaced)


@event.listens_for(Session, "after_soft_rollback")
def _forget_brought(session: Session, undone: SessionTransaction) -> None:
    for change in [one for one in _changes(session) if _is_part_of(one.within, undone)]:
        _changes(session).remove(change)
        if change.kept:
            files.forget(change.kept)


def _is_part_of(transaction: Any, whole: SessionTransaction) -> bool:
    while transaction is not None and transaction is not whole:
        transaction = transaction.parent
    return transaction is whole
