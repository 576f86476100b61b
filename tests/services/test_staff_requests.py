"""Agents answer requests: the queue, taking, proposing, confirming, refusing; the company's answer to a slot."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.database import writing
from app.extensions import db
from app.models import AppointmentRequest, RequestState, Role, Visit, VisitKind
from app.services import appointments, proposals
from app.services.editing import ChangedMeanwhile
from app.services.proposals import NoLongerProposed
from app.services.slots import Slot
from app.services.staff import request_handling, requests
from app.services.staff.request_handling import NotYours
from app.services.staff.requests import Filters, Urgency
from app.tenancy import all_companies
from tests.people import People
from tests.support.appointments import LATER, SLOT, ask, dealing, propose, request_of, take
from tests.support.mailbox import Mailbox, text_of
from tests.support.records import count, journal, letters_to, visiting
from tests.support.threads import at_once
from tests.support.visits import TODAY


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def elise(people: People) -> int:
    return people.employee(people.bakery, "DURAND", "Élise", search="durand elise")


@pytest.fixture
def reference(app: Flask, people: People, elise: int) -> str:
    """What Maëlle asks for."""
    people.yann  # noqa: B018
    return ask(app, people.maelle, people.bakery, elise)


def references(app: Flask, filters: Filters) -> list[str]:
    with app.app_context():
        return [one.reference for one in requests.page(filters).rows]


def test_the_queue_begins_with_the_oldest_and_is_narrowed(app: Flask, people: People, elise: int) -> None:
    first = ask(app, people.yann, people.bakery, elise, latest_on=date(2027, 1, 18))
    with time_machine.travel("2027-01-20T11:00:00+00:00", tick=False):
        theirs = people.employee(people.garage, "MORIN", "Paul")
        second = ask(app, people.solene, people.garage, theirs, VisitKind.HIRING, centre="Centre de Lannion")
        third = ask(app, people.yann, people.bakery, elise, VisitKind.EMPLOYER, latest_on=date(2027, 1, 30))
    take(app, people.anouk, second)
    assert references(app, Filters()) == [first, second, third]
    assert references(app, Filters(state=RequestState.TAKEN)) == [second]
    assert references(app, Filters(kind=VisitKind.EMPLOYER)) == [third]
    assert references(app, Filters(centre="Centre de Lannion")) == [second]
    assert references(app, Filters(urgency=Urgency.NEAR)) == [first, third]
    assert references(app, Filters(urgency=Urgency.PAST)) == [first]
    assert references(app, Filters(query="GARAGE")) == [second]
    assert references(app, Filters(query="durand")) == [first, third]
    assert references(app, Filters(query=second.lower())) == [second]
    with dealing(app, people.anouk, second) as (agent, found):
        request_handling.refuse(agent, found, found.request.version, "Fermé")
    assert references(app, Filters()) == [first, third]
    assert references(app, Filters(every=True)) == [first, second, third]


def test_a_slot_is_proposed_and_accepted(app: Flask, people: People, mailbox: Mailbox, reference: str) -> None:
    propose(app, people.anouk, reference)
    told = mailbox.last_to(people.maelle)
    assert told["Subject"] == "Créneau proposé le 3 février à 9 h 30 – BOULANGERIE LE GALL"
    assert "É. DURAND" in text_of(told)
    assert "Périodique" not in told.as_string()
    assert letters_to(app, people.yann) == ["slot_proposed"]
    with visiting(app, people.maelle, people.bakery) as access:
        found = appointments.find(access, reference)
        assert found
        visit = proposals.accept(access, found.request, found.request.version)
        assert (visit.day, visit.at, visit.professional, visit.number) == (SLOT.day, SLOT.at, "Dr Le Bihan", 1)
        assert (found.request.state, found.request.visit_id) == (RequestState.PLANNED, visit.id)
    assert letters_to(app, people.maelle)[-1] == letters_to(app, people.yann)[-1] == "visit_planned"
    wanted = ["appointment.taken", "appointment.slot_proposed", "appointment.slot_accepted"]
    assert [act for act in journal(app) if act in wanted] == wanted


def test_another_slot_is_asked_for(app: Flask, people: People, reference: str) -> None:
    propose(app, people.anouk, reference)
    with visiting(app, people.maelle, people.bakery) as access:
        found = appointments.find(access, reference)
        assert found
        seen = found.request.version
        proposals.decline(access, found.request, seen, "Plutôt l’après-midi")
        with pytest.raises(NoLongerProposed):
            proposals.accept(access, found.request, seen)
    asked = request_of(app, reference)
    assert (asked.state, asked.proposal, asked.objection) == (RequestState.TAKEN, None, "Plutôt l’après-midi")
    with dealing(app, people.anouk, reference) as (agent, again):
        request_handling.propose(agent, again, again.request.version, LATER)
    assert Slot.from_facts(request_of(app, reference).proposal or {}) == LATER


def test_what_is_no_longer_proposed_is_not_accepted(app: Flask, people: People, reference: str) -> None:
    propose(app, people.anouk, reference)
    with visiting(app, people.maelle, people.bakery) as access:
        found = appointments.find(access, reference)
        assert found
        with pytest.raises(NoLongerProposed):
            proposals.accept(access, found.request, found.request.version - 1)
        with time_machine.travel("2027-02-03T09:00:00+00:00", tick=False), pytest.raises(NoLongerProposed):
            proposals.accept(access, found.request, found.request.version)
    assert count(app, Visit) == 0


def test_of_two_who_accept_at_once_one_makes_a_visit(app: Flask, people: People, reference: str) -> None:
    propose(app, people.anouk, reference)
    bakery = people.bakery

    def accepting(email: str) -> int:
        with writing(), visiting(app, email, bakery) as access:
            found = appointments.find(access, reference)
            assert found
            return proposals.accept(access, found.request, 3).number

    outcomes = at_once(app, *(lambda email=email: accepting(email) for email in (people.yann, people.maelle)))
    assert {outcome if isinstance(outcome, int) else type(outcome) for outcome in outcomes} == {1, NoLongerProposed}
    assert count(app, Visit) == 1


def test_a_visit_is_confirmed_at_once(app: Flask, people: People, mailbox: Mailbox, reference: str) -> None:
    take(app, people.anouk, reference)
    with dealing(app, people.anouk, reference) as (agent, found):
        visit = request_handling.confirm(agent, found, found.request.version, SLOT)
        assert visit.reference == "PORTAIL-2027-00001"
    with dealing(app, people.anouk, reference) as (_, found):
        assert found.request.state is RequestState.PLANNED
        assert found.visit
        assert found.visit.number == 1
    letter = mailbox.last_to(people.yann)
    assert letter["Subject"] == "Rendez-vous le 3 février à 9 h 30 – BOULANGERIE LE GALL"
    assert [part.get_content_type() for part in letter.iter_attachments()] == ["text/calendar"]


def test_a_request_of_the_same_person_is_left_alone(app: Flask, people: People, elise: int, reference: str) -> None:
    """A letter goes out for the one that is answered; another type still waits."""
    hiring = ask(app, people.yann, people.bakery, elise, VisitKind.HIRING)
    take(app, people.anouk, reference)
    with dealing(app, people.anouk, reference) as (agent, found):
        slot = replace(SLOT, kind=VisitKind.APTITUDE)
        request_handling.confirm(agent, found, found.request.version, slot)
    assert request_of(app, hiring).state is RequestState.SENT


def test_a_refusal_is_read_by_the_company(app: Flask, people: People, mailbox: Mailbox, reference: str) -> None:
    take(app, people.anouk, reference)
    with dealing(app, people.anouk, reference) as (agent, found):
        request_handling.refuse(agent, found, found.request.version, "Une visite est déjà prévue")
    assert request_of(app, reference).answer == "Une visite est déjà prévue"
    letter = mailbox.last_to(people.maelle)
    assert letter["Subject"] == f"Réponse à la demande {reference} – BOULANGERIE LE GALL"
    assert "déjà prévue" not in text_of(letter)


def test_another_agent_takes_it_over_first(app: Flask, people: People, reference: str) -> None:
    nolwenn = people.agent("Nolwenn")
    propose(app, people.anouk, reference)
    with dealing(app, nolwenn, reference) as (agent, found):
        with pytest.raises(NotYours):
            request_handling.confirm(agent, found, found.request.version, SLOT)
        request_handling.take(agent, found, found.request.version)
        assert found.request.state is RequestState.PROPOSED
    with dealing(app, people.anouk, reference) as (agent, found), pytest.raises(NotYours):
        request_handling.refuse(agent, found, found.request.version, "Non")


def test_who_answers_what_the_company_withdrew_is_told(app: Flask, people: People, reference: str) -> None:
    take(app, people.anouk, reference)
    with dealing(app, people.anouk, reference) as (_, before):
        seen = before.request.version
    with visiting(app, people.maelle, people.bakery) as access:
        withdrawn = appointments.find(access, reference)
        assert withdrawn
        appointments.cancel(access, withdrawn.request)
    with dealing(app, people.anouk, reference) as (agent, found), pytest.raises(ChangedMeanwhile):
        request_handling.confirm(agent, found, seen, SLOT)
    assert count(app, Visit) == 0


def test_a_third_party_who_asked_is_told_too(app: Flask, people: People, elise: int) -> None:
    people.attach(people.jeanne, people.bakery, Role.THIRD_PARTY)
    reference = ask(app, people.jeanne, people.bakery, elise)
    propose(app, people.anouk, reference)
    assert letters_to(app, people.jeanne)[-1] == "slot_proposed"


def test_the_centre_wished_for_is_kept_to_look_for_it(app: Flask, people: People, elise: int) -> None:
    ask(app, people.yann, people.bakery, elise, centre="Centre de Dinan")
    with app.app_context(), all_companies("test"):
        assert db.session.scalar(select(AppointmentRequest.wished_centre)) == "Centre de Dinan"
