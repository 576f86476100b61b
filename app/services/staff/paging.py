"""Lists of « Espace gestion », a hundred lines at a time."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Select, func, select

from app.extensions import db
from app.services import paging
from app.services.paging import Page

PER_PAGE = 100
Listed = TypeVar("Listed")


def turn_to(number: int, total: int, read: Callable[[int, int], list[Listed]]) -> Page[Listed]:
    return paging.turn_to(number, total, read, PER_PAGE)


def page_of(ordered: Select[*tuple[Any, ...]], number: int, total: int, row: Callable[..., Listed]) -> Page[Listed]:
    return paging.page_of(ordered, number, total, row, PER_PAGE)


def page_of_keys(
    found: Select[Any], order: tuple[Any, ...], number: int, read: Callable[[list[int]], list[Listed]]
) -> Page[Listed]:
    """One page of what a statement finds by its identifiers; `read` fills in those of the page alone."""
    total = db.session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0

    def read_page(limit: int, offset: int) -> list[Listed]:
        keys = list(db.session.scalars(found.order_by(*order).limit(limit).offset(offset)))
        return read(keys) if keys else []

    return turn_to(number, total, read_page)
