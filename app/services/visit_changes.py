"""Visits added, moved, called off and settled on the portal itself, by whoever may: the door is the caller's.

A visit's `sequence` grows at each change, for calendars and for people: of two at once, the second is told.
"""

from typing import Any

from sqlalchemy import func, select, update

from app.clock import now, today
from app.extensions import db
from app.models import Visit, VisitState
from app.services import numbering
from app.services.editing import ChangedMeanwhile
from app.services.slots import Slot

# The business software has references of its own.
PREFIX = "PORTAIL"
_SERIES = "VP"


def add(company_id: int, employee_id: int, slot: Slot) -> Visit:
    """A new visit, planned. What is the employee's own is kept from the company."""
    year = today().year
    # Whoever draws a number waits for who drew the one before: the number within the company follows safely.
    rank = numbering.draw(_SERIES, year)
    last = db.session.scalar(select(func.max(Visit.number)).where(Visit.company_id == company_id)) or 0
    visit = Visit(
        company_id=company_id,
        employee_id=employee_id,
        number=last + 1,
        reference=f"{PREFIX}-{year}-{rank:05d}",
        kind=slot.kind,
        is_confidential=slot.kind.is_the_employee_s_own,
        **_where_and_when(slot),
    )
    db.session.add(visit)
    db.session.flush()
    return visit


def move(visit: Visit, slot: Slot, *, seen: int) -> None:
    """Put a visit at another time or place, planned again if it was given up. Raises ChangedMeanwhile."""
    _change(visit, seen, state=VisitState.PLANNED, **_where_and_when(slot))


def settle(visit: Visit, state: VisitState, *, seen: int) -> None:
    """Say what became of a visit, or call it off. Raises ChangedMeanwhile."""
    _change(visit, seen, state=state)


def disclose(visit: Visit, *, to_company: bool, seen: int) -> None:
    """Let the company know of a visit, or keep it from it. Raises ChangedMeanwhile."""
    _change(visit, seen, is_confidential=not to_company)


def _where_and_when(slot: Slot) -> dict[str, Any]:
    return {
        "day": slot.day,
        "at": slot.at,
        "minutes": slot.minutes,
        "centre": slot.centre,
        "centre_address": slot.centre_address,
        "professional": slot.professional,
    }


def _change(visit: Visit, seen: int, **values: Any) -> None:
    changed: Any = db.session.execute(
        update(Visit)
        .where(Visit.company_id == visit.company_id, Visit.id == visit.id, Visit.sequence == seen)
        .values(sequence=Visit.sequence + 1, changed_at=now(), **values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(visit)
    if not changed.rowcount:
        raise ChangedMeanwhile
