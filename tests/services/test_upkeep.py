"""What is over is forgotten, each thing in its time, and a failure of one day does not stop the next."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from app.config import load
from app.extensions import db
from app.models import (
    AttemptCounter,
    AuditEvent,
    EnrolmentGrant,
    MembershipStatus,
    OutboxMessage,
    ProvisionalPassword,
    UserSession,
)
from app.services import accounts, enrolment, sessions, throttle, upkeep
from app.services.enrolment import Proof
from tests.people import People
from tests.support.mailbox import Mailbox
from tests.support.records import company_of, count, status_of, user_of
from tests.support.threads import at_once

START = datetime(2027, 1, 19, 9, 0, tzinfo=UTC)


@pytest.fixture
def lived_in(app: Flask, people: People) -> Flask:
    """A session, a grant, a counter, and a request that waits."""
    yann, bakery = people.yann, people.bakery
    people.attach(people.jeanne, bakery, status=MembershipStatus.PENDING)
    with app.app_context():
        sessions.open_for(user_of(yann))
        enrolment.grant(Proof(company_of(bakery), guarded=False))
        throttle.spend((enrolment.PER_ADDRESS, "x"))
        db.session.commit()
    return app


@pytest.mark.parametrize(
    ("later", "left"),
    [
        (timedelta(minutes=29), {UserSession: 1, EnrolmentGrant: 1, AttemptCounter: 1}),
        (timedelta(minutes=31), {UserSession: 1, EnrolmentGrant: 0, AttemptCounter: 1}),
        (timedelta(minutes=61), {UserSession: 1, EnrolmentGrant: 0, AttemptCounter: 0}),
        (timedelta(hours=13), {UserSession: 0, EnrolmentGrant: 0, AttemptCounter: 0}),
    ],
)
def test_what_is_over_is_forgotten(lived_in: Flask, later: timedelta, left: dict[type, int]) -> None:
    with time_machine.travel(datetime.now(UTC) + later, tick=False), lived_in.app_context():
        upkeep.purge()
    assert {model: count(lived_in, model) for model in left} == left


@pytest.mark.parametrize(
    ("later", "left"),
    [
        (timedelta(days=7), {ProvisionalPassword: 1, OutboxMessage: 1, AuditEvent: 1}),
        (timedelta(days=9), {ProvisionalPassword: 0, OutboxMessage: 1, AuditEvent: 1}),
        (timedelta(days=31), {ProvisionalPassword: 0, OutboxMessage: 0, AuditEvent: 1}),
        (timedelta(days=366), {ProvisionalPassword: 0, OutboxMessage: 0, AuditEvent: 0}),
    ],
)
def test_traces_are_kept_no_longer_than_needed(
    app: Flask, people: People, later: timedelta, left: dict[type, int]
) -> None:
    yann = people.yann
    with app.app_context():
        accounts.request_reset(yann, "198.51.100.1")
        db.session.commit()
        upkeep.run_once()
    with time_machine.travel(datetime.now(UTC) + later, tick=False), app.app_context():
        upkeep.purge()
    assert {model: count(app, model) for model in left} == left


def test_a_letter_that_has_not_left_is_kept(app: Flask, people: People) -> None:
    yann = people.yann
    with app.app_context():
        accounts.request_reset(yann, "198.51.100.1")
        db.session.commit()
    with time_machine.travel(datetime.now(UTC) + timedelta(days=40), tick=False), app.app_context():
        upkeep.purge()
    assert count(app, OutboxMessage) == 1


def test_a_fortnight_without_an_answer_is_a_no(lived_in: Flask, people: People, mailbox: Mailbox) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(days=15), tick=False), lived_in.app_context():
        upkeep.run_once()
        assert upkeep.run_once() == 1
    assert status_of(lived_in, people.jeanne, people.bakery) == "refused"
    assert len(mailbox.to(people.jeanne)) == 1


def test_one_round_sends_the_mail(app: Flask, people: People, mailbox: Mailbox) -> None:
    yann = people.yann
    with app.app_context():
        accounts.request_reset(yann, "198.51.100.1")
        db.session.commit()
        assert upkeep.run_once() == 1
    assert mailbox.password_sent_to(yann)


def test_two_workers_forget_at_once_without_harm(lived_in: Flask) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(days=15), tick=False):
        assert at_once(lived_in, *[upkeep.purge] * 3) == [None] * 3


def test_processes_that_start_together_share_one_key(app: Flask, tmp_path: object) -> None:
    """An installation that was given no key makes its own, once, however many workers ask for it."""
    keys = at_once(app, *[lambda: load({}, str(tmp_path))["SECRET_KEY"]] * 8)
    assert len(set(keys)) == 1
    assert len(str(keys[0])) == 64
