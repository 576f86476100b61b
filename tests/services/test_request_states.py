"""A request for an appointment goes from one state to the next, and nowhere else; of two people, the second is told."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from app.database import writing
from app.extensions import db
from app.models import RequestState, VisitKind
from app.services import appointments, request_states
from app.services.appointments import NoLongerOpen
from app.services.editing import ChangedMeanwhile
from app.services.request_states import LEADS_TO
from app.services.staff import request_handling, requests
from app.tenancy import all_companies
from tests.people import People
from tests.support.appointments import ask, request_of
from tests.support.records import user_of, visiting
from tests.support.threads import at_once
from tests.support.visits import TODAY

SENT, TAKEN, PROPOSED = RequestState.SENT, RequestState.TAKEN, RequestState.PROPOSED
OVER = (RequestState.PLANNED, RequestState.REFUSED, RequestState.CANCELLED)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def reference(app: Flask, people: People) -> str:
    return ask(app, people.yann, people.bakery, people.employee(people.bakery, "DURAND", "Élise"))


def test_an_open_request_ends_in_one_of_three_ways_and_stays_there() -> None:
    assert {state for state in RequestState if not LEADS_TO[state]} == set(OVER)
    assert all(not state.is_open for state in OVER)
    assert all(set(OVER) <= LEADS_TO[state] for state in (TAKEN, PROPOSED))


def test_nothing_is_proposed_nor_refused_before_somebody_takes_it() -> None:
    assert {TAKEN, RequestState.PLANNED, RequestState.CANCELLED} == LEADS_TO[SENT]


@pytest.mark.parametrize("before", RequestState)
@pytest.mark.parametrize("to", RequestState)
def test_only_what_leads_there_does(app: Flask, reference: str, before: RequestState, to: RequestState) -> None:
    with app.app_context(), all_companies("test"):
        request = requests.find(reference).request  # type: ignore[union-attr]
        request.state = before
        db.session.flush()
        if to in LEADS_TO[before]:
            request_states.move(request, to, seen=1)
            assert (request.state, request.version) == (to, 2)
        else:
            with pytest.raises(ChangedMeanwhile):
                request_states.move(request, to)
            assert (request.state, request.version) == (before, 1)


def test_who_looked_at_an_older_version_is_told(app: Flask, reference: str) -> None:
    with app.app_context(), all_companies("test"):
        request = requests.find(reference).request  # type: ignore[union-attr]
        request_states.move(request, TAKEN, seen=1)
        with pytest.raises(ChangedMeanwhile):
            request_states.move(request, TAKEN, seen=1)


def test_of_two_agents_who_take_it_at_once_one_has_it(app: Flask, people: People, reference: str) -> None:
    agents = [people.anouk, people.agent("Nolwenn")]

    def taking(email: str) -> str:
        with writing(), app.app_context():
            found = requests.find(reference)
            assert found
            request_handling.take(user_of(email), found, 1)
            db.session.commit()
            return email

    outcomes = at_once(app, *(lambda email=email: taking(email) for email in agents))
    (winner,) = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert [type(outcome) for outcome in outcomes if not isinstance(outcome, str)] == [ChangedMeanwhile]
    with app.app_context():
        assert request_of(app, reference).taken_by_id == user_of(winner).id


def test_a_member_withdraws_as_long_as_it_waits(app: Flask, people: People, reference: str) -> None:
    with app.app_context(), all_companies("test"):
        request_states.move(requests.find(reference).request, TAKEN)  # type: ignore[union-attr]
        db.session.commit()
    with visiting(app, people.yann, people.bakery) as access:
        found = appointments.find(access, reference)
        assert found
        appointments.cancel(access, found.request)
        assert found.request.state is RequestState.CANCELLED
        with pytest.raises(NoLongerOpen):
            appointments.cancel(access, found.request)


def test_who_leaves_waits_for_nothing_but_what_follows_an_exposure(app: Flask, people: People, reference: str) -> None:
    employee = request_of(app, reference).employee_id
    exposed = ask(app, people.yann, people.bakery, 1, VisitKind.AFTER_EXPOSURE)
    with app.app_context(), all_companies("test"):
        company_id = request_of(app, reference).company_id
        assert request_states.cancel_all(company_id, employee, but=VisitKind.AFTER_EXPOSURE) == 1
        db.session.commit()
    assert request_of(app, reference).state is RequestState.CANCELLED
    assert request_of(app, exposed).state is SENT
