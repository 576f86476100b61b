"""Where companies stand: one word for each, which follows the campaign's days, and counts that add up."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine
from flask import Flask

from app.extensions import db
from app.models import DeclarationState, User
from app.services import portfolio_page, portfolio_status
from app.services.portfolio_page import Filters
from app.services.portfolio_status import Status
from app.tenancy import enter_as
from tests.people import People
from tests.support.declarations import campaign
from tests.support.portfolio import BEFORE, CLOSED, LATE, OPEN, declared
from tests.support.records import user_of

DRAFT, SENT, REPLACED = DeclarationState.DRAFT, DeclarationState.SENT, DeclarationState.REPLACED
# What each of Jeanne's clients has done so far.
CLIENTS: dict[str, list[DeclarationState]] = {
    "A NOTHING": [],
    "B BEGUN": [DRAFT],
    "C SENT": [SENT],
    "D CORRECTED": [REPLACED, SENT],
    "E BEING CORRECTED": [SENT, DRAFT],
}


@pytest.fixture
def jeanne(app: Flask, people: People) -> Iterator[User]:
    """Jeanne, with five clients who stand at different points, and two who left the association."""
    campaign(app)
    for rank, (name, states) in enumerate(CLIENTS.items()):
        public_id = people.company(name, f"22010{rank}")
        people.attach(people.jeanne, public_id)
        declared(app, public_id, SENT, year=2026)
        for version, state in enumerate(states, start=1):
            declared(app, public_id, state, version=version)
    gone, gone_in_time = (
        people.company(name, code, left_on=date(2026, 6, 30)) for name, code in (("F LEFT", "1"), ("G LEFT", "2"))
    )
    people.attach(people.jeanne, gone)
    people.attach(people.jeanne, gone_in_time)
    declared(app, gone_in_time)
    declared(app, people.garage, DRAFT)
    email = people.jeanne
    with app.app_context():
        user = user_of(email)
        enter_as(user)
        db.session.commit()
        yield user


@pytest.mark.parametrize(
    ("day", "statuses"),
    [
        (OPEN, [Status.TO_DO, Status.BEGUN, Status.DONE, Status.DONE, Status.DONE, None, Status.DONE]),
        (LATE, [Status.LATE, Status.LATE, Status.DONE, Status.DONE, Status.DONE, None, Status.DONE]),
    ],
)
def test_one_word_says_where_a_company_stands(jeanne: User, day: datetime, statuses: list[Status | None]) -> None:
    with time_machine.travel(day, tick=False):
        season = portfolio_status.season()
        assert season
        page = portfolio_page.page(jeanne, season, Filters())
        assert [row.status for row in page.rows] == statuses
        counts = portfolio_status.counts(jeanne, season)
        assert counts == {status: statuses.count(status) for status in set(statuses)}
        for status in Status:
            found = portfolio_page.page(jeanne, season, Filters(status=status))
            assert found.total == len(found.rows) == counts.get(status, 0)
            assert {row.status for row in found.rows} <= {status}


def test_the_campaign_that_opened_last_is_the_one_spoken_of(app: Flask) -> None:
    with app.app_context():
        assert portfolio_status.season() is None
    campaign(app, 2028)
    campaign(app, 2027)
    with app.app_context():
        for day, year, opens_next, phase in (
            (BEFORE, 2027, date(2028, 1, 4), (False, False)),
            (OPEN, 2027, date(2028, 1, 4), (True, False)),
            (CLOSED, 2027, date(2028, 1, 4), (False, True)),
            (CLOSED.replace(year=2028), 2028, None, (False, True)),
        ):
            with time_machine.travel(day, tick=False):
                season = portfolio_status.season()
                assert season
                assert (season.year, season.next_opens_on) == (year, opens_next)
                assert (season.is_open, season.is_closed) == phase
                assert (portfolio_status.shown() is None) is (day is BEFORE)


def test_what_is_late_at_the_end_was_not_done(app: Flask) -> None:
    campaign(app)
    with app.app_context():
        for day, word in ((LATE, "En retard"), (CLOSED, "Non faite")):
            with time_machine.travel(day, tick=False):
                season = portfolio_status.season()
                assert season
                assert season.label(Status.LATE) == word
