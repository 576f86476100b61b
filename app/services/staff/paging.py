"""Lists of « Espace gestion », a hundred lines at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from app.extensions import db

PER_PAGE = 100
Listed = TypeVar("Listed")


@dataclass(frozen=True)
class Page(Generic[Listed]):
    """A page of a list; `total` counts all pages."""

    rows: list[Listed]
    number: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))

    @property
    def first(self) -> int:
        return (self.number - 1) * PER_PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def page_of(
    found: Select[Any], order: tuple[Any, ...], number: int, read: Callable[[list[int]], list[Listed]]
) -> Page[Listed]:
    """One page of what a statement finds by its identifiers; `read` fills in those of the page alone."""
    total = db.session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
    number = min(max(1, number), max(1, -(-total // PER_PAGE)))
    wanted = found.order_by(*order).limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    keys = list(db.session.scalars(wanted))
    return Page(read(keys) if keys else [], number, total)
