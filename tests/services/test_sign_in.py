"""Signing in: guesses are limited, the owner is not locked out by others, a one-time password works once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.clock import now
from app.extensions import db
from app.models import ProvisionalKind, ProvisionalPassword
from app.services import provisional, sign_in
from app.services.sign_in import ProvisionalOver, SignedIn, WrongPassword
from app.services.throttle import TooManyAttempts
from tests.people import PASSWORD, People
from tests.support.records import count, everything, journal, letters_to, user_of
from tests.support.threads import at_once

START = datetime(2027, 1, 19, 9, 0, tzinfo=UTC)
HERE, ELSEWHERE = "198.51.100.1", "203.0.113.9"


@pytest.fixture
def yann(people: People) -> str:
    return people.yann


def signs_in(app: Flask, email: str, password: str, *, address: str = HERE, device: str | None = None) -> Any:
    """What a request would make of it: the person, or the exception by its name."""
    with app.app_context():
        try:
            found = sign_in.check(email, password, address=address, device=device)
        except (WrongPassword, ProvisionalOver, TooManyAttempts) as refusal:
            return refusal
        db.session.commit()
        return found


def mailed(app: Flask, email: str, kind: ProvisionalKind = ProvisionalKind.FIRST) -> str:
    with app.app_context():
        clear = provisional.draw(user_of(email).id, kind)
        db.session.commit()
        return clear


def test_the_right_password_opens(app: Flask, yann: str) -> None:
    found = signs_in(app, yann, PASSWORD)
    assert isinstance(found, SignedIn)
    assert (found.user.email, found.must_choose_password) == (yann, False)
    assert journal(app) == ["sign_in"]


@pytest.mark.parametrize("who", ["yann", "stranger"])
def test_five_failures_lock_and_the_remaining_tries_are_said_from_the_third(app: Flask, yann: str, who: str) -> None:
    """The same for an address that has no account: nobody learns anything by trying."""
    email = yann if who == "yann" else "personne@example.org"
    with time_machine.travel(START, tick=False) as clock:
        failures = [signs_in(app, email, "wrong") for _ in range(5)]
        assert [failure.remaining for failure in failures] == [None, None, 2, 1, None]
        blocked = signs_in(app, email, PASSWORD)
        assert isinstance(blocked, TooManyAttempts)
        assert blocked.minutes == 1
        clock.shift(timedelta(minutes=1))
        assert not isinstance(signs_in(app, email, "wrong"), TooManyAttempts)
        assert signs_in(app, email, "wrong").minutes == 2


def test_the_owner_of_a_locked_account_is_told_once_a_day(app: Flask, yann: str) -> None:
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(3):
            for _ in range(5):
                signs_in(app, yann, "wrong")
            clock.shift(timedelta(minutes=5))
            assert isinstance(signs_in(app, yann, PASSWORD), SignedIn)
    assert letters_to(app, yann) == ["blocked_attempts"]


def test_a_known_browser_keeps_the_owner_in(app: Flask, yann: str) -> None:
    for _ in range(5):
        signs_in(app, yann, "wrong", address=ELSEWHERE)
    assert isinstance(signs_in(app, yann, PASSWORD), TooManyAttempts)
    assert isinstance(signs_in(app, yann, PASSWORD, device="abc"), SignedIn)
    assert isinstance(signs_in(app, yann, PASSWORD), TooManyAttempts)


def test_one_address_guesses_sixty_times_over_all_accounts(app: Flask, yann: str) -> None:
    outcomes = [signs_in(app, f"someone{number}@example.org", "wrong") for number in range(61)]
    assert [type(one) for one in outcomes] == [WrongPassword] * 60 + [TooManyAttempts]
    assert isinstance(signs_in(app, yann, PASSWORD), TooManyAttempts)
    assert isinstance(signs_in(app, yann, PASSWORD, address=ELSEWHERE), SignedIn)


def test_a_good_account_of_one_s_own_buys_no_guesses(app: Flask, yann: str) -> None:
    """Neither signing in nor confirming a password starts the address afresh."""
    for number in range(60):
        signs_in(app, f"someone{number}@example.org", "wrong")
        if number % 20 == 0:
            signs_in(app, yann, PASSWORD)
            with app.app_context():
                sign_in.confirm(user_of(yann), PASSWORD, address=HERE)
                db.session.commit()
    assert isinstance(signs_in(app, "another@example.org", "wrong"), TooManyAttempts)


def test_confirming_a_password_is_limited_too_and_counts_only_failures(app: Flask, yann: str) -> None:
    def confirms(password: str) -> type[Exception] | None:
        with app.app_context():
            try:
                sign_in.confirm(user_of(yann), password, address=HERE)
            except (WrongPassword, TooManyAttempts) as refusal:
                return type(refusal)
            finally:
                # As after a form refused for another reason.
                db.session.rollback()
        return None

    assert [confirms(PASSWORD) for _ in range(10)] == [None] * 10
    assert [confirms("wrong") for _ in range(6)] == [WrongPassword] * 5 + [TooManyAttempts]


def test_a_provisional_password_opens_the_choice_of_another_and_that_once(app: Flask, yann: str) -> None:
    clear = mailed(app, yann)
    found = signs_in(app, yann, f"  {clear.lower()}\u00a0")
    assert isinstance(found, SignedIn)
    assert found.must_choose_password
    assert isinstance(signs_in(app, yann, clear), ProvisionalOver)


def test_eight_simultaneous_uses_are_one(app: Flask, yann: str) -> None:
    clear = mailed(app, yann)
    outcomes = at_once(app, *[lambda: signs_in(app, yann, clear)] * 8)
    assert sorted(type(one).__name__ for one in outcomes).count("SignedIn") == 1
    assert {type(one) for one in outcomes} <= {SignedIn, ProvisionalOver, TooManyAttempts}, outcomes


@pytest.mark.parametrize(("kind", "hours"), [(ProvisionalKind.FIRST, 24), (ProvisionalKind.RESET, 1)])
def test_a_provisional_password_expires(app: Flask, yann: str, kind: ProvisionalKind, hours: int) -> None:
    with time_machine.travel(START, tick=False) as clock:
        clear = mailed(app, yann, kind)
        clock.shift(timedelta(hours=hours))
        assert isinstance(signs_in(app, yann, clear), ProvisionalOver)
        clock.shift(timedelta(seconds=-1))
        assert isinstance(signs_in(app, yann, clear), SignedIn)


def test_how_long_a_first_password_lasts_is_a_setting(app: Flask, yann: str) -> None:
    app.config["PROVISIONAL_HOURS"] = 72
    with time_machine.travel(START, tick=False) as clock:
        clear = mailed(app, yann)
        clock.shift(timedelta(hours=71, minutes=59))
        assert isinstance(signs_in(app, yann, clear), SignedIn)


def test_a_new_provisional_password_replaces_the_one_before(app: Flask, yann: str) -> None:
    first, second = mailed(app, yann), mailed(app, yann)
    assert isinstance(signs_in(app, yann, first), WrongPassword)
    assert isinstance(signs_in(app, yann, second), SignedIn)


def test_the_present_password_stays_valid_until_the_code_is_used(app: Flask, yann: str) -> None:
    mailed(app, yann, ProvisionalKind.RESET)
    assert isinstance(signs_in(app, yann, PASSWORD), SignedIn)


def test_an_old_one_time_password_buys_no_guesses(app: Flask, yann: str) -> None:
    """It opens nothing any more, so it does not unlock the account for who found it in an old mail either."""
    clear = mailed(app, yann)
    signs_in(app, yann, clear)
    outcomes = []
    for _ in range(4):
        outcomes += [signs_in(app, yann, "a guess"), signs_in(app, yann, "a guess"), signs_in(app, yann, clear)]
    assert TooManyAttempts in {type(one) for one in outcomes}


def test_a_disabled_account_answers_like_one_that_does_not_exist(app: Flask, yann: str) -> None:
    with app.app_context():
        user_of(yann).disabled_at = now()
        db.session.commit()
    clear = mailed(app, yann)
    for password in (PASSWORD, clear):
        refusal = signs_in(app, yann, password)
        assert isinstance(refusal, WrongPassword)
        assert refusal.remaining is None


def test_passwords_are_never_in_the_database(app: Flask, yann: str) -> None:
    clear = mailed(app, yann)
    signs_in(app, yann, PASSWORD)
    assert count(app, ProvisionalPassword) == 1
    stored = str(everything(app))
    assert clear not in stored
    assert PASSWORD not in stored
