"""Sending what waits in the outbox. Killed at any moment, it loses nothing: at worst one letter leaves twice."""

from datetime import timedelta
from typing import Any

from flask import current_app
from flask_mail import Message
from sqlalchemy import delete, func, select, update

from app.clock import now
from app.database import reading
from app.extensions import db
from app.mail import delivery, rendering
from app.models import OutboxMessage, OutboxStatus, ProvisionalKind
from app.services import email_changes, files, provisional

# How long a worker has to send what it took, before another may take it.
LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 8
# Long enough to answer « I received nothing », no longer.
KEPT = timedelta(days=30)
DRAWN = {"first_password": ProvisionalKind.FIRST, "reset_code": ProvisionalKind.RESET}


def send_due(limit: int = 100) -> int:
    """Send the letters whose time has come; returns how many left."""
    sent = 0
    for _ in range(limit):
        message = _take_next()
        if message is None:
            break
        sent += _send(message)
    return sent


def _take_next() -> OutboxMessage | None:
    """Take the oldest letter due, by moving its due time ahead: only one worker sees its change succeed."""
    with reading():
        message = db.session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.status == OutboxStatus.QUEUED, OutboxMessage.due_at <= now())
            .order_by(OutboxMessage.due_at, OutboxMessage.id)
            .limit(1)
        ).one_or_none()
        db.session.commit()
    if message is None:
        return None
    result: Any = db.session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.id == message.id,
            OutboxMessage.status == OutboxStatus.QUEUED,
            OutboxMessage.attempts == message.attempts,
        )
        .values(due_at=now() + LEASE, attempts=message.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    if result.rowcount != 1:
        return _take_next()
    message.attempts += 1
    db.session.expunge(message)
    return message


def _send(message: OutboxMessage) -> int:
    """No transaction is open while the mail server takes its time."""
    try:
        delivery.deliver(_written(message))
    except Exception as error:  # noqa: BLE001 (a letter that cannot leave must not stop those behind it)
        db.session.rollback()
        current_app.logger.warning("letter %s %s did not leave: %s", message.id, message.letter, type(error).__name__)
        _put_back(message, error)
        return 0
    _mark(message, status=OutboxStatus.SENT, sent_at=now(), last_error=None)
    return 1


def _written(message: OutboxMessage) -> Message:
    """The letter, with the secret that is drawn for it and the file that goes along."""
    drawn = {}
    if kind := DRAWN.get(message.letter):
        drawn["password"] = provisional.draw(message.user_id or 0, kind)
    elif message.letter == "email_change":
        drawn["token"] = email_changes.draw(message.user_id or 0, message.recipient)
    db.session.commit()
    letter = rendering.write(message, **drawn)
    if key := message.facts.get("file_key"):
        content = files.path(key).read_bytes()
        letter.attach(message.facts["file_name"], files.mimetype_of(content), content)
    return letter


def _put_back(message: OutboxMessage, error: Exception) -> None:
    """Try again later and later: after 1, 2, 4… minutes, 8 times. The reason kept names no person."""
    is_over = message.attempts >= MAX_ATTEMPTS
    _mark(
        message,
        status=OutboxStatus.DEAD if is_over else OutboxStatus.QUEUED,
        due_at=now() + timedelta(minutes=2 ** (message.attempts - 1)),
        last_error=type(error).__name__,
    )


def _mark(message: OutboxMessage, **values: Any) -> None:
    db.session.execute(update(OutboxMessage).where(OutboxMessage.id == message.id).values(**values))
    db.session.commit()


def purge() -> int:
    """Delete the letters that left, or died, long enough ago; returns how many."""
    result: Any = db.session.execute(
        delete(OutboxMessage).where(
            OutboxMessage.status != OutboxStatus.QUEUED, OutboxMessage.created_at < now() - KEPT
        )
    )
    return int(result.rowcount)


def waiting() -> int:
    """How many letters have yet to leave."""
    return (
        db.session.scalar(
            select(func.count()).select_from(OutboxMessage).where(OutboxMessage.status == OutboxStatus.QUEUED)
        )
        or 0
    )
