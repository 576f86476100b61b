"""The examination on return to work (visite de reprise): when the law asks for it, and by which day.

Code du travail, art. R. 4624-31. A rule holds for the leaves that begin on its day or later.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# « le jour de la reprise effective du travail, et au plus tard dans un délai de huit jours qui suivent cette reprise »
DELAY = timedelta(days=8)
ARTICLE = "R. 4624-31"


class Cause(StrEnum):
    """Why somebody was away, in the words of the article."""

    MATERNITY = "maternite"
    OCCUPATIONAL_DISEASE = "maladie-professionnelle"
    WORK_ACCIDENT = "accident-travail"
    OTHER = "autre"

    @property
    def label(self) -> str:
        return {
            "maternite": "Congé de maternité",
            "maladie-professionnelle": "Maladie professionnelle",
            "accident-travail": "Accident du travail",
            "autre": "Maladie ou accident non professionnel",
        }[self.value]


@dataclass(frozen=True)
class _Rule:
    since: date
    # Days of leave from which the examination is due; maternity and occupational disease have no threshold.
    work_accident: int
    other: int
    # Not required after an examination before return that concluded that nothing had to be adjusted.
    exempts: bool

    def least_days(self, cause: Cause) -> int:
        return {Cause.WORK_ACCIDENT: self.work_accident, Cause.OTHER: self.other}.get(cause, 1)


_RULES = (
    # Décret 2026-503, art. 2 and 5: leaves prescribed from the day after its publication (JO of 14 June 2026).
    _Rule(date(2026, 6, 15), work_accident=30, other=60, exempts=True),
    # Décret 2022-372, art. 5 and 6: leaves that begin after 31 March 2022.
    _Rule(date(2022, 4, 1), work_accident=30, other=60, exempts=False),
    # Décret 2012-135, taken over by décret 2016-1908.
    _Rule(date.min, work_accident=30, other=30, exempts=False),
)


@dataclass(frozen=True)
class ReturnVisit:
    """What the article says of one leave; `is_exempt`: long enough to call for it, and spared it."""

    cause: Cause
    days: int
    least_days: int
    is_exempt: bool
    latest_on: date

    @property
    def is_required(self) -> bool:
        return self.days >= self.least_days and not self.is_exempt


def assess(cause: Cause, first_day: date, last_day: date, returns_on: date, *, nothing_to_adjust: bool) -> ReturnVisit:
    """Whether a leave, its first and last days included, calls for the examination, and by which day.

    `nothing_to_adjust`: an examination before return, in the thirty days before it, concluded so. It never exempts
    after a maternity leave, to which art. L. 4624-2-4 gives no such examination.
    """
    rule = next(rule for rule in _RULES if first_day >= rule.since)
    days, least_days = (last_day - first_day).days + 1, rule.least_days(cause)
    exempts = rule.exempts and nothing_to_adjust and cause is not Cause.MATERNITY
    return ReturnVisit(
        cause=cause,
        days=days,
        least_days=least_days,
        is_exempt=exempts and days >= least_days,
        latest_on=returns_on + DELAY,
    )
