"""Employees declared on the portal, whom the business software comes to know under a reference of its own."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Employee
from app.services.exchange.plan import Row
from app.services.search import fold

# What the portal calls an employee until the association gives a reference.
PREFIX = "P-"
# The personal situation stays where it is: imports neither read nor write it.
COLUMNS = tuple(column for column in Employee.__table__.columns if column.key != "personal_situation")

_Who = tuple[int, str, str, date]


class BornHere:
    """The employees of some companies whom only the portal knows, each to be recognised once."""

    def __init__(self, rows: Collection[Row]) -> None:
        self._waiting: dict[_Who, list[Row]] = {}
        for row in rows:
            if who := _who(row["company_id"], dict(row)):
                self._waiting.setdefault(who, []).append(row)

    def take(self, company_id: int, given: Mapping[str, Any]) -> Row | None:
        """The one who has this birth name, first name and day of birth. Two of them: nobody can tell which."""
        who = _who(company_id, given)
        found = self._waiting.pop(who, []) if who else []
        return found[0] if len(found) == 1 else None


def of(company_ids: Collection[int]) -> BornHere:
    """Those of these companies."""
    if not company_ids:
        return BornHere([])
    rows = db.session.execute(
        select(*COLUMNS).where(Employee.company_id.in_(company_ids), Employee.reference.startswith(PREFIX))
    )
    return BornHere(list(rows.mappings()))


def _who(company_id: int, person: Mapping[str, Any]) -> _Who | None:
    """How a person is recognised; without a day of birth, not at all."""
    born_on = person.get("born_on")
    return (company_id, fold(person["birth_name"]), fold(person["first_name"]), born_on) if born_on else None
