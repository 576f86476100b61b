"""Sessions are kept on the server: they end when nobody uses them, when told to, and everywhere at once."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import User, UserSession
from app.services import sessions
from tests.people import People
from tests.support.records import count, user_of

Clock = Any
START = datetime(2027, 1, 19, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def user(people: People, clock: Clock, app: Flask) -> Iterator[User]:
    email = people.yann
    with app.app_context():
        yield user_of(email)


def opened(user: User) -> str:
    token = sessions.open_for(user)
    db.session.commit()
    return token


def only() -> UserSession:
    return db.session.scalars(select(UserSession)).one()


def touched() -> None:
    sessions.touch(only().id)
    db.session.commit()
    db.session.expire_all()


def test_a_session_opens_by_its_token_which_is_not_kept(user: User) -> None:
    token = opened(user)
    assert len(token) >= 43
    found = sessions.find(token)
    assert found is not None
    assert found[1].id == user.id
    assert token not in only().digest
    assert sessions.find(token + "x") is None
    assert sessions.find("") is None


def test_an_hour_of_silence_ends_it(user: User, clock: Clock) -> None:
    token = opened(user)
    clock.shift(timedelta(minutes=60))
    assert sessions.find(token)
    clock.shift(timedelta(seconds=1))
    assert sessions.find(token) is None


def test_use_keeps_it_alive_but_not_beyond_twelve_hours(user: User, clock: Clock) -> None:
    token = opened(user)
    for _ in range(24):
        clock.shift(timedelta(minutes=30))
        assert sessions.find(token), clock
        touched()
    clock.shift(timedelta(minutes=1))
    assert sessions.find(token) is None


def test_half_an_hour_is_enough_for_agents(user: User, people: People, clock: Clock) -> None:
    db.session.rollback()
    token = opened(user_of(people.anouk))
    clock.shift(timedelta(minutes=30))
    assert sessions.find(token)
    clock.shift(timedelta(seconds=1))
    assert sessions.find(token) is None


@pytest.mark.parametrize("column", ["created_at", "seen_at"])
def test_a_row_from_the_future_is_refused(user: User, column: str) -> None:
    """A clock that was wrong for an hour must not leave sessions that live for years."""
    token = opened(user)
    setattr(only(), column, now() + timedelta(minutes=4))
    db.session.commit()
    assert sessions.find(token)
    setattr(only(), column, now() + timedelta(hours=25))
    db.session.commit()
    assert sessions.find(token) is None
    assert sessions.live_of(user) == []


def _end(user: User) -> None:
    sessions.end(only())


def _end_all(user: User) -> None:
    assert sessions.end_all(user) == 1


def _disable(user: User) -> None:
    user.disabled_at = now()


@pytest.mark.parametrize("ending", [_end, _end_all, _disable])
def test_it_is_over_at_once(user: User, ending: Callable[[User], None]) -> None:
    token = opened(user)
    ending(user)
    db.session.commit()
    assert sessions.find(token) is None


def test_logging_out_everywhere_spares_others_and_the_one_that_asks(user: User, people: People) -> None:
    db.session.rollback()
    solene = user_of(people.solene)
    theirs, here, there = opened(solene), opened(user), opened(user)
    found = sessions.find(here)
    assert found is not None
    assert sessions.end_all(user, but=found[0]) == 1
    db.session.commit()
    assert sessions.find(here)
    assert sessions.find(there) is None
    assert sessions.find(theirs)


def test_the_live_sessions_are_listed_latest_first(user: User, clock: Clock) -> None:
    opened(user)
    clock.shift(timedelta(minutes=50))
    opened(user)
    clock.shift(timedelta(minutes=5))
    opened(user)
    assert [session.created_at - START for session in sessions.live_of(user)] == [
        timedelta(minutes=55),
        timedelta(minutes=50),
        timedelta(0),
    ]
    clock.shift(timedelta(minutes=10))
    assert len(sessions.live_of(user)) == 2


def test_reading_pages_does_not_write_each_time(user: User, clock: Clock) -> None:
    opened(user)
    assert not sessions.is_due_for_touch(only())
    clock.shift(timedelta(minutes=5, seconds=1))
    assert sessions.is_due_for_touch(only())
    touched()
    assert not sessions.is_due_for_touch(only())


def test_sessions_that_are_over_are_forgotten(app: Flask, user: User, clock: Clock) -> None:
    opened(user)
    clock.shift(timedelta(hours=12))
    assert sessions.purge() == 0
    clock.shift(timedelta(seconds=1))
    assert sessions.purge() == 1
    db.session.commit()
    assert count(app, UserSession) == 0
