"""Telling companies what becomes of their visits: confirmed, moved, cancelled, near.

Whoever writes visits calls these, in the transaction that writes them and with the door open (the import lifts it).
Nothing is told of a visit that the company may not know of, nor of one that is past.
"""

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from itertools import groupby
from typing import Any

from flask import current_app
from sqlalchemy import or_, select
from sqlalchemy.dialects import postgresql, sqlite

from app.calendar_files import TITLE
from app.clock import PARIS, now, today
from app.extensions import db
from app.law.cancellation import free_until
from app.mail import visit_letters
from app.models import (
    AppointmentRequest,
    Company,
    Employee,
    Membership,
    MembershipStatus,
    RegularRun,
    RequestState,
    Role,
    User,
    Visit,
    VisitKind,
    VisitNotice,
    VisitState,
)
from app.services import calendars, request_states
from app.services.planning import discreet_name
from app.services.request_states import OPEN
from app.tenancy import all_companies

# A week ahead; the days before it, when the portal was stopped on the right one.
REMINDED = range(3, 8)
LEAVES_AT = time(7)
# A longer letter is not read.
LINES = 20
# Somebody asks for a kind of visit and the law answers by another: the first visit of a reinforced follow-up is an
# examination (art. R. 4624-24), its periodic ones are too, or intermediate (art. R. 4624-28).
_ANSWERS = {
    VisitKind.APTITUDE: (VisitKind.HIRING, VisitKind.PERIODIC),
    VisitKind.INTERMEDIATE: (VisitKind.PERIODIC,),
}


def kinds_that_answer(asked: VisitKind) -> list[VisitKind]:
    """The types of visits that answer a request, the one that was asked for first."""
    return [asked, *(kind for kind, answered in _ANSWERS.items() if asked in answered)]


def planned(visit: Visit) -> None:
    """M11: a planned visit has just been added. The request that it answers, if there is one, is planned too."""
    answer_request(visit)
    tell_planned(visit)


def tell_planned(visit: Visit) -> None:
    """M11 alone, when it is known already which request the visit answers."""
    if not _is_told(visit):
        return
    company, who = _about(visit)
    for user in people_to_tell(visit):
        visit_letters.visit_planned(
            user, company, visit, who, calendars.entry(visit, company, TITLE), _free_until(visit)
        )


def moved(visit: Visit, previous_day: date, previous_at: time | None) -> None:
    """M12: a planned visit has changed day, hour or place; its sequence has grown."""
    if not _is_told(visit):
        return
    company, who = _about(visit)
    for user in people_to_tell(visit):
        visit_letters.visit_moved(
            user,
            company,
            visit,
            who,
            calendars.entry(visit, company, TITLE),
            before=(previous_day, previous_at),
            free_until=_free_until(visit),
        )


def cancelled(visit: Visit) -> None:
    """M12: the association called a visit off; its sequence has grown."""
    if not _is_told(visit):
        return
    company, who = _about(visit)
    for user in people_to_tell(visit):
        visit_letters.visit_cancelled(user, company, visit, who, calendars.entry(visit, company, TITLE))


def remind() -> int:
    """From seven in Paris, tell managers of the visits of the coming week, each day once; returns how many people."""
    if now().astimezone(PARIS).time() < LEAVES_AT:
        return 0
    with all_companies("visits of all companies come near"):
        return sum(_remind_of(day) for day in (today() + timedelta(days=ahead) for ahead in REMINDED) if _is_first(day))


def _remind_of(day: date) -> int:
    near = (Visit.day == day, Visit.state == VisitState.PLANNED, ~Visit.is_confidential)
    managers: dict[int, list[User]] = {}
    rows = db.session.execute(
        select(Membership.company_id, User)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.company_id.in_(select(Visit.company_id).where(*near)), Membership.role == Role.MANAGER, *_REACHED
        )
    )
    for company_id, user in rows:
        managers.setdefault(company_id, []).append(user)
    visits = db.session.execute(
        select(Company, Visit, Employee)
        .join(Visit, Visit.company_id == Company.id)
        .join(Employee, Employee.id == Visit.employee_id)
        .where(*near)
        .order_by(Company.id, Visit.at.nulls_last(), Visit.number)
    )
    sent = 0
    for company, group in groupby(visits, key=lambda row: row[0]):
        lines = [_line(visit, employee) for _, visit, employee in group]
        for user in managers.get(company.id, ()):
            visit_letters.visits_reminder(user, company, day, lines[:LINES], len(lines[LINES:]))
            sent += 1
    return sent


def _line(visit: Visit, employee: Employee) -> dict[str, Any]:
    return {
        "who": discreet_name(employee),
        "hour": visit.at.isoformat() if visit.at else None,
        "place": visit.centre or "",
        "free_until": _free_until(visit).isoformat(),
    }


def _is_first(day: date) -> bool:
    """Whether nobody reminded of this day yet; others who try wait for our commit."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    taken = db.session.execute(
        insert(RegularRun)
        .values(name="rappel-visites", slot=day.isoformat(), at=now())
        .on_conflict_do_nothing(index_elements=[RegularRun.name, RegularRun.slot])
        .returning(RegularRun.slot)
    )
    return taken.scalar() is not None


_REACHED = (
    Membership.status == MembershipStatus.ACTIVE,
    User.activated_at.is_not(None),
    User.disabled_at.is_(None),
)


def _is_told(visit: Visit) -> bool:
    return not visit.is_confidential and visit.day >= today()


def _about(visit: Visit) -> tuple[Company, str]:
    """The company, and whom the visit is for, as a letter names them."""
    company, employee = db.session.execute(
        select(Company, Employee)
        .join(Employee, Employee.company_id == Company.id)
        .where(Company.id == visit.company_id, Employee.id == visit.employee_id)
    ).one()
    return company, discreet_name(employee)


def people_to_tell(visit: Visit) -> Iterable[User]:
    """The company's managers, and who asked for the visit or said something of it, while they still have access."""
    asked = select(AppointmentRequest.created_by_id).where(
        AppointmentRequest.company_id == visit.company_id, AppointmentRequest.visit_id == visit.id
    )
    said = select(VisitNotice.created_by_id).where(
        VisitNotice.company_id == visit.company_id, VisitNotice.visit_id == visit.id
    )
    return people_of(visit.company_id, [] if visit.kind.is_the_employee_s_own else [asked, said])


def people_of(company_id: int, others: Sequence[Any]) -> Iterable[User]:
    """The managers of a company, and others whom these statements name by id; only who can sign in."""
    may_know = or_(Membership.role == Role.MANAGER, *(Membership.user_id.in_(ids) for ids in others))
    return db.session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.company_id == company_id, may_know, *_REACHED)
        .order_by(User.id)
    )


def answer_request(visit: Visit) -> None:
    """Plan the oldest request that this visit answers, if one waits."""
    request = db.session.scalars(
        select(AppointmentRequest)
        .where(
            AppointmentRequest.company_id == visit.company_id,
            AppointmentRequest.employee_id == visit.employee_id,
            AppointmentRequest.kind.in_(_ANSWERS.get(visit.kind, (visit.kind,))),
            AppointmentRequest.state.in_(OPEN),
        )
        .order_by(AppointmentRequest.id)
        .limit(1)
        .with_for_update()
    ).first()
    if request:
        request_states.move(request, RequestState.PLANNED, visit_id=visit.id)


def _free_until(visit: Visit) -> Any:
    config = current_app.config
    return free_until(visit.day, visit.at, config["PREAVIS_HEURES"], working=config["PREAVIS_OUVRE"])
