"""Step 2 of the declaration: the employees whose follow-up nobody told, or that a change of the law puts in doubt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.clock import today
from app.extensions import db
from app.law.exposures import BY_CODE, CHANGES
from app.models import Campaign, Employee, EmployeeEventKind, FollowUp
from app.services import employee_history, employees, headcounts
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


def to_review(access: CompanyAccess, campaign: Campaign) -> list[Doubtful]:
    """The first employees to look at; none when every category is known and up to date."""
    doubts = [_doubt(*change) for change in CHANGES]
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
    doubts = [_doubt(*change) for change in CHANGES]
    matching = headcounts.counted(access, campaign, func.count()).where(or_(Employee.follow_up.is_(None), *doubts))
    return db.session.scalar(matching) or 0


def beyond(access: CompanyAccess, campaign: Campaign, shown: Sequence[Doubtful]) -> int:
    """How many are to look at besides the first ones: a list that is not full has them all."""
    return count(access, campaign) - len(shown) if len(shown) == SHOWN else 0


def settle(access: CompanyAccess, choices: Mapping[int, FollowUp]) -> None:
    """Note the follow-up of these employees, by their numbers, as told today."""
    found = db.session.scalars(
        select(Employee).where(Employee.company_id == access.company.id, Employee.number.in_(list(choices)))
    )
    for employee in found:
        changed = employee.follow_up != choices[employee.number]
        employee.follow_up, employee.follow_up_confirmed_on = choices[employee.number], today()
        if changed:
            employee_history.record(access, employee, EmployeeEventKind.CHANGED, fields=["follow_up"])


def _doubt(changed_on: date, _sentence: str, codes: tuple[str, ...]) -> ColumnElement[bool]:
    """Exposed to what changed, in a category that the new rule does not give, and not confirmed since."""
    confirmed_on = Employee.follow_up_confirmed_on
    risks = func.coalesce(Employee.risks, "")
    return and_(
        or_(confirmed_on.is_(None), confirmed_on < changed_on),
        or_(
            *(
                Employee.follow_up.in_(_doubtful_categories(code, changed_on)) & risks.ilike(f"%{name}%")
                for code in codes
                for name in (BY_CODE[code].label, *BY_CODE[code].names)
            )
        ),
    )


def _doubtful_categories(code: str, changed_on: date) -> list[FollowUp]:
    """What calls for a category now puts the others in doubt; what no longer calls for any, the reinforced one."""
    rule = BY_CODE[code].rule(changed_on)
    called_for = rule.follow_up if rule else None
    return [kind for kind in FollowUp if kind is not called_for] if called_for else [FollowUp.SIR]


def _doubtful(row: Any) -> Doubtful:
    doubts = row[len(_LISTED) :]
    sentence = next((change[1] for change, is_true in zip(CHANGES, doubts, strict=True) if is_true), None)
    name = employees.shown_name(row.birth_name, row.usual_name, row.first_name)
    reason = f"Catégorie à confirmer\u00a0: {sentence}" if sentence else NEVER_TOLD
    return Doubtful(row.number, name, row.job, row.risks, row.follow_up, reason)
