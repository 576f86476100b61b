"""Telling companies what agents answer: a slot, a refusal, what became of a notice. Called with the door open."""

from sqlalchemy import select

from app.extensions import db
from app.mail import appointment_letters
from app.models import AppointmentRequest, Company, Employee, NoticeDecision, User, Visit
from app.services import visit_news
from app.services.planning import discreet_name
from app.services.slots import Slot


def slot_proposed(request: AppointmentRequest, company: Company, slot: Slot) -> None:
    """To the managers and to who asked: a slot waits for their answer."""
    who = _name(request.company_id, request.employee_id)
    for user in _people(request):
        told = (slot.day, slot.at, slot.minutes, slot.place)
        appointment_letters.slot_proposed(user, company, request, who, told)


def refused(request: AppointmentRequest, company: Company) -> None:
    """To the managers and to who asked: there will be no appointment."""
    who = _name(request.company_id, request.employee_id)
    for user in _people(request):
        appointment_letters.appointment_refused(user, company, request, who)


def visit_settled(visit: Visit, company: Company, decision: NoticeDecision, fee: int) -> None:
    """To the managers, to who asked for the visit or said something of it: an absence is noted, a day is kept."""
    if visit.is_confidential:
        return
    who = _name(visit.company_id, visit.employee_id)
    for user in visit_news.people_to_tell(visit):
        appointment_letters.visit_settled(user, company, visit, who, decision, fee)


def _people(request: AppointmentRequest) -> list[User]:
    author = select(AppointmentRequest.created_by_id).where(
        AppointmentRequest.company_id == request.company_id, AppointmentRequest.id == request.id
    )
    return list(visit_news.people_of(request.company_id, [author]))


def _name(company_id: int, employee_id: int) -> str:
    person = db.session.scalars(
        select(Employee).where(Employee.company_id == company_id, Employee.id == employee_id)
    ).one()
    return discreet_name(person)
