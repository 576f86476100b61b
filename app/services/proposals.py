"""Slots that the association proposes for a request: the company accepts, or would rather have another one."""

from app.models import AppointmentRequest, RequestState, Visit
from app.services import audit, request_states, visit_changes, visit_news
from app.services.editing import ChangedMeanwhile
from app.services.slots import Slot
from app.tenancy import CompanyAccess


class NoLongerProposed(Exception):
    """The slot is past, or it is no longer the one that the person saw."""


def slot_of(request: AppointmentRequest) -> Slot | None:
    """What is proposed, as long as it is."""
    if request.state is not RequestState.PROPOSED or request.proposal is None:
        return None
    return Slot.from_facts(request.proposal)


def accept(access: CompanyAccess, request: AppointmentRequest, seen: int) -> Visit:
    """The visit takes place then. Raises NoLongerProposed, with nothing written."""
    slot = slot_of(request)
    if slot is None or slot.is_past or request.version != seen:
        raise NoLongerProposed
    _answer(request, RequestState.PLANNED, seen)
    visit = visit_changes.add(access.company.id, request.employee_id, slot)
    request.visit_id = visit.id
    audit.record(
        "appointment.slot_accepted",
        actor=access.user,
        company=access.company,
        reference=request.reference,
        visit=visit.id,
    )
    visit_news.tell_planned(visit)
    return visit


def decline(access: CompanyAccess, request: AppointmentRequest, seen: int, why: str) -> None:
    """The association has to find another one. Raises NoLongerProposed, with nothing written."""
    if slot_of(request) is None:
        raise NoLongerProposed
    _answer(request, RequestState.TAKEN, seen, proposal=None, objection=why)
    audit.record("appointment.slot_declined", actor=access.user, company=access.company, reference=request.reference)


def _answer(request: AppointmentRequest, to: RequestState, seen: int, **changes: object) -> None:
    try:
        request_states.move(request, to, seen=seen, **changes)
    except ChangedMeanwhile:
        raise NoLongerProposed from None
