"""By which day the law wants the visits whose day follows from a date."""

from datetime import date

import pytest

from app.law import visit_delays
from app.models import FollowUp, VisitKind

STARTS = date(2026, 11, 30)
ADULT = date(1990, 5, 1)


@pytest.mark.parametrize(
    ("follow_up", "born_on", "is_apprentice", "latest_on", "article"),
    [
        (FollowUp.SI, ADULT, False, date(2027, 2, 28), "R. 4624-10"),
        (FollowUp.SI, None, False, date(2027, 2, 28), "R. 4624-10"),
        (None, ADULT, True, date(2027, 1, 30), "R. 6222-40-1"),
        (FollowUp.SIR, ADULT, True, STARTS, "R. 4624-24"),
        (FollowUp.SI, date(2008, 12, 1), True, STARTS, "R. 4624-18"),
        (FollowUp.SI, date(2008, 11, 30), False, date(2027, 2, 28), "R. 4624-10"),
    ],
)
def test_the_first_visit(
    follow_up: FollowUp | None, born_on: date | None, is_apprentice: bool, latest_on: date, article: str
) -> None:
    found = visit_delays.hiring(STARTS, follow_up, born_on, is_apprentice=is_apprentice)
    assert (found.latest_on, found.article) == (latest_on, article)


def test_the_visit_of_mid_career_belongs_to_the_year_of_the_45th_birthday() -> None:
    assert visit_delays.mid_career(date(1982, 12, 31)).latest_on == date(2027, 12, 31)
    assert visit_delays.mid_career_opens_on(date(1982, 12, 31)) == date(2025, 1, 1)


def test_an_employer_never_asks_for_the_visit_before_return() -> None:
    assert not {VisitKind.BEFORE_RETURN, VisitKind.EMPLOYEE, VisitKind.PHYSICIAN} & set(visit_delays.ARTICLES)
