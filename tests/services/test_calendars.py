"""Visits in calendar programs: what they tell, and the private address that keeps them up to date."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar

from app.models import MembershipStatus, VisitKind, VisitState
from app.services import calendars, company_access
from tests.people import People
from tests.support.records import link, visiting
from tests.support.visits import CENTRE, DAY, HOUR, TODAY, plan


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def elise(people: People) -> int:
    people.yann  # noqa: B018
    return people.employee(people.bakery, "LE GOËFF", "Élise", usual_name="Durand")


def events(app: Flask, email: str, public_id: str) -> list[dict[str, object]]:
    with visiting(app, email, public_id) as access:
        return list(Calendar.from_ical(calendars.everything(access)).walk("VEVENT"))  # type: ignore[arg-type]


def test_an_entry_tells_when_and_where_and_never_why(app: Flask, people: People, elise: int) -> None:
    plan(app, people.bakery, elise, kind=VisitKind.RETURN, sequence=3)
    (event,) = events(app, people.yann, people.bakery)
    assert event["SUMMARY"] == "Visite santé au travail – BOULANGERIE LE GALL – É. DURAND"
    assert event["LOCATION"] == ", ".join(CENTRE.values())
    assert event["DTSTART"].dt.isoformat() == "2027-02-03T09:30:00+01:00"  # type: ignore[attr-defined]
    assert event["DTSTART"].params["TZID"] == "Europe/Paris"  # type: ignore[attr-defined]
    assert event["DURATION"].dt == timedelta(minutes=30)  # type: ignore[attr-defined]
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (f"visite-{people.bakery}-1@localhost", 3, "CONFIRMED")
    assert "eprise" not in str(event)


@pytest.mark.parametrize("state", [VisitState.CANCELLED, VisitState.EXCUSED])
def test_what_is_called_off_says_so(app: Flask, people: People, elise: int, state: VisitState) -> None:
    plan(app, people.bakery, elise, state=state)
    assert [event["STATUS"] for event in events(app, people.yann, people.bakery)] == ["CANCELLED"]


def test_a_visit_without_its_hour_takes_the_day(app: Flask, people: People, elise: int) -> None:
    plan(app, people.bakery, elise, at=None, minutes=None)
    assert events(app, people.yann, people.bakery)[0]["DTSTART"].dt == DAY  # type: ignore[attr-defined]


def test_only_what_one_may_know_is_told(app: Flask, people: People, elise: int) -> None:
    people.attach(people.jeanne, people.bakery)
    plan(app, people.bakery, elise, is_confidential=True)
    plan(app, people.bakery, elise, kind=VisitKind.BEFORE_RETURN)
    plan(app, people.bakery, elise, date(2026, 6, 1), HOUR)
    assert len(events(app, people.yann, people.bakery)) == 1
    assert events(app, people.jeanne, people.bakery) == []
    with visiting(app, people.jeanne, people.bakery) as access:
        assert calendars.one(access, 2) is None
        assert calendars.one(access, 3)


def test_the_address_opens_as_long_as_the_person_has_access(app: Flask, people: People) -> None:
    people.yann  # noqa: B018
    membership = people.attach(people.jeanne, people.bakery)
    with visiting(app, people.jeanne, people.bakery) as access:
        token = calendars.subscribe(access)
        assert calendars.is_subscribed(access)
    with app.app_context():
        opened = calendars.enter(token)
        assert opened
        assert (opened.user.email, opened.company.public_id) == (people.jeanne, people.bakery)
    with visiting(app, people.yann, people.bakery) as access:
        found = company_access.find(access, membership)
        assert found
        company_access.remove(access, *found)
    with app.app_context():
        assert calendars.enter(token) is None


def test_only_the_digest_of_the_address_is_kept(app: Flask, people: People) -> None:
    with visiting(app, people.yann, people.bakery) as access:
        token = calendars.subscribe(access)
    kept = link(app, people.yann, people.bakery)
    assert kept
    assert len(token) >= 43
    assert kept.calendar_digest not in (None, token)
    assert token not in str(vars(kept))


def test_a_new_address_replaces_the_former_one(app: Flask, people: People) -> None:
    with visiting(app, people.yann, people.bakery) as access:
        first, second = calendars.subscribe(access), calendars.subscribe(access)
    with app.app_context():
        assert calendars.enter(first) is None
        assert calendars.enter(second)
    with visiting(app, people.yann, people.bakery) as access:
        calendars.unsubscribe(access)
    with app.app_context():
        assert calendars.enter(second) is None


@pytest.mark.parametrize("status", [status for status in MembershipStatus if status is not MembershipStatus.ACTIVE])
def test_no_other_membership_opens(app: Flask, people: People, status: MembershipStatus) -> None:
    from app.services.digests import plain

    people.attach(people.jeanne, people.bakery, status=status, calendar_digest=plain("a token"))
    with app.app_context():
        assert calendars.enter("a token") is None
