"""By which day the law wants the visits whose day follows from a date."""

from datetime import date

from app.law import visit_delays
from app.models import VisitKind


def test_the_visit_of_mid_career_belongs_to_the_year_of_the_45th_birthday() -> None:
    assert visit_delays.mid_career(date(1982, 12, 31)).latest_on == date(2027, 12, 31)
    assert visit_delays.mid_career_opens_on(date(1982, 12, 31)) == date(2025, 1, 1)


def test_an_employer_never_asks_for_the_visit_before_return() -> None:
    assert not {VisitKind.BEFORE_RETURN, VisitKind.EMPLOYEE, VisitKind.PHYSICIAN} & set(visit_delays.ARTICLES)
