"""Declaring an employee who comes, and correcting what is known of one."""

from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import func, select

from app.clock import today
from app.extensions import db
from app.models import Company, Employee, EmployeeEventKind
from app.models.base import new_public_id
from app.services import audit, employee_checks, employee_history, employees, follow_up
from app.services.employee_checks import Details
from app.services.exchange.employees import search_text, sort_name
from app.services.search import fold
from app.tenancy import CompanyAccess


@dataclass(frozen=True)
class Twin:
    """Somebody of the same names, born on the same day, whom the company knows already."""

    number: int
    name: str
    born_on: date
    left_on: date | None

    @property
    def has_left(self) -> bool:
        return self.left_on is not None and self.left_on < today()


class Doubtful(Exception):
    """It may be right, but deserves a second look: somebody of that name is known, or something surprises."""

    def __init__(self, twins: list[Twin], surprises: list[str]) -> None:
        self.twins, self.surprises = twins, surprises
        super().__init__("a second look is needed")


class ChangedMeanwhile(Exception):
    """Somebody else changed the employee since the form was shown."""


def declare(access: CompanyAccess, details: Details, *, certain: bool = False) -> Employee:
    """Add an employee; for the association, it is a request for the first visit. Raises Doubtful unless `certain`."""
    # One declaration at a time in a company: numbers follow each other, and twins are seen.
    db.session.execute(select(Company.id).where(Company.id == access.company.id).with_for_update(key_share=True))
    twins, surprises = _twins(access, details), employee_checks.surprises(details)
    if (twins or surprises) and not certain:
        raise Doubtful(twins, surprises)
    last = db.session.scalar(employees.of(access, func.max(Employee.number))) or 0
    employee = Employee(company_id=access.company.id, number=last + 1, reference=f"P-{new_public_id().upper()}")
    _write(employee, details)
    follow_up.apply(access, employee, details.answers, is_new=True)
    employee.next_visit_due_on = _first_visit_due_on(employee)
    db.session.add(employee)
    employee_history.record(access, employee, EmployeeEventKind.DECLARED, entered_on=employee.entered_on)
    audit.record("employee.declared", actor=access.user, company=access.company, employee=employee.id)
    return employee


def change(
    access: CompanyAccess, employee: Employee, details: Details, version: int, *, certain: bool = False
) -> list[str]:
    """Keep what was corrected; returns the names of the fields that changed. Raises ChangedMeanwhile, Doubtful."""
    if employee.version != version:
        raise ChangedMeanwhile
    before = employee_checks.described(employee, follow_up.answers_of(access, employee))
    surprises = [one for one in employee_checks.surprises(details) if one not in employee_checks.surprises(before)]
    if surprises and not certain:
        raise Doubtful([], surprises)
    due, kept = _first_visit_due_on(employee), (employee.follow_up, employee.risks)
    _write(employee, details)
    follow_up.apply(access, employee, details.answers)
    if employee.next_visit_due_on == due:
        employee.next_visit_due_on = _first_visit_due_on(employee)
    changed = [one.name for one in fields(Details) if getattr(employee, one.name, None) != getattr(before, one.name)]
    changed.remove("answers")
    changed += [name for name, was in zip(("follow_up", "risks"), kept, strict=True) if getattr(employee, name) != was]
    db.session.flush()
    if changed:
        employee_history.record(access, employee, EmployeeEventKind.CHANGED, fields=changed)
        audit.record("employee.changed", actor=access.user, company=access.company, employee=employee.id)
    return changed


def _write(employee: Employee, details: Details) -> None:
    names = {one.name: getattr(details, one.name) for one in fields(Details) if one.name != "answers"}
    for name, value in names.items():
        setattr(employee, name, value)
    employee.search, employee.sort_name = search_text(names), sort_name(names)


def _first_visit_due_on(employee: Employee) -> date | None:
    entered_on = employee.entered_on
    return follow_up.first_visit_from(employee, entered_on).latest_on if entered_on else None


def _twins(access: CompanyAccess, details: Details) -> list[Twin]:
    rows = db.session.execute(
        employees.of(
            access,
            Employee.number,
            Employee.birth_name,
            Employee.usual_name,
            Employee.first_name,
            Employee.born_on,
            Employee.left_on,
        )
        .where(Employee.born_on == details.born_on)
        .order_by(Employee.number)
    )
    names, first = _names(details.birth_name, details.usual_name), _letters(details.first_name)
    return [
        Twin(number, employees.shown_name(birth_name, usual_name, first_name), born_on, left_on)
        for number, birth_name, usual_name, first_name, born_on, left_on in rows
        if _letters(first_name) == first and names & _names(birth_name, usual_name)
    ]


def _names(birth_name: str, usual_name: str | None) -> set[str]:
    """Many give the married name where the other is asked for."""
    return {_letters(name) for name in (birth_name, usual_name) if name}


def _letters(name: str) -> str:
    """« Jean-Yves » and « jean yves » are one name."""
    return "".join(filter(str.isalnum, fold(name)))
