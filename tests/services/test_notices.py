"""Absences and wishes for another day: once, as the visit stands, with the fee shown when it is late."""

import pytest
import time_machine
from flask import Flask

from app.database import writing
from app.models import NoticeKind, VisitNotice, VisitState
from app.services import notices, planning
from app.services.notices import AlreadyTold, FeeNotAcknowledged, NotPlanned, Said
from tests.people import People
from tests.support.records import count, journal, letters_to, visiting
from tests.support.threads import at_once
from tests.support.visits import TODAY, plan, row_of, seen

ABSENCE, RESCHEDULE = Said(NoticeKind.ABSENCE, "conges"), Said(NoticeKind.RESCHEDULE, "service")
LATE = "2027-02-01T08:31:00+00:00"


@pytest.fixture
def visit(app: Flask, people: People) -> int:
    people.yann  # noqa: B018
    return plan(app, people.bakery, people.employee(people.bakery, "DURAND", "Élise"), sequence=4)


def test_an_absence_frees_the_slot(app: Flask, people: People, visit: int) -> None:
    with time_machine.travel(TODAY, tick=False), visiting(app, people.yann, people.bakery) as access:
        assert not notices.tell(access, seen(access, visit), ABSENCE).is_late
    with app.app_context():
        row = row_of(visit)
        assert (row.state, row.sequence) == (VisitState.EXCUSED, 5)
    assert letters_to(app, people.yann) == ["notice_received"]
    assert letters_to(app, app.config["CONTACT_COTISATIONS"]) == ["notice_alert"]
    assert journal(app) == ["visit.absence"]


def test_another_day_is_asked_for_and_the_visit_stands(app: Flask, people: People, visit: int) -> None:
    with time_machine.travel(TODAY, tick=False), visiting(app, people.yann, people.bakery) as access:
        notices.tell(access, seen(access, visit), RESCHEDULE)
        found = seen(access, visit)
        assert (found.state, found.asked_to_move, found.can_change) == (VisitState.PLANNED, True, True)
        # The employee will not come after all: that is something else to tell.
        notices.tell(access, found, ABSENCE)
        assert set(notices.told(access, found)) == set(NoticeKind)


def test_each_is_told_once(app: Flask, people: People, visit: int) -> None:
    with time_machine.travel(TODAY, tick=False), visiting(app, people.yann, people.bakery) as access:
        before = seen(access, visit)
        notices.tell(access, before, ABSENCE)
        with pytest.raises(AlreadyTold):
            notices.tell(access, before, ABSENCE)
        with pytest.raises(NotPlanned):
            notices.tell(access, before, RESCHEDULE)
    assert count(app, VisitNotice) == 1


def test_of_two_absences_at_once_one_is_kept(app: Flask, people: People, visit: int) -> None:
    yann, bakery = people.yann, people.bakery

    def tell() -> str:
        with writing(), visiting(app, yann, bakery) as access:
            return notices.tell(access, seen(access, visit), ABSENCE).kind.value

    with time_machine.travel(TODAY, tick=False):
        outcomes = at_once(app, tell, tell)
    assert {outcome if isinstance(outcome, str) else type(outcome) for outcome in outcomes} == {"absence", AlreadyTold}
    assert count(app, VisitNotice) == 1


def test_after_the_limit_the_fee_has_to_be_accepted(app: Flask, people: People, visit: int) -> None:
    app.config["FRAIS_ABSENCE"] = 50
    with visiting(app, people.yann, people.bakery) as access:
        with time_machine.travel("2027-02-01T08:30:00+00:00", tick=False):
            assert not notices.terms(seen(access, visit)).is_late
        with time_machine.travel(LATE, tick=False):
            with pytest.raises(FeeNotAcknowledged):
                notices.tell(access, seen(access, visit), ABSENCE)
            accepted = Said(NoticeKind.ABSENCE, notices.FORCE_MAJEURE, "Neige", acknowledged=True)
            assert notices.tell(access, seen(access, visit), accepted).is_late


def test_without_a_fee_there_is_nothing_to_accept(app: Flask, people: People, visit: int) -> None:
    app.config["FRAIS_ABSENCE"] = 0
    with time_machine.travel(LATE, tick=False), visiting(app, people.yann, people.bakery) as access:
        assert notices.tell(access, seen(access, visit), ABSENCE).is_late


def test_working_hours_leave_the_weekend_out(app: Flask, people: People, visit: int) -> None:
    app.config["PREAVIS_OUVRE"], app.config["PREAVIS_HEURES"] = True, 72
    with time_machine.travel(TODAY, tick=False), visiting(app, people.yann, people.bakery) as access:
        assert f"{notices.terms(seen(access, visit)).free_until:%d/%m %H:%M}" == "29/01 09:30"


def test_a_visit_that_was_moved_meanwhile_is_not_the_one_that_was_seen(app: Flask, people: People, visit: int) -> None:
    with time_machine.travel(TODAY, tick=False), visiting(app, people.yann, people.bakery) as access:
        before = seen(access, visit)
        row_of(visit).day = before.day.replace(day=10)
        with pytest.raises(NotPlanned):
            notices.tell(access, before, ABSENCE)


def test_what_has_begun_can_no_longer_be_changed(app: Flask, people: People, visit: int) -> None:
    begun = time_machine.travel("2027-02-03T08:30:00+00:00", tick=False)
    with begun, visiting(app, people.yann, people.bakery) as access, pytest.raises(NotPlanned):
        notices.tell(access, seen(access, visit), ABSENCE)


def test_what_one_may_not_know_cannot_be_told_of(app: Flask, people: People) -> None:
    people.yann  # noqa: B018
    number = plan(app, people.bakery, people.employee(people.bakery, "DURAND", "Élise"), is_confidential=True)
    with visiting(app, people.yann, people.bakery) as access:
        assert planning.find(access, number) is None
