"""visites.csv, as the export writes it: the visits that agents added, moved, called off or settled on the portal."""

from datetime import datetime

from sqlalchemy import func, select

from app.models import AuditEvent, Company, Employee, User, Visit
from app.services.exchange import visits
from app.services.exchange.learnt import AUTHOR, Learnt, author, like, rows_of

# The journal knows who did it; an import of visits leaves none of these.
_ACTS = (
    *("visit.added", "visit.moved", "visit.called_off", "visit.settled", "notice.handled"),
    *("appointment.confirmed", "appointment.slot_accepted"),
)
FILE, _FIELDS = like(visits.LAYOUT)


def changed(since: datetime) -> Learnt:
    """These visits as they are now, with the last thing that was done about each."""
    visit_id = AuditEvent.facts["visit"].as_integer()
    last = (
        select(visit_id.label("visit_id"), func.max(AuditEvent.id).label("event_id"))
        .where(AuditEvent.at >= since, AuditEvent.action.in_(_ACTS))
        .group_by(visit_id)
        .subquery()
    )
    fields = [getattr(Visit, name) for name in _FIELDS if name not in ("member_code", "employee_reference")]
    named = (Company.member_code, Employee.reference.label("employee_reference"))
    rows = rows_of(
        select(*named, *fields, AuditEvent.at.label("done_at"), *AUTHOR)
        .select_from(last)
        .join(AuditEvent, AuditEvent.id == last.c.event_id)
        .join(Visit, Visit.id == last.c.visit_id)
        .join(Company, Company.id == Visit.company_id)
        .join(Employee, Employee.id == Visit.employee_id)
        .outerjoin(User, User.id == AuditEvent.actor_id)
        .order_by(Visit.reference)
    )
    return ((*(row[name] for name in _FIELDS), row["done_at"], author(row)) for row in rows)
