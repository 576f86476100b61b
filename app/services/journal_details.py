"""What a line of the journal is about, beyond its act: which employee, document or campaign. Names are today's."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.formatting import day_month
from app.models import Company, Document, DocumentKind, Employee, NoticeDecision, Role, StaffRight, Visit
from app.services import employees
from app.services.works import WORKS

Names = Mapping[str, Mapping[int, str]]

_EMPLOYEE = (Employee.birth_name, Employee.usual_name, Employee.first_name)
_LABELS: Mapping[str, Mapping[str, str]] = {
    "role": {one.value: one.label for one in Role},
    "decision": {one.value: one.label for one in NoticeDecision},
    "kind": {kind: work.label for kind, work in WORKS.items()},
}
_AS_WRITTEN = ("reference", "receipt", "year", "text", "page", "left_on")


def of(facts: Sequence[Mapping[str, Any]], company: Company | None = None) -> list[str]:
    """The details of as many lines, by three statements at most; `company`: the one that may be read, or any."""
    names = {fact: _names(fact, facts, company) for fact in _NAMED}
    return [", ".join(_told(one, names)) for one in facts]


def _told(facts: Mapping[str, Any], names: Names) -> Iterable[str]:
    for fact, value in facts.items():
        if fact in names:
            yield from _found(names[fact], value)
        elif fact in _LABELS:
            yield from _found(_LABELS[fact], value)
        elif fact == "rights":
            yield from (StaffRight(right).label for right in value)
        elif fact in _AS_WRITTEN and value:
            yield str(value)


def _found(names: Mapping[Any, str], value: Any) -> Iterable[str]:
    return [names[value]] if value in names else []


def _names(fact: str, facts: Sequence[Mapping[str, Any]], company: Company | None) -> Mapping[int, str]:
    wanted = {one[fact] for one in facts if isinstance(one.get(fact), int)}
    if not wanted:
        return {}
    models, all_of_them, told = _NAMED[fact]
    statement = all_of_them.where(models[0].id.in_(wanted))
    if company:
        statement = statement.where(*(model.company_id == company.id for model in models))
    return {row[0]: told(row) for row in db.session.execute(statement)}


def _employee(row: Any) -> str:
    return employees.shown_name(row.birth_name, row.usual_name, row.first_name)


def _document(row: Any) -> str:
    return f"{DocumentKind(row.kind).label} {row.reference}"


def _visit(row: Any) -> str:
    return f"{_employee(row)}, le {day_month(row.day)}"


_EMPLOYEES: Any = select(Employee.id, *_EMPLOYEE)
_DOCUMENTS: Any = select(Document.id, Document.kind, Document.reference)
# A confidential visit stays without a name, even here (art. R. 4624-29 and R. 4624-34).
_VISITS: Any = (
    select(Visit.id, Visit.day, *_EMPLOYEE)
    .join(Employee, Employee.id == Visit.employee_id)
    .where(Visit.is_confidential.is_(False))
)
_NAMED: Mapping[str, tuple[tuple[Any, ...], Any, Callable[[Any], str]]] = {
    "employee": ((Employee,), _EMPLOYEES, _employee),
    "document": ((Document,), _DOCUMENTS, _document),
    "visit": ((Visit, Employee), _VISITS, _visit),
}
