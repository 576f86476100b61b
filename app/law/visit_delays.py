"""By which day the law wants a visit made, for the visits whose day follows from a date the portal knows."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from app.models import FollowUp, VisitKind

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
ADULT = 18


@dataclass(frozen=True)
class Delay:
    """The last day, and the article that says so."""

    latest_on: date
    article: str


def hiring(starts_on: date, follow_up: FollowUp | None, born_on: date | None, *, is_apprentice: bool = False) -> Delay:
    """The last day for the first visit of somebody who takes up a post on `starts_on`."""
    if follow_up is FollowUp.SIR:
        # « préalablement à son affectation sur le poste »
        return Delay(starts_on, "R. 4624-24")
    if born_on and _birthday(born_on, ADULT) > starts_on:
        return Delay(starts_on, "R. 4624-18")
    if is_apprentice:
        return Delay(months_after(starts_on, 2), "R. 6222-40-1")
    return Delay(months_after(starts_on, 3), "R. 4624-10")


def mid_career(born_on: date) -> Delay:
    """The end of the calendar year of the 45th birthday, unless the branch agreed on another term."""
    return Delay(date(born_on.year + MID_CAREER_AGE, 12, 31), "L. 4624-2-2")


def mid_career_opens_on(born_on: date) -> date:
    """The first day on which it may be joined to another visit."""
    return date(born_on.year + MID_CAREER_AGE - MID_CAREER_EARLIER, 1, 1)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _birthday(born_on: date, age: int) -> date:
    return months_after(born_on, 12 * age)
