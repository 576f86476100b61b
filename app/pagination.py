"""Searches and their pages of results, as links that keep the rest of the address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from app.reading import readable
from app.services.paging import Page

LONGEST_SEARCH = 200


@dataclass(frozen=True)
class Pages:
    """What the pagination shows."""

    number: int
    pages: int
    total: int
    prev_url: str | None
    next_url: str | None

    @classmethod
    def of(cls, page: Page[Any], address: Callable[[int], str] | None = None) -> "Pages":
        """The pages of a list; `address` says where one of them is, when it is not the present address."""
        address = address or _address
        return cls(
            page.number,
            page.pages,
            page.total,
            prev_url=address(page.number - 1) if page.number > 1 else None,
            next_url=address(page.number + 1) if page.number < page.pages else None,
        )


def searched() -> str:
    """What is searched for: without what nobody types, and no longer than a search."""
    return readable(request.args.get("q", "")[:LONGEST_SEARCH]).strip()


def page_number() -> int:
    """The page asked for; anything that is not a page is the first."""
    asked = request.args.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 and int(asked) else 1


def _address(number: int) -> str:
    here = url_for(request.endpoint or "", **(request.view_args or {}))
    return f"{here}?{urlencode({**request.args, 'page': number})}"
