"""Reminders: whom they are for, when they leave, and never twice."""

from datetime import date

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from app.extensions import db
from app.models import Company, MembershipStatus, OutboxMessage, User
from app.services import campaigns, declarations, reminders, upkeep
from app.tenancy import all_companies
from tests.people import People
from tests.support.declarations import JANUARY, campaign, declared, hire, placed
from tests.support.records import visiting
from tests.support.threads import at_once

NOON = "T11:00:00+00:00"


def told(app: Flask) -> dict[str, dict[str, object]]:
    """The facts of each reminder queued, by addressee."""
    with app.app_context():
        rows = db.session.scalars(select(OutboxMessage).where(OutboxMessage.letter == "declaration_reminder"))
        return {message.recipient: message.facts for message in rows}


def letters_count(app: Flask) -> int:
    with app.app_context():
        return len(
            db.session.scalars(
                select(OutboxMessage.id).where(OutboxMessage.letter == "declaration_reminder")
            ).all()
        )  # fmt: skip


def on(app: Flask, day: str) -> int:
    with time_machine.travel(day + NOON, tick=False), app.app_context():
        return reminders.send_due()


@pytest.fixture
def bakery(app: Flask, people: People) -> str:
    campaign(app)
    placed(people)
    people.yann  # noqa: B018
    hire(people, people.bakery, "DURAND")
    return people.bakery


def test_each_has_its_day(app: Flask, bakery: str) -> None:
    with app.app_context():
        found = campaigns.of_year(2027)
        assert found is not None
        assert reminders.moments(found) == {
            "ouverture": date(2027, 1, 4),
            "milieu": date(2027, 1, 17),
            "j-7": date(2027, 1, 24),
            "j-1": date(2027, 1, 30),
            "retard": date(2027, 2, 1),
        }


def test_in_a_short_campaign_those_that_would_meet_are_dropped(app: Flask) -> None:
    campaign(app, opens_on=date(2027, 1, 26), closes_on=date(2027, 1, 31))
    with app.app_context():
        found = campaigns.of_year(2027)
        assert found is not None
        assert list(reminders.moments(found)) == ["ouverture", "milieu", "j-1"]


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        ("2027-01-03", None),
        ("2027-01-04", "ouverture"),
        ("2027-01-16", "ouverture"),
        ("2027-01-19", "milieu"),
        ("2027-01-31", "j-1"),
        ("2027-02-10", "retard"),
        ("2027-03-01", None),
    ],
)
def test_the_latest_that_is_due_leaves(app: Flask, people: People, bakery: str, day: str, moment: str | None) -> None:
    assert on(app, day) == bool(moment)
    with app.app_context():
        queued = db.session.scalars(select(OutboxMessage)).all()
        assert [message.facts["moment"] for message in queued] == ([moment] if moment else [])


def test_it_leaves_once_however_often_the_task_runs(app: Flask, people: People, bakery: str) -> None:
    assert [on(app, "2027-01-24"), on(app, "2027-01-24"), on(app, "2027-01-26")] == [1, 0, 0]
    assert on(app, "2027-01-30") == 1
    with time_machine.travel("2027-02-01" + NOON, tick=False):
        done = at_once(app, *[upkeep.do_regular] * 3)
    assert done == [None] * 3
    assert letters_count(app) == 3


def test_killed_half_way_it_goes_on_without_writing_twice(
    app: Flask, people: People, bakery: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "RANGE", 1)
    people.attach(people.maelle, people.garage)
    assert people.solene
    whole, done = reminders._remind, []

    def dies_at_the_third(*arguments: object) -> int:
        done.append(arguments)
        if len(done) == 3:
            raise OSError
        return whole(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(reminders, "_remind", dies_at_the_third)
    with pytest.raises(OSError):  # noqa: PT011
        on(app, "2027-01-24")
    monkeypatch.setattr(reminders, "_remind", whole)
    on(app, "2027-01-24")
    assert letters_count(app) == len(told(app)) == 3


def test_who_has_declared_or_wants_no_reminder_is_left_alone(app: Flask, people: People, bakery: str) -> None:
    assert people.solene
    people.attach(people.maelle, people.garage, status=MembershipStatus.PENDING)
    with time_machine.travel(JANUARY), visiting(app, people.yann, bakery) as access:
        declared(access)
    assert on(app, "2027-01-24") == 1
    assert set(told(app)) == {people.solene}
    with app.app_context():
        db.session.execute(update(User).values(wants_reminders=False))
        db.session.commit()
    assert on(app, "2027-01-30") == 0


def test_a_company_that_left_is_not_reminded(app: Flask, people: People, bakery: str) -> None:
    with app.app_context(), all_companies("test"):
        db.session.execute(update(Company).values(left_on=date(2026, 12, 31)))
        db.session.commit()
    assert on(app, "2027-01-24") == 0


def test_a_firm_gets_one_letter_with_the_count(app: Flask, people: People, bakery: str) -> None:
    clients = people.clients(people.jeanne, 3)
    people.attach(people.jeanne, bakery)
    hire(people, clients[0], "MORIN")
    with time_machine.travel(JANUARY), visiting(app, people.jeanne, clients[0]) as access:
        found = declarations.shown_standing(access)
        assert found is not None
        declarations.start(access, found)
    on(app, "2027-01-24")
    assert letters_count(app) == 2
    assert (told(app)[people.jeanne]["count"], told(app)[people.jeanne]["drafts"]) == (4, 1)
    assert "company" not in told(app)[people.jeanne]
    assert told(app)[people.yann]["company"] == "BOULANGERIE LE GALL"
    assert told(app)[people.yann]["days_left"] == 7
