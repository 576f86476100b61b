"""What follows visits that an import brings: the requests that they answer, and the letters about them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from app.clock import today
from app.extensions import db
from app.models import AppointmentRequest, Visit, VisitState
from app.services import visit_news
from app.services.exchange.plan import Plan, Row
from app.services.request_states import OPEN

# Another room or another physician is no other appointment.
_MOVED = ("day", "at", "centre")


def answer_requests(planned: Plan) -> None:
    """A visit newly planned for somebody who waits for one answers the request."""
    coming = [row for row in planned.added if _is_coming(row)]
    waiting = set(
        db.session.scalars(
            select(AppointmentRequest.employee_id).where(
                AppointmentRequest.employee_id.in_({row["employee_id"] for row in coming}),
                AppointmentRequest.state.in_(OPEN),
            )
        )
    )
    for visit in _visits([row for row in coming if row["employee_id"] in waiting]):
        visit_news.answer_request(visit)


def announce(planned: Plan) -> None:
    """Write to each company about the visits planned, moved and called off; requests are answered too."""
    changes = list(zip(planned.changed, planned.replaced, strict=True))
    resumed = [row for row, before in changes if _is_coming(row) and before["state"] is not VisitState.PLANNED]
    for visit in _visits([row for row in planned.added if _is_coming(row)] + resumed):
        visit_news.planned(visit)
    before = {row["reference"]: then for row, then in changes if then["state"] is VisitState.PLANNED}
    for visit in _visits([row for row, then in changes if _has_moved(row, then)]):
        visit_news.moved(visit, before[visit.reference]["day"], before[visit.reference]["at"])
    called_off = [row for row in planned.changed if row["reference"] in before and _state(row) is VisitState.CANCELLED]
    for visit in _visits(called_off):
        visit_news.cancelled(visit)


def _state(row: dict[str, Any]) -> VisitState:
    return VisitState(row.get("state", VisitState.PLANNED))


def _is_coming(row: dict[str, Any]) -> bool:
    return _state(row) is VisitState.PLANNED and bool(row["day"] >= today())


def _has_moved(row: dict[str, Any], before: Row) -> bool:
    stands = before["state"] is VisitState.PLANNED and _is_coming({**before, **row})
    return stands and any(row[name] != before[name] for name in _MOVED if name in row)


def _visits(rows: list[dict[str, Any]]) -> Iterator[Visit]:
    if rows:
        references = [row["reference"] for row in rows]
        # What bulk statements wrote, not what the session remembers.
        found = select(Visit).where(Visit.reference.in_(references)).order_by(Visit.company_id, Visit.number)
        yield from db.session.scalars(found.execution_options(populate_existing=True)).all()
