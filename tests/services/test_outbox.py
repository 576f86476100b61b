"""The outbox: a letter leaves if and only if what it tells about was kept, and once, whatever the mail server does."""

import smtplib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.mail import delivery, letters
from app.models import OutboxMessage, OutboxStatus, ProvisionalPassword
from app.services import accounts, outbox
from tests.people import People
from tests.support.mailbox import Mailbox
from tests.support.records import count, everything, letters_to, user_of
from tests.support.threads import at_once

START = datetime(2027, 1, 19, 9, 0, tzinfo=UTC)


@pytest.fixture
def yann(people: People) -> str:
    return people.yann


def queued(app: Flask, email: str, *names: str) -> None:
    with app.app_context():
        for name in names or ("password_changed",):
            getattr(letters, name)(user_of(email))
        db.session.commit()


def only(app: Flask) -> OutboxMessage:
    with app.app_context():
        return db.session.scalars(select(OutboxMessage)).one()


def send(app: Flask) -> int:
    with app.app_context():
        return outbox.send_due()


def refuse(monkeypatch: pytest.MonkeyPatch, error: Exception) -> list[str]:
    """A mail server that wants nothing of it; returns the letters it was shown."""
    shown: list[str] = []

    def deliver(message: Any) -> None:
        shown.append(message.subject)
        raise error

    monkeypatch.setattr(delivery, "deliver", deliver)
    return shown


def test_a_letter_is_written_in_the_commit_of_what_it_tells(app: Flask, yann: str, mailbox: Mailbox) -> None:
    with app.app_context():
        letters.password_changed(user_of(yann))
        db.session.rollback()
    assert letters_to(app, yann) == []
    queued(app, yann)
    assert len(mailbox.to(yann)) == 1
    assert only(app).status is OutboxStatus.SENT


def test_a_letter_leaves_once(app: Flask, yann: str, mailbox: Mailbox) -> None:
    queued(app, yann)
    assert [send(app) for _ in range(3)] == [1, 0, 0]
    assert len(mailbox.all()) == 1


def test_workers_at_once_send_each_letter_once(app: Flask, yann: str, mailbox: Mailbox) -> None:
    queued(app, yann, *["password_changed"] * 12)
    outcomes = at_once(app, *[outbox.send_due] * 4)
    assert sum(outcomes) == 12, outcomes
    identifiers = [letter["Message-ID"] for letter in mailbox.all()]
    assert len(identifiers) == len(set(identifiers)) == 12


def test_a_worker_that_was_killed_gives_its_letter_back(app: Flask, yann: str, mailbox: Mailbox) -> None:
    queued(app, yann)
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=1), tick=False) as clock:
        with app.app_context():
            assert outbox._take_next() is not None  # and then the power goes
        assert send(app) == 0
        clock.shift(outbox.LEASE)
        assert send(app) == 1
    assert len(mailbox.all()) == 1


@pytest.mark.parametrize("error", [ConnectionRefusedError("yann.legall@example.org"), smtplib.SMTPServerDisconnected()])
def test_a_letter_that_cannot_leave_is_tried_later_and_later_then_given_up(
    app: Flask, yann: str, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        queued(app, yann)
        shown = refuse(monkeypatch, error)
        waits = []
        for attempt in range(1, outbox.MAX_ATTEMPTS + 1):
            assert send(app) == 0
            assert len(shown) == only(app).attempts == attempt
            waits.append(int((only(app).due_at - datetime.now(UTC)).total_seconds() // 60))
            clock.shift(timedelta(minutes=waits[-1]) - timedelta(seconds=1))
            assert send(app) == 0
            assert len(shown) == attempt
            clock.shift(timedelta(seconds=1))
        assert waits[:7] == [1, 2, 4, 8, 16, 32, 64]
        assert only(app).status is OutboxStatus.DEAD
        assert only(app).last_error == type(error).__name__
        clock.shift(timedelta(days=30))
        send(app)
        assert len(shown) == outbox.MAX_ATTEMPTS


def test_a_letter_that_cannot_be_written_does_not_stop_those_behind_it(app: Flask, yann: str, mailbox: Mailbox) -> None:
    with app.app_context():
        letters.first_password(user_of(yann))
        db.session.flush()
        db.session.scalars(select(OutboxMessage)).one().user_id = None  # a password for nobody cannot be drawn
        db.session.commit()
    queued(app, yann)
    assert send(app) == 1
    assert [letter["Subject"] for letter in mailbox.all()] == ["Votre mot de passe AIST22 a été modifié"]


def test_a_secret_is_drawn_at_sending_and_kept_nowhere(app: Flask, yann: str, mailbox: Mailbox) -> None:
    queued(app, yann, "reset_code")
    assert count(app, ProvisionalPassword) == 0
    code = mailbox.password_sent_to(yann)
    assert count(app, ProvisionalPassword) == 1
    assert code not in str(everything(app))


def test_each_try_draws_a_new_secret_and_the_last_one_works(
    app: Flask, yann: str, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services import sign_in

    with time_machine.travel(START, tick=False) as clock:
        queued(app, yann, "reset_code")
        with monkeypatch.context() as broken:
            refuse(broken, OSError())
            send(app)
        clock.shift(timedelta(minutes=1))
        code = mailbox.password_sent_to(yann)
        with app.app_context():
            assert sign_in.check(yann, code, address="198.51.100.1").must_choose_password
    assert count(app, ProvisionalPassword) == 2


def test_what_failed_is_logged_without_naming_anybody(
    app: Flask, yann: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    queued(app, yann)
    refuse(monkeypatch, OSError(f"550 {yann} unknown"))
    send(app)
    assert "password_changed did not leave: OSError" in caplog.text
    assert yann not in caplog.text


def test_what_waits_is_counted(app: Flask, yann: str) -> None:
    queued(app, yann, "password_changed", "reset_code")
    with app.app_context():
        assert outbox.waiting() == 2
        accounts.request_reset("personne@example.org", "198.51.100.1")
        assert outbox.waiting() == 2
        outbox.send_due(limit=1)
        assert outbox.waiting() == 1
