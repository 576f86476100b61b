"""The letters about appointments. They never tell the type of a visit, nor more of a name than its initial."""

from datetime import date, datetime, time
from typing import Any

from flask import current_app

from app.calendar_files import Entry
from app.mail.letters import about
from app.mail.queue import queue
from app.models import AppointmentRequest, Company, Topic, User, Visit, VisitNotice
from app.settings import absence_fee


def appointment_request_received(user: User, company: Company, request: AppointmentRequest) -> None:
    """M10: a request for an appointment arrived, here is its reference."""
    queue(
        "appointment_request_received",
        user.email,
        user=user,
        reference=request.reference,
        at=request.created_at.isoformat(),
        **about(company),
    )


def visit_planned(user: User, company: Company, visit: Visit, who: str, event: Entry, free_until: datetime) -> None:
    """M11: an appointment is confirmed; the calendar file goes along."""
    queue(
        "visit_planned",
        user.email,
        user=user,
        topic=Topic.VISITS,
        free_until=free_until.isoformat(),
        **_told(company, visit, who, event),
    )


def visit_moved(
    user: User,
    company: Company,
    visit: Visit,
    who: str,
    event: Entry,
    *,
    before: tuple[date, time | None],
    free_until: datetime,
) -> None:
    """M12: an appointment is at another time or place; `before` is when it was to be."""
    queue(
        "visit_moved",
        user.email,
        user=user,
        topic=Topic.VISITS,
        urgent=True,
        previous_day=before[0].isoformat(),
        previous_hour=before[1].isoformat() if before[1] else None,
        free_until=free_until.isoformat(),
        **_told(company, visit, who, event),
    )


def visit_cancelled(user: User, company: Company, visit: Visit, who: str, event: Entry) -> None:
    """M12: an appointment will not take place."""
    told = _told(company, visit, who, event)
    queue("visit_cancelled", user.email, user=user, topic=Topic.VISITS, urgent=True, **told)


def visits_reminder(user: User, company: Company, day: date, lines: list[dict[str, Any]], left_out: int) -> None:
    """The visits of a day that comes near, each with the last moment to cancel it for free."""
    queue(
        "visits_reminder",
        user.email,
        user=user,
        topic=Topic.VISITS,
        day=day.isoformat(),
        lines=lines,
        left_out=left_out,
        **about(company),
    )


def notice_received(user: User, company: Company, visit: Visit, notice: VisitNotice) -> None:
    """To who said it: an absence, or a wish for another day, was noted at this moment."""
    queue(
        "notice_received",
        user.email,
        user=user,
        kind=notice.kind.value,
        at=notice.created_at.isoformat(),
        is_late=notice.is_late,
        fee=absence_fee(),
        number=visit.number,
        **_when(visit),
        **about(company),
    )


def notice_alert(company: Company, visit: Visit, notice: VisitNotice, reason: str) -> None:
    """To the association: a slot is free, or somebody asks for another one."""
    queue(
        "notice_alert",
        current_app.config["CONTACT_COTISATIONS"],
        kind=notice.kind.value,
        at=notice.created_at.isoformat(),
        is_late=notice.is_late,
        reason=reason,
        comment=notice.comment or "",
        reference=visit.reference,
        **_when(visit),
        **about(company),
    )


def _told(company: Company, visit: Visit, who: str, event: Entry) -> dict[str, Any]:
    return {
        "who": who,
        "number": visit.number,
        "minutes": visit.minutes,
        "place": event.place,
        "event": event.as_facts(),
        "fee": absence_fee(),
        **_when(visit),
        **about(company),
    }


def _when(visit: Visit) -> dict[str, Any]:
    return {"day": visit.day.isoformat(), "hour": visit.at.isoformat() if visit.at else None}
