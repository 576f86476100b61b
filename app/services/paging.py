"""Lists, a page at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select

from app.extensions import db

PER_PAGE = 25
Listed = TypeVar("Listed")


@dataclass(frozen=True)
class Page(Generic[Listed]):
    """A page of a list; `total` counts all pages."""

    rows: list[Listed]
    number: int
    total: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        return last_page(self.total, self.per_page)

    @property
    def first(self) -> int:
        return (self.number - 1) * self.per_page + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def turn_to(
    number: int, total: int, read: Callable[[int, int], list[Listed]], per_page: int = PER_PAGE
) -> Page[Listed]:
    """The page asked for, or the nearest one; `read` is told how many rows to read, and how many to pass over."""
    number = min(max(1, number), last_page(total, per_page))
    return Page(read(per_page, (number - 1) * per_page), number, total, per_page)


def page_of(
    ordered: Select[*tuple[Any, ...]], number: int, total: int, row: Callable[..., Listed], per_page: int = PER_PAGE
) -> Page[Listed]:
    """A page of what a statement finds, each of its rows given to `row`."""

    def read(limit: int, offset: int) -> list[Listed]:
        return [row(*found) for found in db.session.execute(ordered.limit(limit).offset(offset))]

    return turn_to(number, total, read, per_page)


def last_page(total: int, per_page: int) -> int:
    """The number of pages; of an empty list too, the first one is shown."""
    return max(1, -(-total // per_page))
