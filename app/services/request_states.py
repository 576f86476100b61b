"""The life of a request for an appointment: which state leads to which, and nothing else changes a state.

envoyée → prise en charge → (créneau proposé) → planifiée | refusée | annulée. Files of the association's business
software, which may plan elsewhere, have rules of their own (services/exchange/answers.py).
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from app.clock import now
from app.extensions import db
from app.models import AppointmentRequest, RequestState, VisitKind
from app.services.editing import ChangedMeanwhile

OPEN = tuple(state for state in RequestState if state.is_open)
_FOUND_OR_GIVEN_UP = {RequestState.PLANNED, RequestState.REFUSED, RequestState.CANCELLED}
LEADS_TO: Mapping[RequestState, frozenset[RequestState]] = {
    # A visit that the association planned elsewhere answers a request that nobody took.
    RequestState.SENT: frozenset({RequestState.TAKEN, RequestState.PLANNED, RequestState.CANCELLED}),
    # Another agent may take it over.
    RequestState.TAKEN: frozenset({RequestState.TAKEN, RequestState.PROPOSED, *_FOUND_OR_GIVEN_UP}),
    # Another slot is proposed; the company would rather have another one; it accepts.
    RequestState.PROPOSED: frozenset({RequestState.TAKEN, RequestState.PROPOSED, *_FOUND_OR_GIVEN_UP}),
    RequestState.PLANNED: frozenset(),
    RequestState.REFUSED: frozenset(),
    RequestState.CANCELLED: frozenset(),
}


def move(request: AppointmentRequest, to: RequestState, *, seen: int | None = None, **changes: Any) -> None:
    """Bring a request to another state, with other columns that change at the same time.

    `seen` is the version that the person looked at; None: whatever became of it, as long as its state leads there.
    Raises ChangedMeanwhile when it does not, with nothing written: of two people at once, the second is told.
    """
    unchanged = () if seen is None else (AppointmentRequest.version == seen,)
    moved: Any = db.session.execute(
        update(AppointmentRequest)
        .where(
            AppointmentRequest.company_id == request.company_id,
            AppointmentRequest.id == request.id,
            AppointmentRequest.state.in_([state for state in RequestState if to in LEADS_TO[state]]),
            *unchanged,
        )
        .values(state=to, version=AppointmentRequest.version + 1, changed_at=now(), **changes)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(request)
    if not moved.rowcount:
        raise ChangedMeanwhile


def cancel_all(company_id: int, employee_id: int, *, but: VisitKind) -> int:
    """Cancel what still waits for somebody who leaves, one type of visit left out; returns how many requests."""
    cancelled = db.session.scalars(
        update(AppointmentRequest)
        .where(
            AppointmentRequest.company_id == company_id,
            AppointmentRequest.employee_id == employee_id,
            AppointmentRequest.state.in_(OPEN),
            AppointmentRequest.kind != but,
        )
        .values(state=RequestState.CANCELLED, version=AppointmentRequest.version + 1, changed_at=now())
        .returning(AppointmentRequest.id)
        .execution_options(synchronize_session="fetch")
    )
    return len(cancelled.all())
