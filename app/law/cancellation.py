"""Until when a visit is cancelled for free: so many hours before it, all of them or those of working days only."""

from datetime import date, datetime, time, timedelta
from functools import cache

import holidays

from app.clock import PARIS

_DAY = timedelta(days=1)
# Somebody whose hour is not known yet is given the whole day.
_END = time(23, 59)
SATURDAY = 5


def starts_at(day: date, at: time | None) -> datetime:
    """The moment of a visit, in Paris; the end of the day when its hour is not known."""
    return datetime.combine(day, at or _END, tzinfo=PARIS)


def free_until(day: date, at: time | None, hours: int, *, working: bool) -> datetime:
    """The last moment to cancel for free, counted back by the clock of Paris from the visit.

    `working`: only the hours of Monday to Friday count, public holidays of metropolitan France left out.
    """
    starts = starts_at(day, at).replace(tzinfo=None)
    left = timedelta(hours=hours)
    return (_working_back(starts, left) if working else starts - left).replace(tzinfo=PARIS)


def is_working_day(day: date) -> bool:
    """Monday to Friday, public holidays of metropolitan France left out."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


def _working_back(moment: datetime, left: timedelta) -> datetime:
    midnight = datetime.combine(moment.date(), time())
    passed = moment - midnight
    while left:
        if is_working_day(midnight.date()):
            if passed >= left:
                return midnight + passed - left
            left -= passed
        midnight, passed = midnight - _DAY, _DAY
    return moment


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", years=year))
