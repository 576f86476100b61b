"""Until when a visit is cancelled for free."""

from datetime import date, datetime, time

import pytest

from app.clock import PARIS
from app.law.cancellation import free_until, is_working_day

HALF_PAST_NINE = time(9, 30)


def _paris(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("day", "at", "hours", "limit"),
    [
        (date(2027, 2, 3), HALF_PAST_NINE, 48, "2027-02-01 09:30"),
        (date(2027, 2, 1), HALF_PAST_NINE, 48, "2027-01-30 09:30"),
        (date(2027, 2, 3), HALF_PAST_NINE, 0, "2027-02-03 09:30"),
        # By the clock, over the night that has 23 hours.
        (date(2027, 3, 29), time(9), 24, "2027-03-28 09:00"),
        (date(2027, 2, 3), None, 48, "2027-02-01 23:59"),
    ],
)
def test_all_hours_count(day: date, at: time | None, hours: int, limit: str) -> None:
    assert free_until(day, at, hours, working=False) == _paris(limit)


@pytest.mark.parametrize(
    ("day", "at", "hours", "limit"),
    [
        (date(2027, 2, 3), HALF_PAST_NINE, 48, "2027-02-01 09:30"),
        # A Monday: the weekend before does not count.
        (date(2027, 2, 1), HALF_PAST_NINE, 48, "2027-01-28 09:30"),
        # The Tuesday after Easter.
        (date(2027, 3, 30), time(9), 48, "2027-03-25 09:00"),
        # 1 January is a Friday.
        (date(2027, 1, 4), time(8), 24, "2026-12-31 08:00"),
        # A visit on a Saturday has the whole of the days before.
        (date(2027, 2, 6), time(9), 24, "2027-02-05 00:00"),
        (date(2027, 2, 3), HALF_PAST_NINE, 0, "2027-02-03 09:30"),
        (date(2027, 2, 8), HALF_PAST_NINE, 240, "2027-01-25 09:30"),
    ],
)
def test_only_working_hours_count(day: date, at: time | None, hours: int, limit: str) -> None:
    assert free_until(day, at, hours, working=True) == _paris(limit)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2027, 7, 14), False),
        (date(2027, 5, 6), False),
        (date(2027, 5, 17), False),
        (date(2027, 5, 15), False),
        # A public holiday in Alsace-Moselle only.
        (date(2027, 3, 26), True),
        (date(2027, 12, 24), True),
    ],
)
def test_working_days_are_those_of_metropolitan_france(day: date, works: bool) -> None:
    assert is_working_day(day) is works
