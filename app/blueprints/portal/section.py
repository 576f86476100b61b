"""How a section is born: with its name, its address and its right."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Blueprint, abort, g

from app.permissions import Right

View = TypeVar("View", bound=Callable[..., Any])


def section(name: str, import_name: str, *, right: Right, address: str = "") -> Blueprint:
    """A section of a company's space; whoever lacks its right gets a 403."""
    blueprint = Blueprint(name, import_name, url_prefix=address)
    blueprint.before_request(lambda: _ask(right))
    return blueprint


def requires(right: Right) -> Callable[[View], View]:
    """A page that asks for more than its section does."""

    def asking(view: View) -> View:
        @wraps(view)
        def asked(*args: Any, **kwargs: Any) -> Any:
            _ask(right)
            return view(*args, **kwargs)

        return asked  # type: ignore[return-value]

    return asking


def for_members(view: View) -> View:
    """A page on what the person is to the company, or writes to it: nothing that an agent who looks has to see."""

    @wraps(view)
    def asked(*args: Any, **kwargs: Any) -> Any:
        if g.access.is_viewing:
            abort(403)
        return view(*args, **kwargs)

    return asked  # type: ignore[return-value]


def _ask(right: Right) -> None:
    if not g.access.may(right):
        abort(403, description=right)
