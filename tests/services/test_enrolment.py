"""The two identifiers of the January letter: hard to guess, easy to type, and what they open is short-lived."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from app.extensions import db
from app.models import AttemptCounter, EnrolmentGrant
from app.services import declarant_numbers, enrolment, throttle
from app.services.enrolment import CompanyLeft, Proof, WrongPair
from app.services.throttle import Limit, TooManyAttempts
from app.tenancy import all_companies
from tests.people import NUMBER, People
from tests.support.records import company_of, count, everything, journal, letters_to, user_of
from tests.support.threads import at_once

START = datetime(2027, 1, 19, 9, 0, tzinfo=UTC)
HERE, ELSEWHERE = "198.51.100.1", "203.0.113.9"
STAFF = "cotisations@aist22.example.org"


@pytest.fixture
def bakery(people: People) -> str:
    return people.bakery


def proves(
    app: Flask, code: str = "220417", number: str = NUMBER, *, address: str = HERE, email: str | None = None
) -> Any:
    """The proof, or the exception that refused it."""
    with app.app_context():
        user = user_of(email) if email else None
        try:
            found = enrolment.prove(code, number, address=address, user=user)
        except (WrongPair, CompanyLeft, TooManyAttempts) as refusal:
            return refusal
        db.session.commit()
        return found


def wrong(rank: int) -> str:
    """A number of another software's shape: it cannot be a slip, so it counts."""
    return f"{7000000 + rank}"


def test_the_right_pair_proves_the_company(app: Flask, bakery: str) -> None:
    proof = proves(app, " 22 0417 ", NUMBER.lower())
    assert isinstance(proof, Proof)
    assert (proof.company.public_id, proof.guarded) == (bakery, False)


def test_a_wrong_code_and_a_wrong_number_say_the_same(app: Flask, bakery: str) -> None:
    before = everything(app, but=frozenset({"attempt_counter"}))
    refusals = [proves(app, "999999"), proves(app, number=wrong(1)), proves(app, "", ""), proves(app, "🥖", "\0")]
    assert [repr(one) for one in refusals] == [repr(WrongPair())] * 4
    assert everything(app, but=frozenset({"attempt_counter"})) == before


def test_a_code_is_guessed_ten_times_a_day_from_however_many_addresses(app: Flask, bakery: str) -> None:
    with time_machine.travel(START, tick=False) as clock:
        outcomes = [proves(app, number=f"WRONG-{rank:06d}", address=f"203.0.113.{rank}") for rank in range(10)]
        assert {type(one) for one in outcomes} == {WrongPair}
        assert isinstance(proves(app, address=ELSEWHERE), TooManyAttempts)
        clock.shift(timedelta(days=1))
        assert isinstance(proves(app, address=ELSEWHERE), Proof)


def test_an_imported_figure_is_guessed_five_times_only(app: Flask, people: People) -> None:
    people.company("ANCIEN NUMÉRO", "220900", number="1234567")
    outcomes = [proves(app, "220900", wrong(rank)) for rank in range(6)]
    assert [type(one) for one in outcomes] == [WrongPair] * 5 + [TooManyAttempts]


def test_limits_tell_nothing_of_which_codes_exist(app: Flask, people: People) -> None:
    people.company("ANCIEN NUMÉRO", "220900", number="1234567")
    known = [type(proves(app, "220900", wrong(rank))) for rank in range(7)]
    assert known == [type(proves(app, "229999", wrong(rank))) for rank in range(7)]


def test_a_right_pair_of_a_company_that_left_costs_nothing(app: Flask, people: People) -> None:
    people.company("FERMÉE", "220901", left_on=date(2025, 12, 31))
    outcomes = [proves(app, "220901", NUMBER) for _ in range(12)]
    assert {type(one) for one in outcomes} == {CompanyLeft}


def test_eight_guesses_at_once_are_no_more_than_the_limit(app: Flask, people: People) -> None:
    people.company("ANCIEN NUMÉRO", "220900", number="1234567")
    actions = [lambda rank=rank: proves(app, "220900", wrong(rank), address=f"203.0.113.{rank}") for rank in range(8)]
    outcomes = at_once(app, *actions)
    assert sorted(type(one).__name__ for one in outcomes) == ["TooManyAttempts"] * 3 + ["WrongPair"] * 5


def test_an_address_guesses_twenty_times_an_hour_over_all_codes(app: Flask, bakery: str) -> None:
    outcomes = [proves(app, f"30{rank:04d}", wrong(1)) for rank in range(20)]
    assert {type(one) for one in outcomes} == {WrongPair}
    assert isinstance(proves(app), TooManyAttempts)
    assert isinstance(proves(app, address=ELSEWHERE), Proof)


def test_a_firm_s_good_day_of_work_counts_against_nobody(app: Flask, people: People) -> None:
    jeanne = people.jeanne
    for rank in range(40):
        people.company(f"CLIENT {rank}", f"24{rank:04d}")
    proofs = [proves(app, f"24{rank:04d}", email=jeanne) for rank in range(40)]
    assert {type(one) for one in proofs} == {Proof}
    assert isinstance(proves(app, "240000", email=jeanne), Proof)


