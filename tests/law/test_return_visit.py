"""The examination on return to work (art. R. 4624-31), version by version."""

from datetime import date, timedelta

import pytest

from app.law.return_visit import Cause, ReturnVisit, assess

NOW = date(2027, 1, 4)


def after(cause: Cause, days: int, first_day: date = NOW, *, nothing_to_adjust: bool = False) -> ReturnVisit:
    last = first_day + timedelta(days=days - 1)
    return assess(cause, first_day, last, last + timedelta(days=1), nothing_to_adjust=nothing_to_adjust)


@pytest.mark.parametrize(
    ("cause", "days", "is_required"),
    [
        (Cause.MATERNITY, 1, True),
        (Cause.OCCUPATIONAL_DISEASE, 1, True),
        (Cause.WORK_ACCIDENT, 29, False),
        (Cause.WORK_ACCIDENT, 30, True),
        (Cause.OTHER, 59, False),
        (Cause.OTHER, 60, True),
    ],
)
def test_the_length_of_the_leave_decides(cause: Cause, days: int, is_required: bool) -> None:
    assert after(cause, days).is_required is is_required


def test_both_ends_of_a_leave_count() -> None:
    assert assess(Cause.OTHER, NOW, NOW, NOW, nothing_to_adjust=False).days == 1


@pytest.mark.parametrize(("first_day", "is_required"), [(date(2022, 3, 31), True), (date(2022, 4, 1), False)])
def test_illness_counted_from_thirty_days_before_april_2022(first_day: date, is_required: bool) -> None:
    assert after(Cause.OTHER, 30, first_day).is_required is is_required


def test_the_last_day_is_eight_days_after_the_return_sundays_included() -> None:
    found = assess(Cause.MATERNITY, date(2026, 9, 1), date(2027, 1, 19), date(2027, 1, 20), nothing_to_adjust=False)
    assert found.latest_on == date(2027, 1, 28)


@pytest.mark.parametrize(
    ("cause", "first_day", "is_required"),
    [
        (Cause.OTHER, date(2026, 6, 14), True),
        (Cause.OTHER, date(2026, 6, 15), False),
        (Cause.WORK_ACCIDENT, date(2026, 6, 15), False),
        (Cause.OCCUPATIONAL_DISEASE, date(2026, 6, 15), False),
        # There is no examination before the return from a maternity leave (art. L. 4624-2-4).
        (Cause.MATERNITY, date(2026, 6, 15), True),
    ],
)
def test_nothing_to_adjust_exempts_leaves_since_15_june_2026(cause: Cause, first_day: date, is_required: bool) -> None:
    assert after(cause, 90, first_day, nothing_to_adjust=True).is_required is is_required
    assert after(cause, 90, first_day).is_required
