"""What a batch of entries would change in one table, and the few statements that change it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import ColumnElement, RowMapping, Table, bindparam, insert, inspect, update

from app.extensions import db
from app.models import AuditEvent, Base
from app.services.exchange.report import Problem

Row = RowMapping
"""A row as the database has it, by column."""


@dataclass
class Plan:
    """Rows to add and to change in one table; lines that turned out not to fit; lines for the journal.

    `replaced` are the rows as they were, one for each of `changed`.
    """

    model: type[Base]
    added: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    replaced: list[Row] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    journal: list[dict[str, Any]] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        return bool(self.added or self.changed)

    def keep(self) -> None:
        """An entry that the database already says."""
        self.unchanged += 1

    def change(self, present: Row, wanted: dict[str, Any]) -> bool:
        """Change a row if what is wanted differs from it; says whether it does."""
        if all(present[name] == value for name, value in wanted.items()):
            self.keep()
            return False
        self.changed.append({"id": present["id"], **wanted})
        self.replaced.append(present)
        return True

    def note(self, action: str, company_id: int | None, *, person_id: int | None = None, **facts: Any) -> None:
        facts["source"] = "import"
        self.journal.append({"action": action, "company_id": company_id, "person_id": person_id, "facts": facts})

    def carry_out(self) -> None:
        """Write it all, in the present transaction. Rows of one plan all have the same columns."""
        table = cast(Table, self.model.__table__)
        if self.added:
            db.session.execute(insert(table), self.added)
        if self.changed:
            version = inspect(self.model).version_id_col
            db.session.execute(_update(table, self.changed[0], version), [_renamed(row) for row in self.changed])
        if self.journal:
            db.session.execute(insert(cast(Table, AuditEvent.__table__)), self.journal)


def _update(table: Table, sample: Mapping[str, Any], version: ColumnElement[Any] | None) -> Any:
    """The column that guards rows against two people saving them at once moves, as when the portal changes them."""
    new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in sample if name != "id"}
    if version is not None:
        new[str(version.key)] = version + 1
    return update(table).where(table.c.id == bindparam("new_id")).values(new)


def _renamed(row: Mapping[str, Any]) -> dict[str, Any]:
    # A parameter may not bear the name of a column.
    return {f"new_{name}": value for name, value in row.items()}
