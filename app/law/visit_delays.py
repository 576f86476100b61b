"""By which day the law wants a visit made, for the visits whose day follows from a date the portal knows."""

from dataclasses import dataclass
from datetime import date

from app.models import VisitKind

# What an employer may ask for, and the article. Never the visit before return: it belongs to the employee and to
# physicians (art. R. 4624-29 and L. 4624-2-4).
ARTICLES = {
    VisitKind.HIRING: "R. 4624-10",
    VisitKind.PERIODIC: "R. 4624-16",
    VisitKind.RETURN: "R. 4624-31",
    VisitKind.EMPLOYER: "R. 4624-34",
    VisitKind.MID_CAREER: "L. 4624-2-2",
    VisitKind.AFTER_EXPOSURE: "L. 4624-2-1 et R. 4624-28-1",
}
MID_CAREER_AGE = 45
# The visit of mid-career may be joined to another one in the two years before (art. L. 4624-2-2).
MID_CAREER_EARLIER = 2


@dataclass(frozen=True)
class Delay:
    """The last day, and the article that says so."""

    latest_on: date
    article: str


def mid_career(born_on: date) -> Delay:
    """The end of the calendar year of the 45th birthday, unless the branch agreed on another term."""
    return Delay(date(born_on.year + MID_CAREER_AGE, 12, 31), "L. 4624-2-2")


def mid_career_opens_on(born_on: date) -> date:
    """The first day on which it may be joined to another visit."""
    return date(born_on.year + MID_CAREER_AGE - MID_CAREER_EARLIER, 1, 1)
