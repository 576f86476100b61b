"""What is done again and again without anybody asking: sending mail, forgetting what is over."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from flask import Flask

from app.clock import now
from app.extensions import db
from app.services import (
    attachments,
    audit,
    audit_seals,
    contact_messages,
    declaration_queues,
    email_changes,
    enrolment,
    jobs,
    news,
    outbox,
    provisional,
    reminders,
    sent_forms,
    sessions,
    throttle,
    visit_news,
    works,
)
from app.services.staff import campaign_reminders, document_batches, imports, letters

MAIL_EVERY = 1.0
PURGE_EVERY = timedelta(hours=1)
PURGES: tuple[Callable[[], int], ...] = (
    sessions.purge,
    throttle.purge,
    enrolment.purge,
    provisional.purge,
    outbox.purge,
    audit.purge,
    attachments.expire_pending,
    sent_forms.purge,
    email_changes.purge,
    contact_messages.purge,
    declaration_queues.purge,
    letters.purge,
    jobs.purge,
    imports.purge,
    campaign_reminders.purge,
    document_batches.purge,
)
# What is due at an hour of the day: each knows its own, and does nothing twice.
REGULAR: tuple[Callable[[], int], ...] = (
    visit_news.remind,
    reminders.send_due,
    news.send_due,
    audit_seals.seal_due,
)


def run_once() -> int:
    """Send what is due, do the long work that waits, and forget what is over; returns how many letters left."""
    do_regular()
    sent = outbox.send_due()
    jobs.run_waiting(works.WORKS)
    purge()
    return sent


def do_regular() -> None:
    """What its hour has come for."""
    for do in REGULAR:
        do()
        db.session.commit()


def purge() -> None:
    """Each in its own short transaction, so that nobody waits long for the database."""
    for forget in PURGES:
        forget()
        db.session.commit()


def run_until_orphaned(app: Flask) -> None:
    """Go on until the process that started us is gone, even if it was killed."""
    parent, worker = os.getppid(), Worker()
    purged_at: datetime | None = None
    while os.getppid() == parent:
        with app.app_context():
            try:
                outbox.send_due()
                worker.start_if_needed(app)
                if purged_at is None or now() - purged_at > PURGE_EVERY:
                    do_regular()
                    purge()
                    purged_at = now()
            except Exception:
                # A busy or unreachable database is no reason to stop sending mail for ever.
                app.logger.exception("upkeep failed, and will be tried again")
                db.session.rollback()
        time.sleep(MAIL_EVERY)


class Worker:
    """The process that does long work, so that mail never waits for it; it leaves when nothing is to be done."""

    def __init__(self) -> None:
        self._pid: int | None = None

    def start_if_needed(self, app: Flask) -> None:
        if self._is_at_work() or not jobs.is_waiting():
            return
        # A connection shared by two processes is a broken one.
        db.session.remove()
        db.engine.dispose()
        self._pid = os.fork()
        if self._pid == 0:
            _work(app)

    def _is_at_work(self) -> bool:
        if self._pid is not None:
            with suppress(ChildProcessError):
                if os.waitpid(self._pid, os.WNOHANG) == (0, 0):
                    return True
        self._pid = None
        return False


def _work(app: Flask) -> None:
    """What the process does, from its first line to its last: it cleans up nothing of the one it comes from."""
    try:
        with app.app_context():
            jobs.run_waiting(works.WORKS)
            db.session.remove()
            db.engine.dispose()
    except jobs.Stopped:
        pass
    except Exception:
        app.logger.exception("long work failed, and will be tried again")
    finally:
        os._exit(0)
