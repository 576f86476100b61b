"""Step 2 of the declaration: the employees whose follow-up nobody told, or that a change of the law puts in doubt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.clock import today
from app.extensions import db
from app.law.rule_changes import RULE_CHANGES, RuleChange
from app.models import Campaign, Employee, EmployeeEvent, EmployeeEventKind, FollowUp
from app.services import headcounts
from app.tenancy import CompanyAccess

SHOWN = 25
NEVER_TOLD = "Son type de suivi n’est pas encore connu"
_LISTED = (
    Employee.number, Employee.birth_name, Employee.usual_name, Employee.first_name, Employee.job, Employee.risks,
    Employee.follow_up,
)  # fmt: skip


@dataclass(frozen=True)
class Doubtful:
    """An employee whose follow-up is to be told or confirmed, and why."""

    number: int
    name: str
    job: str | None
    risks: str | None
    follow_up: FollowUp | None
    reason: str
    source: str | None


def to_review(access: CompanyAccess, campaign: Campaign) -> list[Doubtful]:
    """The first employees to look at; none when every category is known and up to date."""
    doubts = [_doubt(change) for change in RULE_CHANGES]
    columns = [*_LISTED, *(doubt.label(f"change_{rank}") for rank, doubt in enumerate(doubts))]
    rows = db.session.execute(
        headcounts.counted(access, campaign, *columns)
        .where(or_(Employee.follow_up.is_(None), *doubts))
        .order_by(Employee.sort_name, Employee.number)
        .limit(SHOWN)
    )
    return [_doubtful(row) for row in rows]


def count(access: CompanyAccess, campaign: Campaign) -> int:
    """How many employees are to look at."""
    doubts = [_doubt(change) for change in RULE_CHANGES]
    matching = headcounts.counted(access, campaign, func.count()).where(or_(Employee.follow_up.is_(None), *doubts))
    return db.session.scalar(matching) or 0


def settle(access: CompanyAccess, choices: Mapping[int, FollowUp]) -> None:
    """Note the follow-up of these employees, by their numbers, as told today."""
    found = db.session.scalars(
        select(Employee).where(Employee.company_id == access.company.id, Employee.number.in_(list(choices)))
    )
    for employee in found:
        changed = employee.follow_up != choices[employee.number]
        employee.follow_up, employee.follow_up_confirmed_on = choices[employee.number], today()
        if changed:
            db.session.add(
                EmployeeEvent(
                    company_id=employee.company_id,
                    employee_id=employee.id,
                    kind=EmployeeEventKind.CHANGED,
                    actor_id=access.user.id,
                    actor=access.user.described,
                    facts={"fields": ["follow_up"]},
                )
            )


def _doubt(change: RuleChange) -> ColumnElement[bool]:
    confirmed_on = Employee.follow_up_confirmed_on
    risks = func.coalesce(Employee.risks, "")
    return and_(
        Employee.follow_up.in_(change.given),
        or_(confirmed_on.is_(None), confirmed_on < change.on),
        or_(*(risks.ilike(f"%{word}%") for word in change.words)),
    )


def _doubtful(row: Any) -> Doubtful:
    doubts = row[len(_LISTED) :]
    change = next((change for change, is_true in zip(RULE_CHANGES, doubts, strict=True) if is_true), None)
    name = f"{(row.usual_name or row.birth_name).upper()} {row.first_name}"
    reason, source = (change.reason, change.source) if change else (NEVER_TOLD, None)
    return Doubtful(row.number, name, row.job, row.risks, row.follow_up, reason, source)
