"""Addresses built once, for those that every page or every row shows: Flask takes its time for each."""

import re
from collections.abc import Callable
from functools import cache
from itertools import chain
from typing import Any

from flask import request, url_for

# Stands in an address until a number is known; too long to be in another part of it.
_ANY_NUMBER = 10**11


def fixed(endpoint: str, **values: str) -> str:
    """The address of a page that is the same for everybody. Values come from the code, never from a request."""
    return _fixed(request.script_root, endpoint, **values)


def of_company(endpoint: str, public_id: str) -> str:
    """The address of a page of a company that takes nothing else."""
    before, after = _around_company(request.script_root, endpoint)
    return f"{before}{public_id}{after}"


def of_each(endpoint: str, *parts: str, **values: str) -> Callable[..., str]:
    """The same address for many companies: called with the public id of each, then with its `parts`.

    Values come from the code, never from a request.
    """
    pieces = _pieces(endpoint, parts, values)
    return lambda *given: "".join(chain.from_iterable(zip(pieces, (*given, ""), strict=True)))


def numbered(endpoint: str, **values: Any) -> Callable[[int], str]:
    """The same address for many things that have a number in the open company: called with the number of each."""
    before, _, after = url_for(endpoint, number=_ANY_NUMBER, **values).partition(str(_ANY_NUMBER))
    return lambda number: f"{before}{number}{after}"


# The application may be mounted at several roots: each has its own.
@cache
def _fixed(_root: str, endpoint: str, **values: str) -> str:
    return url_for(endpoint, **values)  # type: ignore[arg-type]


@cache
def _around_company(_root: str, endpoint: str) -> list[str]:
    return _pieces(endpoint, (), {})


def _pieces(endpoint: str, parts: tuple[str, ...], values: dict[str, str]) -> list[str]:
    """What stands before, between and after the parts of an address."""
    names = ("public_id", *parts)
    holes = [f"000000000{rank}" for rank in range(len(names))]
    filled: dict[str, Any] = {**values, **dict(zip(names, holes, strict=True))}
    return re.split("|".join(holes), url_for(endpoint, **filled))
