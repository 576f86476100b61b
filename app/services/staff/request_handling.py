"""What agents do with a request for an appointment: take it, propose a slot, confirm, refuse.

Each says which version of the request the agent saw. Raises ChangedMeanwhile when somebody was faster, NotYours when
another agent deals with it; nothing is written then.
"""

from typing import Any

from app.clock import now
from app.models import RequestState, User, Visit
from app.services import appointment_news, audit, request_states, visit_changes, visit_news
from app.services.slots import Slot
from app.services.staff.requests import Found
from app.tenancy import all_companies

_WHY = "an agent answers a company's request"


class NotYours(Exception):
    """Another agent deals with this request: it has to be taken over first."""


def take(agent: User, found: Found, seen: int) -> None:
    """Deal with a request from now on, be it taken over from somebody else; a slot that is proposed stays so."""
    state = found.request.state
    to = state if state is RequestState.PROPOSED else RequestState.TAKEN
    with all_companies(_WHY):
        request_states.move(found.request, to, seen=seen, taken_by_id=agent.id, taken_at=now())
        _note("appointment.taken", agent, found)


def propose(agent: User, found: Found, seen: int, slot: Slot) -> None:
    """Ask the company whether this slot suits; another one that was proposed no longer stands."""
    _keep_to_ones_own(agent, found)
    with all_companies(_WHY):
        request_states.move(found.request, RequestState.PROPOSED, seen=seen, proposal=slot.as_facts())
        _note("appointment.slot_proposed", agent, found)
        appointment_news.slot_proposed(found.request, found.company, slot)


def confirm(agent: User, found: Found, seen: int, slot: Slot) -> Visit:
    """The appointment is found: the visit is planned, and the company told."""
    _keep_to_ones_own(agent, found)
    with all_companies(_WHY):
        request_states.move(found.request, RequestState.PLANNED, seen=seen)
        visit = visit_changes.add(found.company.id, found.employee.id, slot)
        found.request.visit_id = visit.id
        _note("appointment.confirmed", agent, found, visit=visit.id)
        visit_news.tell_planned(visit)
        return visit


def refuse(agent: User, found: Found, seen: int, reason: str) -> None:
    """There will be no appointment; the company reads why."""
    _keep_to_ones_own(agent, found)
    with all_companies(_WHY):
        request_states.move(found.request, RequestState.REFUSED, seen=seen, answer=reason)
        _note("appointment.refused", agent, found)
        appointment_news.refused(found.request, found.company)


def note_read(agent: User, found: Found) -> None:
    """An agent opened a request: it tells of somebody."""
    with all_companies(_WHY):
        _note("appointment.read", agent, found)


def _keep_to_ones_own(agent: User, found: Found) -> None:
    if found.request.state.is_open and found.request.taken_by_id != agent.id:
        raise NotYours


def _note(action: str, agent: User, found: Found, **facts: Any) -> None:
    audit.record(
        action,
        actor=agent,
        company=found.company,
        reference=found.request.reference,
        employee=found.employee.id,
        **facts,
    )
