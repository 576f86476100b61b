"""Reminders reach those whom they are for, once a day, one letter a person; the opening letter, once for all."""

from datetime import date

import pytest
import time_machine
from flask import Flask

from app.extensions import db
from app.models import JobState, OutboxMessage
from app.services import jobs, reminders
from app.services.staff import campaign_opening, campaign_reminders
from app.services.staff.campaign_members import Filters, Place, Size
from app.services.staff.campaign_opening import CannotOpen
from app.services.works import WORKS
from tests.people import People
from tests.support.declarations import JANUARY, campaign
from tests.support.records import letters_to, user_of
from tests.support.season import campaign_2027, declares, three_companies

TO_COME = Filters(place=Place.TO_COME)


@pytest.fixture
def companies(app: Flask, people: People) -> list[str]:
    campaign(app)
    with time_machine.travel(JANUARY):
        found = three_companies(app, people)
        people.person("Paule", "Gérante", found[2])
        return found


def remind(app: Flask, people: People, filters: Filters = TO_COME) -> str:
    """Ask and do it; returns what the page of the work says."""
    with app.app_context():
        job = campaign_reminders.ask(user_of(people.anouk), campaign_2027(), filters)
        db.session.commit()
        jobs.run_waiting(WORKS)
        db.session.refresh(job)
        assert job.state is JobState.DONE
        return str(job.result["summary"])


@time_machine.travel(JANUARY)
def test_it_is_counted_before_it_is_sent(app: Flask, people: People, companies: list[str]) -> None:
    people.company("SANS COMPTE", "226666")
    with app.app_context():
        found = campaign_reminders.preview(campaign_2027(), TO_COME)
    assert (found.companies, found.with_third_party, found.unreachable) == (3, 2, 1)
    assert (found.letters, found.to_third_parties, found.reminded_today) == (2, 1, 0)


@time_machine.travel(JANUARY)
def test_a_firm_has_one_letter_for_all_its_clients(app: Flask, people: People, companies: list[str]) -> None:
    assert "2\u00a0e-mails" in remind(app, people)
    assert letters_to(app, people.jeanne) == ["declaration_reminder"]
    with app.app_context():
        letter = db.session.query(OutboxMessage).filter_by(recipient=people.jeanne).one()
        assert letter.facts["count"] == 2


@time_machine.travel(JANUARY)
def test_nobody_is_reminded_twice_the_same_day(app: Flask, people: People, companies: list[str]) -> None:
    remind(app, people)
    assert "ont déjà été relancées" in remind(app, people, Filters(place=Place.BEGUN))
    assert letters_to(app, people.jeanne) == ["declaration_reminder"]
    with app.app_context():
        assert campaign_reminders.preview(campaign_2027(), TO_COME).reminded_today == 2
    with time_machine.travel(JANUARY.replace(day=20)):
        remind(app, people)
    assert letters_to(app, people.jeanne) == ["declaration_reminder"] * 2


@time_machine.travel(JANUARY)
@pytest.mark.parametrize(
    ("filters", "reached"),
    [
        (Filters(place=Place.NOT_BEGUN), {"jeanne", "paule"}),
        (Filters(place=Place.BEGUN), {"jeanne"}),
        (Filters(place=Place.TO_COME, size=Size.SMALL), {"jeanne"}),
        (Filters(place=Place.TO_COME, size=Size.LARGEST), set()),
    ],
)
def test_it_reaches_its_target(
    app: Flask, people: People, companies: list[str], filters: Filters, reached: set[str]
) -> None:
    remind(app, people, filters)
    written = {name for name in ("jeanne.david", "paule.gerante") if letters_to(app, f"{name}@example.org")}
    assert {name.split(".")[0] for name in written} == reached


@time_machine.travel(JANUARY)
def test_of_a_firm_its_own_people_alone_are_reminded(app: Flask, people: People, companies: list[str]) -> None:
    with app.app_context():
        firm = user_of(people.jeanne).id
    remind(app, people, Filters(place=Place.TO_COME, firm=firm))
    assert letters_to(app, people.jeanne) == ["declaration_reminder"]
    assert letters_to(app, "paule.gerante@example.org") == []


@time_machine.travel(JANUARY)
def test_begun_again_after_a_kill_it_writes_to_the_others_alone(
    app: Flask, people: People, companies: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "RANGE", 1)
    whole, done = campaign_reminders._write, []

    def dies(*given: object) -> None:
        done.append(given)
        if len(done) == 3:
            raise jobs.Stopped
        whole(*given)

    monkeypatch.setattr(campaign_reminders, "_write", dies)
    with app.app_context():
        campaign_reminders.ask(user_of(people.anouk), campaign_2027(), TO_COME)
        db.session.commit()
        with pytest.raises(jobs.Stopped):
            jobs.run_waiting(WORKS)
        db.session.rollback()
        monkeypatch.setattr(campaign_reminders, "_write", whole)
        jobs.run_waiting(WORKS)
    assert letters_to(app, people.jeanne) == ["declaration_reminder"]
    assert letters_to(app, "paule.gerante@example.org") == ["declaration_reminder"]


@time_machine.travel(JANUARY)
def test_none_leaves_on_the_day_when_one_left_by_itself(app: Flask, people: People, companies: list[str]) -> None:
    with app.app_context():
        assert reminders.send_due()
        with pytest.raises(campaign_reminders.NotNow):
            campaign_reminders.ask(user_of(people.anouk), campaign_2027(), TO_COME)


@time_machine.travel("2026-12-28T09:00:00Z")
def test_opening_brings_the_date_forward_and_writes_once(app: Flask, people: People, companies: list[str]) -> None:
    with app.app_context():
        agent = user_of(people.anouk)
        campaign_opening.open_now(agent, campaign_2027())
        db.session.commit()
        jobs.run_waiting(WORKS)
        assert campaign_2027().opens_on.isoformat() == "2026-12-28"
        with pytest.raises(CannotOpen, match="déjà ouverte"):
            campaign_opening.open_now(agent, campaign_2027())
        # What leaves by itself is the same letter.
        assert reminders.send_due() == 0
    assert letters_to(app, people.jeanne) == ["declaration_reminder"]


@time_machine.travel("2026-12-28T09:00:00Z")
def test_a_campaign_does_not_open_over_another(app: Flask, people: People, companies: list[str]) -> None:
    campaign(app, 2026, closes_on=date(2026, 12, 31))
    with app.app_context(), pytest.raises(CannotOpen, match="2026 n’est pas close"):
        campaign_opening.open_now(user_of(people.anouk), campaign_2027())


@time_machine.travel(JANUARY)
def test_the_letter_that_left_by_itself_is_not_sent_again(app: Flask, people: People, companies: list[str]) -> None:
    with time_machine.travel("2027-01-04T09:00:00Z"), app.app_context():
        reminders.send_due()
    with app.app_context(), pytest.raises(CannotOpen, match="sa lettre est partie"):
        campaign_opening.open_now(user_of(people.anouk), campaign_2027())


def test_who_declared_is_left_alone(app: Flask, people: People, companies: list[str]) -> None:
    with time_machine.travel(JANUARY):
        declares(app, companies[2], 3)
        remind(app, people)
    assert letters_to(app, "paule.gerante@example.org") == []
