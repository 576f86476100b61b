"""Finding what one file says of another: companies by code, people by address, employees by company and reference."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select

from app.extensions import db
from app.models import Company, Employee, User
from app.services.exchange.layout import Entry, Layout
from app.services.exchange.report import Problem

UNKNOWN_COMPANY = "aucune entreprise n’a ce code adhérent"
UNKNOWN_ACCOUNT = "aucun compte n’a cette adresse e-mail"
UNKNOWN_EMPLOYEE = "aucun salarié de cette entreprise n’a cette référence"


class Named(NamedTuple):
    """An employee that a file names by the keys of the business software."""

    company_id: int
    employee_id: int
    # The last day, when the company declared it on the portal.
    departed_on: date | None = None


def company_ids(codes: Collection[str]) -> dict[str, int]:
    """The companies that exist among these codes."""
    rows = db.session.execute(select(Company.member_code, Company.id).where(Company.member_code.in_(codes)))
    return {row.member_code: row.id for row in rows}


def user_ids(emails: Collection[str]) -> dict[str, int]:
    """The accounts that exist among these addresses."""
    rows = db.session.execute(select(User.email, User.id).where(User.email.in_(emails)))
    return {row.email: row.id for row in rows}


def employees(keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], Named]:
    """The employees that exist among these pairs of a code adhérent and a reference."""
    rows = db.session.execute(
        select(
            *(Company.member_code, Employee.reference, Employee.company_id, Employee.id),
            *(Employee.left_on, Employee.departed_at),
        )
        .join(Employee, Employee.company_id == Company.id)
        .where(Company.member_code.in_({code for code, _ in keys}), Employee.reference.in_({ref for _, ref in keys}))
    )
    return {
        (row.member_code, row.reference): Named(row.company_id, row.id, row.left_on if row.departed_at else None)
        for row in rows
    }


def last_numbers(numbered: Any, company_ids: Collection[int]) -> dict[int, int]:
    """The highest number that each of these companies has given in a table of things numbered within a company."""
    rows = db.session.execute(
        select(numbered.company_id, func.max(numbered.number).label("last"))
        .where(numbered.company_id.in_(company_ids))
        .group_by(numbered.company_id)
    )
    return {row.company_id: row.last for row in rows}


@dataclass(frozen=True)
class Reference:
    """What entries name of another file of the exchange: its file, and the fields that make its key, in its order."""

    file: str
    fields: tuple[str, ...]
    reason: str
    find: Callable[[Collection[Any]], Mapping[Any, Any]]

    def key(self, entry: Entry) -> tuple[str, ...] | None:
        """The key that an entry names; None when it names nothing."""
        key = tuple(entry.values.get(name) for name in self.fields)
        return key if all(key) else None  # type: ignore[return-value]

    def unknown(self, entries: Iterable[Entry], declared: Collection[int]) -> Iterator[Entry]:
        """The entries that name something neither the folder declares (hashes of keys) nor the database knows."""
        doubtful = [(key, entry) for entry in entries if (key := self.key(entry)) and hash(key) not in declared]
        simple = len(self.fields) == 1
        known = self.find({key[0] if simple else key for key, _ in doubtful}) if doubtful else {}
        for key, entry in doubtful:
            if (key[0] if simple else key) not in known:
                yield entry


COMPANY = Reference("adherents.csv", ("member_code",), UNKNOWN_COMPANY, company_ids)
ACCOUNT = Reference("comptes.csv", ("email",), UNKNOWN_ACCOUNT, user_ids)
EMPLOYEE = Reference("salaries.csv", ("member_code", "employee_reference"), UNKNOWN_EMPLOYEE, employees)


def unknown(
    layout: Layout, to: Sequence[Reference], entries: Sequence[Entry], declared: Mapping[str, Collection[int]]
) -> Iterator[Problem]:
    """What is wrong with entries that name nobody; who names an unknown company is not told of its employee too."""
    left = list(entries)
    for reference in to:
        strangers = list(reference.unknown(left, declared[reference.file]))
        left = [entry for entry in left if entry not in strangers]
        for entry in strangers:
            yield layout.problem(entry, reference.fields[-1], reference.reason)
