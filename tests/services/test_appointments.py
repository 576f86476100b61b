"""Requests for an appointment: once for a person and a type, numbered, withdrawn while they wait."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from flask import Flask

from app.database import writing
from app.extensions import db
from app.models import AppointmentRequest, Employee, RequestState, VisitKind
from app.services import appointments
from app.services.appointments import AlreadyAsked, NoLongerOpen
from app.tenancy import CompanyAccess
from tests.people import People
from tests.support.appointments import ask as requested
from tests.support.records import count, journal, letters_to, visiting
from tests.support.threads import at_once
from tests.support.visits import TODAY, plan, row_of


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def elise(people: People) -> int:
    people.yann  # noqa: B018
    return people.employee(people.bakery, "DURAND", "Élise")


def whom(access: CompanyAccess, number: int) -> Employee:
    found = appointments.employee(access, number)
    assert found
    return found


def ask(access: CompanyAccess, number: int, kind: VisitKind = VisitKind.RETURN) -> AppointmentRequest:
    return appointments.send(access, whom(access, number), kind, {"cause": "maternite"}, date(2027, 1, 28))


def test_a_request_is_numbered_noted_and_acknowledged(app: Flask, people: People, elise: int) -> None:
    with visiting(app, people.yann, people.bakery) as access:
        assert ask(access, elise).reference == "RV-2027-00001"
        assert ask(access, elise, VisitKind.PERIODIC).reference == "RV-2027-00002"
    assert letters_to(app, people.yann) == ["appointment_request_received"] * 2
    assert journal(app) == ["appointment.requested"] * 2
    with visiting(app, people.yann, people.bakery) as access:
        assert [one.reference for one in appointments.waiting(access)] == ["RV-2027-00002", "RV-2027-00001"]
        assert appointments.page(access).total == 2


def test_the_same_is_not_asked_twice_while_it_waits(app: Flask, people: People, elise: int) -> None:
    with visiting(app, people.yann, people.bakery) as access:
        first = ask(access, elise)
        with pytest.raises(AlreadyAsked) as refused:
            ask(access, elise)
        assert refused.value.reference == first.reference
        appointments.cancel(access, first)
        assert ask(access, elise).reference == "RV-2027-00002"


def test_of_two_sent_at_once_one_is_kept(app: Flask, people: People, elise: int) -> None:
    yann, bakery = people.yann, people.bakery

    def send() -> str:
        with writing(), visiting(app, yann, bakery) as access:
            return ask(access, elise).reference

    outcomes = at_once(app, send, send)
    assert {type(outcome) for outcome in outcomes} == {str, AlreadyAsked}
    assert count(app, AppointmentRequest) == 1


def test_only_what_waits_can_be_withdrawn(app: Flask, people: People, elise: int) -> None:
    with visiting(app, people.yann, people.bakery) as access:
        request = ask(access, elise)
        request.state = RequestState.PLANNED
        db.session.flush()
        with pytest.raises(NoLongerOpen):
            appointments.cancel(access, request)
        assert request.state is RequestState.PLANNED


def test_a_request_belongs_to_its_company(app: Flask, people: People, elise: int) -> None:
    solene = people.solene
    with visiting(app, people.yann, people.bakery) as access:
        reference = ask(access, elise).reference
        assert appointments.find(access, reference.lower())
    with visiting(app, solene, people.garage) as access:
        assert appointments.find(access, reference) is None
        assert appointments.page(access).total == 0
        assert appointments.employee(access, elise) is None


@pytest.mark.parametrize("is_confidential", [True, False])
def test_the_visit_that_answers_is_told_to_who_may_know(
    app: Flask, people: People, elise: int, is_confidential: bool
) -> None:
    number = plan(app, people.bakery, elise, is_confidential=is_confidential)
    with visiting(app, people.yann, people.bakery) as access:
        request = ask(access, elise)
        request.visit_id = row_of(number).id
        db.session.flush()
        found = appointments.find(access, request.reference)
    assert found
    assert found.visit_number == (None if is_confidential else number)


def test_a_third_party_learns_why_of_its_own_requests_alone(app: Flask, people: People, elise: int) -> None:
    people.attach(people.jeanne, people.bakery)
    why = {"cause": "maternite", "before_return": "oui", "reason": "Fatigue", "comment": "Enceinte"}
    said = {"last_day": "2027-01-29", "constraints": ["pmr"], **why}
    for author in (people.yann, people.maelle, people.jeanne):
        reference = requested(app, author, people.bakery, elise, VisitKind.RETURN, **said)
        for reader in (people.yann, people.maelle, people.jeanne):
            with visiting(app, reader, people.bakery) as access:
                found = appointments.find(access, reference)
                assert found
                is_kept = reader == people.jeanne != author
                assert found.facts == ({"last_day": "2027-01-29"} if is_kept else said)
                if reader == author:
                    appointments.cancel(access, found.request)


@pytest.mark.parametrize(
    ("left_on", "kinds"),
    [(None, 6), (date(2027, 1, 19), 6), (date(2027, 1, 18), 1)],
)
def test_once_gone_only_what_follows_an_exposure(app: Flask, people: People, left_on: date | None, kinds: int) -> None:
    people.yann  # noqa: B018
    number = people.employee(people.bakery, "DURAND", "Élise", left_on=left_on)
    with visiting(app, people.yann, people.bakery) as access:
        offered = appointments.kinds_for(whom(access, number))
    assert len(offered) == kinds
    assert offered[-1] is VisitKind.AFTER_EXPOSURE
    assert VisitKind.BEFORE_RETURN not in offered
