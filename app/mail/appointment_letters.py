"""What the association answers about appointments. Never the type of a visit, nor words typed by somebody."""

from datetime import date, time

from app.mail.letters import about
from app.mail.queue import queue
from app.models import AppointmentRequest, Company, NoticeDecision, Topic, User, Visit


def slot_proposed(
    user: User, company: Company, request: AppointmentRequest, who: str, slot: tuple[date, time, int, str]
) -> None:
    """A slot waits for the company's answer: its day, hour, minutes and place."""
    day, hour, minutes, place = slot
    queue(
        "slot_proposed",
        user.email,
        user=user,
        topic=Topic.VISITS,
        reference=request.reference,
        who=who,
        day=day.isoformat(),
        hour=hour.isoformat(),
        minutes=minutes,
        place=place,
        **about(company),
    )


def appointment_refused(user: User, company: Company, request: AppointmentRequest, who: str) -> None:
    """A request will have no appointment; why is read on the portal."""
    queue(
        "appointment_refused",
        user.email,
        user=user,
        topic=Topic.VISITS,
        reference=request.reference,
        who=who,
        at=request.created_at.isoformat(),
        **about(company),
    )


def visit_settled(user: User, company: Company, visit: Visit, who: str, decision: NoticeDecision, fee: int) -> None:
    """An absence is noted, or a visit stands that was to be moved; `fee` in cents, 0 for none."""
    queue(
        "visit_settled",
        user.email,
        user=user,
        topic=Topic.VISITS,
        decision=decision.value,
        who=who,
        number=visit.number,
        day=visit.day.isoformat(),
        hour=visit.at.isoformat() if visit.at else None,
        fee=fee,
        **about(company),
    )
