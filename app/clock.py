"""The time of the application: stored in UTC, shown in Paris."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Paris, which is the day the law and the members count in."""
    return datetime.now(PARIS).date()
