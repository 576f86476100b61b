"""The follow-up of one employee: what was answered, what the law makes of it, and what each reader may know of why.

This is the only place that reads whether an employee told of a personal situation. A third party learns the category,
as the law wants it declared, and never the reason.
"""

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from app.clock import today
from app.extensions import db
from app.law import follow_up as law
from app.law.follow_up import Decision, FirstVisit, Reason, Situation
from app.models import Employee, FollowUp
from app.permissions import Right
from app.services import employee_visits, risks
from app.tenancy import CompanyAccess


@dataclass(frozen=True)
class Answers:
    """What was ticked. `personal` is None when it was not asked; `nothing`: « Aucune de ces situations »."""

    exposures: frozenset[str] = frozenset()
    others: str = ""
    personal: bool | None = None
    nothing: bool = False

    @property
    def codes(self) -> frozenset[str]:
        """What was ticked, and what was only written."""
        return self.exposures | risks.read(self.others).codes

    @property
    def are_given(self) -> bool:
        return bool(self.codes or self.personal or self.nothing)


@dataclass(frozen=True)
class Explanation:
    """Why an employee is followed so, as this reader may know it."""

    reasons: tuple[Reason, ...]
    attestations: tuple[Reason, ...]
    others: tuple[str, ...]
    first_visit: FirstVisit | None
    # Why the category is to be confirmed, if it is.
    doubt: str | None


def explain(access: CompanyAccess, employee: Employee) -> Explanation:
    """What the page of an employee says of the follow-up."""
    read = risks.read(employee.risks)
    situation = Situation(read.codes, employee.born_on, bool(personal(access, employee)))
    decision = law.decide(situation, _day_of(employee.entered_on))
    agrees = decision.follow_up is employee.follow_up
    return Explanation(
        reasons=decision.reasons if agrees else (),
        attestations=decision.attestations,
        others=read.others,
        first_visit=first_visit(access, employee),
        doubt=None if agrees else _doubt(employee, decision),
    )


def first_visit(access: CompanyAccess, employee: Employee) -> FirstVisit | None:
    """Until when the first visit may wait; None when one was made, or when nobody knows when the employee came.

    Whether somebody was seen elsewhere, and so needs no visit (art. R. 4624-15), the association alone knows.
    """
    if employee.entered_on is None or employee_visits.was_seen(access, employee):
        return None
    return first_visit_from(employee, employee.entered_on)


def first_visit_from(employee: Employee, starts_on: date) -> FirstVisit:
    """Until when the first visit may wait, for who takes up a post on that day.

    A personal situation plays no part in it: the date is shown to those who may not know of one.
    """
    situation = Situation(risks.read(employee.risks).codes, employee.born_on)
    return law.first_visit(law.decide(situation, starts_on), starts_on, employee.contract, employee.follow_up)


def personal(access: CompanyAccess, employee: Employee) -> bool | None:
    """Whether the employee told of a situation of their own; None for who may not know."""
    return _told(access, employee) if access.may(Right.READ_PERSONAL_SITUATIONS) else None


def apply(access: CompanyAccess, employee: Employee, answers: Answers, *, is_new: bool = False) -> None:
    """Write what was answered, and the category that follows. No answer at all leaves the category alone."""
    may_tell = access.may(Right.READ_PERSONAL_SITUATIONS)
    is_personal = bool(answers.personal) if may_tell else not is_new and _may_be_personal(access, employee)
    employee.risks = risks.write(answers.exposures, answers.others, employee.risks) or None
    if may_tell and (is_new or answers.are_given):
        employee.personal_situation = is_personal
    if is_new or answers.are_given:
        situation = Situation(answers.codes, employee.born_on, is_personal)
        employee.follow_up = law.decide(situation, _day_of(employee.entered_on)).follow_up
        employee.follow_up_confirmed_on = today()


def was_exposed(employee: Employee) -> bool:
    """Whether leaving calls for a post-exposure visit."""
    return law.was_exposed(employee.follow_up, risks.read(employee.risks).codes)


def answers_of(access: CompanyAccess, employee: Employee) -> Answers:
    """What is known of an employee, as the form shows it."""
    read = risks.read(employee.risks)
    told = personal(access, employee)
    answered = employee.follow_up is FollowUp.SI or employee.follow_up_confirmed_on is not None
    nothing = answered and not read.codes and not told and employee.follow_up is not FollowUp.SIR
    return replace(Answers(read.codes, ", ".join(read.others), told), nothing=nothing)


def _may_be_personal(access: CompanyAccess, employee: Employee) -> bool:
    """For who may not know: an adapted follow-up that working conditions do not explain stays one."""
    known: Set[str] = risks.read(employee.risks).codes
    explained = law.decide(Situation(known, employee.born_on), today()).follow_up is not FollowUp.SI
    return _told(access, employee) or (employee.follow_up is FollowUp.SIA and not explained)


def _told(access: CompanyAccess, employee: Employee) -> bool:
    told = select(Employee.personal_situation).where(
        Employee.company_id == access.company.id, Employee.id == employee.id
    )
    return bool(db.session.scalar(told))


def _day_of(entered_on: date | None) -> date:
    """The day whose law and whose age count: today, or the first day of who is still to come."""
    return max(today(), entered_on or today())


def _doubt(employee: Employee, decision: Decision) -> str | None:
    codes = risks.read(employee.risks).codes
    if changed := law.changed_since(codes, employee.follow_up_confirmed_on, today()):
        return changed
    if employee.follow_up is None:
        return "personne n’a encore répondu aux questions sur ce poste"
    if employee.follow_up is FollowUp.SIR:
        return "aucun risque indiqué ne justifie un suivi renforcé"
    if decision.follow_up is FollowUp.SI:
        # Otherwise its reason may not be this reader's to know, or the association alone may know it.
        confirmed = employee.follow_up_confirmed_on
        return "le salarié a eu 18 ans" if confirmed and law.is_minor(employee.born_on, confirmed) else None
    return "les situations indiquées appellent un autre suivi"
