"""Limits: windows that end, locks that double, attempts given back, and no way to be many at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.extensions import db
from app.services import throttle
from app.services.throttle import Limit, TooManyAttempts
from tests.support.threads import at_once

START = datetime(2027, 1, 19, 9, 0, tzinfo=UTC)
THREE = Limit("three", 3, timedelta(hours=1))
LOCKING = Limit("locking", 25, timedelta(days=1), locks_after=5)


def test_the_limit_is_what_it_says(context: Flask) -> None:
    assert [throttle.spend((THREE, "a"))["three"] for _ in range(3)] == [1, 2, 3]
    with pytest.raises(TooManyAttempts) as refusal:
        throttle.spend((THREE, "a"))
    assert refusal.value.limit is THREE
    throttle.spend((THREE, "b"))


def test_a_window_ends(context: Flask) -> None:
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(3):
            throttle.spend((THREE, "a"))
        with pytest.raises(TooManyAttempts) as refusal:
            throttle.spend((THREE, "a"))
        assert refusal.value.minutes == 60
        clock.shift(timedelta(minutes=60))
        assert throttle.spend((THREE, "a"))["three"] == 1


def test_refused_attempts_do_not_make_the_wait_longer(context: Flask) -> None:
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(3):
            throttle.spend((THREE, "a"))
        for _ in range(50):
            clock.shift(timedelta(minutes=1))
            with pytest.raises(TooManyAttempts):
                throttle.spend((THREE, "a"))
        assert throttle.made(THREE, "a") == 3


def test_a_lock_doubles_up_to_a_quarter_of_an_hour(context: Flask) -> None:
    waits = []
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(4):
            throttle.spend((LOCKING, "a"))
        for _ in range(6):
            throttle.spend((LOCKING, "a"))
            with pytest.raises(TooManyAttempts) as refusal:
                throttle.spend((LOCKING, "a"))
            waits.append(refusal.value.minutes)
            clock.shift(timedelta(minutes=refusal.value.minutes))
    assert waits == [1, 2, 4, 8, 15, 15]


def test_a_whole_day_of_guessing_is_25_guesses(context: Flask) -> None:
    made = 0
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(24 * 60 - 1):
            try:
                throttle.spend((LOCKING, "a"))
                made += 1
            except TooManyAttempts:
                pass
            clock.shift(timedelta(minutes=1))
    assert made == 25


def test_what_turned_out_right_is_given_back(context: Flask) -> None:
    for _ in range(10):
        throttle.spend((THREE, "a"), (LOCKING, "a"))
        throttle.give_back((THREE, "a"), (LOCKING, "a"))
        db.session.commit()
    assert throttle.made(THREE, "a") == 0
    throttle.give_back((THREE, "a"))
    assert throttle.made(THREE, "a") == 0


def test_forgetting_starts_afresh(context: Flask) -> None:
    for _ in range(5):
        throttle.spend((LOCKING, "a"))
    throttle.forget((LOCKING, "a"))
    db.session.commit()
    assert throttle.spend((LOCKING, "a"))["locking"] == 1


def test_one_refusal_spares_the_other_limits(context: Flask) -> None:
    for _ in range(3):
        throttle.spend((THREE, "a"))
    with pytest.raises(TooManyAttempts):
        throttle.spend((LOCKING, "b"), (THREE, "a"))
    assert throttle.made(LOCKING, "b") == 0


def test_an_attempt_counts_even_when_what_follows_is_undone(context: Flask) -> None:
    throttle.spend((THREE, "a"))
    db.session.rollback()
    assert throttle.made(THREE, "a") == 1


@pytest.mark.parametrize("limit", [THREE, LOCKING], ids=lambda limit: limit.name)
def test_many_at_once_never_pass_the_limit(app: Flask, limit: Limit) -> None:
    """Of eight threads that start together, as many get through as when they come one after the other."""

    def attempt() -> Any:
        return throttle.spend((limit, "a"))[limit.name]

    outcomes = at_once(app, *[attempt] * 8)
    passed = sorted(one for one in outcomes if isinstance(one, int))
    assert passed == list(range(1, 1 + (limit.locks_after or limit.allowed)))
    assert all(isinstance(one, int | TooManyAttempts) for one in outcomes), outcomes


def test_many_different_things_at_once_wait_for_nobody_for_ever(app: Flask) -> None:
    """Accounts, addresses and the total are taken and given back in one order: no deadlock."""

    def right(name: str) -> Any:
        attempts = (
            (LOCKING, name),
            (Limit("zz-address", 900, timedelta(hours=1)), "1"),
            (Limit("all", 900, timedelta(hours=1)), ""),
        )
        for _ in range(5):
            throttle.spend(*attempts)
            throttle.give_back(*attempts)
            db.session.commit()
        return "done"

    outcomes = at_once(app, *[lambda name=str(number): right(name) for number in range(6)])
    assert outcomes == ["done"] * 6


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002::/64"),
        ("2001:db8:1:2::9", "2001:0db8:0001:0002::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        (None, "unknown"),
        ("", "unknown"),
        ("198.51.100.7, 203.0.113.9", "unknown"),
        ("<script>", "unknown"),
    ],
)
def test_an_ipv6_subscriber_is_one_visitor(address: str | None, network: str) -> None:
    assert throttle.network_of(address) == network


def test_counters_name_nobody_and_are_forgotten(context: Flask) -> None:
    from tests.support.records import everything

    with time_machine.travel(START, tick=False) as clock:
        throttle.spend((THREE, "yann.legall@example.org"))
        assert "yann" not in str(everything(context)["attempt_counter"])
        clock.shift(timedelta(hours=2))
        assert throttle.purge() == 1
        db.session.commit()
    assert everything(context)["attempt_counter"] == []
