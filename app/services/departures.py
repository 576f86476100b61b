"""Employees who leave, who turn out not to, and who come back."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import update

from app.clock import now, today
from app.extensions import db
from app.formatting import short_date
from app.law.follow_up import months_after
from app.models import (
    Employee,
    EmployeeEventKind,
    Visit,
    VisitKind,
    VisitState,
)
from app.services import audit, employee_history, employee_visits, follow_up, request_states
from app.tenancy import CompanyAccess

# « Annuler ce départ », better than asking twice.
UNDO = timedelta(days=30)
MONTHS_AHEAD = 6
REASONS = ("Fin de CDD", "Démission", "Licenciement", "Retraite", "Rupture conventionnelle", "Autre")


class TooLate(Exception):
    """This departure can no longer be undone."""


@dataclass(frozen=True)
class Outcome:
    """What a departure brought with it: visits and requests cancelled, a post-exposure visit to think of."""

    cancelled_visits: int
    cancelled_requests: int
    was_exposed: bool


def problem(employee: Employee, left_on: date) -> str | None:
    """Why an employee cannot leave on that day, in French; None if that is fine."""
    if employee.entered_on and left_on < employee.entered_on:
        return f"La date de départ ne peut pas précéder la date d’entrée ({short_date(employee.entered_on)})"
    if employee.born_on and left_on <= employee.born_on:
        return f"La date de départ ne peut pas précéder la naissance ({short_date(employee.born_on)})"
    if left_on > (latest := months_after(today(), MONTHS_AHEAD)):
        return f"Un départ se déclare au plus six mois à l’avance, jusqu’au {short_date(latest)}"
    return None


def declare(access: CompanyAccess, employee: Employee, left_on: date, reason: str | None = None) -> Outcome:
    """Note the last day of an employee, and cancel what was planned after it. Raises ValueError, see `problem`."""
    if refusal := problem(employee, left_on):
        raise ValueError(refusal)
    employee.left_on, employee.departure_reason, employee.departed_at = left_on, reason, now()
    visits, requests = _cancel_visits(access, employee, left_on), _cancel_requests(access, employee)
    employee_history.record(
        access, employee, EmployeeEventKind.LEFT, left_on=left_on, reason=reason, visits=visits, requests=requests
    )
    audit.record("employee.left", actor=access.user, company=access.company, employee=employee.id)
    return Outcome(visits, requests, follow_up.was_exposed(employee))


def can_cancel(employee: Employee) -> bool:
    """Whether the departure is still to come, or was declared here, and lately."""
    if employee.left_on is None:
        return False
    return employee.left_on >= today() or bool(employee.departed_at and employee.departed_at > now() - UNDO)


def cancel(access: CompanyAccess, employee: Employee) -> None:
    """Undo a departure. What it cancelled stays so: the place may be somebody else's by now. Raises TooLate."""
    if not can_cancel(employee):
        raise TooLate
    left_on = employee.left_on
    employee.left_on = employee.departure_reason = employee.departed_at = None
    employee_history.record(access, employee, EmployeeEventKind.DEPARTURE_CANCELLED, left_on=left_on)
    audit.record("employee.departure_cancelled", actor=access.user, company=access.company, employee=employee.id)


def reinstatement_problem(employee: Employee, entered_on: date) -> str | None:
    """Why somebody cannot come back on that day, in French; None if that is fine."""
    if employee.left_on is None:
        return "Ce salarié n’a pas quitté l’entreprise"
    if entered_on <= employee.left_on:
        return f"La nouvelle date d’entrée doit suivre le départ du {short_date(employee.left_on)}"
    if entered_on > (latest := months_after(today(), MONTHS_AHEAD)):
        return f"Une entrée se déclare au plus six mois à l’avance, jusqu’au {short_date(latest)}"
    return None


def reinstate(access: CompanyAccess, employee: Employee, entered_on: date) -> None:
    """Take back somebody who left, under a new day of entry. Raises ValueError, see `reinstatement_problem`."""
    if refusal := reinstatement_problem(employee, entered_on):
        raise ValueError(refusal)
    before, left_on = employee.entered_on, employee.left_on
    employee.entered_on, employee.contract_ends_on = entered_on, None
    employee.left_on = employee.departure_reason = employee.departed_at = None
    if due := follow_up.first_visit(access, employee):
        employee.next_visit_due_on = due.latest_on
    employee_history.record(
        access,
        employee,
        EmployeeEventKind.REINSTATED,
        entered_on=entered_on,
        entered_before=before,
        left_before=left_on,
    )
    audit.record("employee.reinstated", actor=access.user, company=access.company, employee=employee.id)


def _cancel_visits(access: CompanyAccess, employee: Employee, left_on: date) -> int:
    """Only visits that the person may know of: nobody cancels what they cannot see."""
    numbers = [visit.number for visit in employee_visits.planned_after(access, employee, left_on)]
    if numbers:
        db.session.execute(
            update(Visit)
            .where(Visit.company_id == access.company.id, Visit.number.in_(numbers))
            .values(state=VisitState.CANCELLED, sequence=Visit.sequence + 1, changed_at=now())
            .execution_options(synchronize_session="fetch")
        )
    return len(numbers)


def _cancel_requests(access: CompanyAccess, employee: Employee) -> int:
    """A post-exposure visit is asked for because somebody leaves: that request stands."""
    return request_states.cancel_all(access.company.id, employee.id, but=VisitKind.AFTER_EXPOSURE)
