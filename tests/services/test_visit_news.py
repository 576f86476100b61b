"""Companies are told what becomes of their visits: who should know, who wants to, and no more than they may know."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select, update

from app.extensions import db
from app.models import DigestItem, RequestState, Role, User, VisitKind, VisitState
from app.services import appointments, upkeep, visit_news
from app.tenancy import all_companies
from tests.people import People
from tests.support.mailbox import Mailbox, text_of
from tests.support.records import count, letters_to, visiting
from tests.support.visits import DAY, TODAY, plan, row_of

OTHER_DAY = date(2027, 2, 10)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def elise(people: People) -> int:
    people.yann, people.maelle  # noqa: B018
    people.attach(people.jeanne, people.bakery)
    return people.employee(people.bakery, "DURAND", "Élise")


def announce(app: Flask, tell: Callable[..., None], number: int, *facts: object) -> None:
    with app.app_context(), all_companies("test"):
        tell(row_of(number), *facts)
        db.session.commit()


def test_managers_are_told_with_a_calendar_file(app: Flask, people: People, mailbox: Mailbox, elise: int) -> None:
    announce(app, visit_news.planned, plan(app, people.bakery, elise, kind=VisitKind.RETURN))
    letter = mailbox.last_to(people.yann)
    assert letter["Subject"] == "Rendez-vous le 3 février à 9 h 30 – BOULANGERIE LE GALL"
    assert "É. DURAND" in text_of(letter)
    assert "sans frais jusqu’au lundi 1er février 2027 à 9 h 30" in " ".join(text_of(letter).split())
    assert "Élise" not in letter.as_string()
    assert "reprise" not in text_of(letter)
    (attached,) = letter.iter_attachments()
    assert attached.get_content_type() == "text/calendar"
    (event,) = Calendar.from_ical(attached.get_payload(decode=True)).walk("VEVENT")
    assert event["SUMMARY"] == "Visite santé au travail"
    assert letters_to(app, people.maelle) == letters_to(app, people.jeanne) == []


def test_who_asked_is_told_too_and_the_request_is_planned(app: Flask, people: People, elise: int) -> None:
    with visiting(app, people.jeanne, people.bakery) as access:
        person = appointments.employee(access, elise)
        assert person
        hiring = appointments.send(access, person, VisitKind.HIRING, {}, None).reference
        periodic = appointments.send(access, person, VisitKind.PERIODIC, {}, None).reference
    announce(app, visit_news.planned, plan(app, people.bakery, elise, kind=VisitKind.PERIODIC))
    assert letters_to(app, people.jeanne)[-1] == "visit_planned"
    with visiting(app, people.jeanne, people.bakery) as access:
        answered, waits = appointments.find(access, periodic), appointments.find(access, hiring)
        assert answered
        assert waits
        assert (answered.request.state, answered.visit_number) == (RequestState.PLANNED, 1)
        assert waits.request.state is RequestState.SENT
    # The first visit of a reinforced follow-up is an examination of aptitude.
    announce(app, visit_news.planned, plan(app, people.bakery, elise, kind=VisitKind.APTITUDE))
    with visiting(app, people.jeanne, people.bakery) as access:
        found = appointments.find(access, hiring)
        assert found
        assert found.request.state is RequestState.PLANNED


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ({"is_confidential": True}, []),
        ({"day": date(2027, 1, 18)}, []),
        ({"kind": VisitKind.BEFORE_RETURN}, ["visit_planned"]),
    ],
)
def test_nothing_is_told_that_they_may_not_know(
    app: Flask, people: People, elise: int, others: dict[str, object], told: list[str]
) -> None:
    announce(app, visit_news.planned, plan(app, people.bakery, elise, **others))
    assert letters_to(app, people.yann) == told
    assert letters_to(app, people.jeanne) == []


def test_who_wants_no_news_of_visits_has_none(app: Flask, people: People, elise: int) -> None:
    with app.app_context():
        db.session.execute(update(User).where(User.email == people.yann).values(wants_visits=False))
        db.session.commit()
    tell_all(app, people, elise)
    assert letters_to(app, people.yann) == []
    assert count(app, DigestItem) == 0


def test_who_wants_one_letter_a_day_hears_at_once_of_what_is_moved_or_called_off(
    app: Flask, people: People, elise: int
) -> None:
    with app.app_context():
        db.session.execute(update(User).where(User.email == people.yann).values(daily_digest=True))
        db.session.commit()
    tell_all(app, people, elise)
    assert letters_to(app, people.yann) == ["visit_moved", "visit_cancelled"]
    with app.app_context():
        kept = set(db.session.scalars(select(DigestItem.letter)))
    assert kept == {"visit_planned", "visits_reminder"}


def tell_all(app: Flask, people: People, elise: int) -> None:
    number = plan(app, people.bakery, elise, date(2027, 1, 26))
    announce(app, visit_news.planned, number)
    announce(app, visit_news.moved, number, DAY, None)
    announce(app, visit_news.cancelled, number)
    remind(app)


def test_a_visit_that_moves(app: Flask, people: People, mailbox: Mailbox, elise: int) -> None:
    announce(app, visit_news.moved, plan(app, people.bakery, elise, OTHER_DAY, sequence=1), DAY, time(9, 30))
    letter = mailbox.last_to(people.yann)
    assert letter["Subject"] == "Rendez-vous du 3 février déplacé au 10 février"
    assert "mercredi 3 février 2027 à 9 h 30" in " ".join(text_of(letter).split())


def test_a_visit_that_is_called_off(app: Flask, people: People, mailbox: Mailbox, elise: int) -> None:
    announce(app, visit_news.cancelled, plan(app, people.bakery, elise, state=VisitState.CANCELLED, sequence=2))
    letter = mailbox.last_to(people.yann)
    assert letter["Subject"] == "Rendez-vous du 3 février annulé – BOULANGERIE LE GALL"
    (event,) = Calendar.from_ical(next(letter.iter_attachments()).get_payload(decode=True)).walk("VEVENT")
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 2)


def remind(app: Flask) -> int:
    with app.app_context():
        sent = visit_news.remind()
        db.session.commit()
        return sent


def test_managers_are_reminded_once_a_week_ahead(app: Flask, people: People, mailbox: Mailbox, elise: int) -> None:
    near = date(2027, 1, 26)
    plan(app, people.bakery, elise, near)
    plan(app, people.bakery, elise, near, time(11))
    plan(app, people.bakery, elise, near, is_confidential=True)
    plan(app, people.bakery, elise, near, state=VisitState.EXCUSED)
    plan(app, people.bakery, elise, near + timedelta(days=1))
    plan(app, people.garage, people.employee(people.garage, "MORIN", "Solène"), near, state=VisitState.DONE)
    assert (remind(app), remind(app)) == (1, 0)
    letter = mailbox.last_to(people.yann)
    assert letter["Subject"] == "Rappel : 2 visites le 26 janvier – BOULANGERIE LE GALL"
    assert letters_to(app, people.jeanne) == []
    with time_machine.travel("2027-01-20T11:00:00+00:00", tick=False):
        assert remind(app) == 1


def test_nobody_is_reminded_before_seven(app: Flask, people: People, elise: int) -> None:
    plan(app, people.bakery, elise, date(2027, 1, 26))
    with time_machine.travel("2027-01-19T05:59:00+00:00", tick=False):
        assert remind(app) == 0
    with time_machine.travel("2027-01-19T06:00:00+00:00", tick=False):
        assert remind(app) == 1


def test_the_task_reminds(app: Flask, people: People, mailbox: Mailbox, elise: int) -> None:
    plan(app, people.bakery, elise, date(2027, 1, 26))
    with app.app_context():
        upkeep.run_once()
    assert mailbox.last_to(people.yann)["Subject"].startswith("Rappel")


def test_a_long_list_is_cut_short(app: Flask, people: People, mailbox: Mailbox, elise: int) -> None:
    for _ in range(visit_news.LINES + 2):
        plan(app, people.bakery, elise, date(2027, 1, 26))
    remind(app)
    assert "et 2 autres" in text_of(mailbox.last_to(people.yann)).replace("\u00a0", " ")


def test_every_manager_is_told_and_no_one_else_s(app: Flask, people: People, elise: int) -> None:
    people.attach(people.solene, people.bakery, Role.MANAGER)
    plan(app, people.bakery, elise, date(2027, 1, 26))
    assert remind(app) == 2
    assert letters_to(app, people.solene) == ["visits_reminder"]


def test_it_works_behind_the_door_of_the_company_alone(app: Flask, people: People, elise: int) -> None:
    number = plan(app, people.bakery, elise)
    with visiting(app, people.yann, people.bakery):
        visit_news.planned(row_of(number))
    assert letters_to(app, people.yann) == ["visit_planned"]