def test_the_failures_of_somebody_signed_in_are_theirs_and_not_the_address_s(app: Flask, people: People) -> None:
    jeanne, maelle = people.jeanne, people.maelle
    outcomes = [proves(app, f"30{rank:04d}", wrong(1), email=jeanne) for rank in range(11)]
    assert [type(one) for one in outcomes] == [WrongPair] * 10 + [TooManyAttempts]
    assert isinstance(proves(app, email=maelle), Proof)
    assert isinstance(proves(app), Proof)


def test_a_slip_of_the_finger_costs_nothing(app: Flask, bakery: str) -> None:
    for _ in range(30):
        assert isinstance(proves(app, number="7KMQ2-HXD9H"), WrongPair)
    assert isinstance(proves(app), Proof)


def test_a_company_that_left_is_said_only_to_who_knows_its_number(app: Flask, people: People) -> None:
    people.company("FERMÉE", "220800", left_on=date(2026, 12, 31))
    with time_machine.travel(START, tick=False):
        refusal = proves(app, "220800")
        assert isinstance(refusal, CompanyLeft)
        assert refusal.left_on == date(2026, 12, 31)
        assert isinstance(proves(app, "220800", wrong(1)), WrongPair)


def test_a_company_that_will_leave_is_still_there(app: Flask, people: People) -> None:
    people.company("PART BIENTÔT", "220801", left_on=date(2027, 1, 20))
    with time_machine.travel(START, tick=False):
        assert isinstance(proves(app, "220801"), Proof)


def test_guessing_on_a_large_scale_makes_staff_agree_and_tells_them_once(app: Flask, bakery: str) -> None:
    with time_machine.travel(START, tick=False) as clock:
        failed_already(app, enrolment.ALL_TOGETHER, 299)
        assert not proves(app, address=ELSEWHERE).guarded
        for rank in range(2):
            proves(app, f"5{rank:05d}", wrong(rank), address=f"10.0.0.{rank}")
        assert proves(app, address=ELSEWHERE).guarded
        for rank in range(5):
            proves(app, f"6{rank:05d}", wrong(rank), address=f"10.1.0.{rank}")
        assert letters_to(app, STAFF) == ["guessing_alert"]
        assert "enrolment.guarded" in journal(app)
        clock.shift(timedelta(hours=1))
        assert not proves(app, address=ELSEWHERE).guarded


def failed_already(app: Flask, limit: Limit, times: int) -> None:
    with app.app_context():
        throttle.spend((limit, ""))
        db.session.execute(update(AttemptCounter).values(count=times))
        db.session.commit()


def given(app: Flask, bakery: str, email: str | None = None) -> str:
    with app.app_context():
        user = user_of(email) if email else None
        token = enrolment.grant(Proof(company_of(bakery), guarded=False), user, reference="A1")
        db.session.commit()
        return token


def opens(app: Flask, token: str, email: str | None = None) -> bool:
    with app.app_context():
        found = enrolment.granted(token, user_of(email) if email else None)
        return found is not None


def test_a_grant_is_bound_to_who_earned_it(app: Flask, people: People, bakery: str) -> None:
    jeanne, solene = people.jeanne, people.solene
    anonymous, hers = given(app, bakery), given(app, bakery, jeanne)
    assert opens(app, anonymous)
    assert not opens(app, anonymous, jeanne)
    assert opens(app, hers, jeanne)
    assert not opens(app, hers, solene)
    assert not opens(app, hers)
    assert not opens(app, "")
    assert not opens(app, anonymous + "x")


def test_a_grant_lasts_half_an_hour(app: Flask, bakery: str) -> None:
    with time_machine.travel(START, tick=False) as clock:
        token = given(app, bakery)
        clock.shift(timedelta(minutes=30) - timedelta(seconds=1))
        assert opens(app, token)
        clock.shift(timedelta(seconds=1))
        assert not opens(app, token)
        clock.shift(timedelta(seconds=1))
        with app.app_context():
            assert enrolment.purge() == 1
            db.session.commit()
    assert count(app, EnrolmentGrant) == 0


def test_a_grant_is_used_once_even_by_eight_at_once(app: Flask, bakery: str) -> None:
    token = given(app, bakery)

    def use() -> bool:
        found = enrolment.granted(token)
        used = found is not None and enrolment.use(found[0])
        db.session.commit()
        return used

    outcomes = at_once(app, *[use] * 8)
    assert sorted(outcomes) == [False] * 7 + [True], outcomes
    assert not opens(app, token)


def test_a_new_number_ends_what_the_old_one_opened(app: Flask, bakery: str) -> None:
    """Whoever was shown the door cannot come back by a proof kept in reserve."""
    token = given(app, bakery)
    with app.app_context(), all_companies("test"):
        declarant_numbers.assign(company_of(bakery), declarant_numbers.draw())
        db.session.commit()
    assert not opens(app, token)


def test_a_token_is_not_readable_in_the_database(app: Flask, bakery: str) -> None:
    assert given(app, bakery) not in str(everything(app))
