"""How a section of « Espace gestion » is born: with its name, its address and its right."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar

from flask import Blueprint, abort, g

from app.models import StaffRight
from app.security import ask_for_code
from app.services import sessions

View = TypeVar("View", bound=Callable[..., Any])
# Acts that open doors ask for a code again, when the last one is older than that.
LATELY = timedelta(minutes=15)


def staff_section(name: str, import_name: str, *, right: StaffRight | None, address: str) -> Blueprint:
    """A section of « Espace gestion »; an agent who lacks its right gets a 403."""
    blueprint = Blueprint(name, import_name, url_prefix=address)
    if right is not None:
        blueprint.before_request(lambda: ask(right))
    return blueprint


def ask(right: StaffRight) -> None:
    """403 for an agent who lacks this right."""
    if not may(right):
        abort(403, description=f"ouvrir «\u00a0{right.label}\u00a0»")


def may(right: StaffRight) -> bool:
    return right in g.staff_rights


def has_a_recent_code() -> bool:
    return sessions.is_proved(g.user_session, within=LATELY)


def needs_a_recent_code(view: View) -> View:
    """Mark a view that opens doors: an agent whose last code is old is asked for another one, then comes back."""

    @wraps(view)
    def asking(*args: Any, **kwargs: Any) -> Any:
        if not has_a_recent_code():
            return ask_for_code()
        return view(*args, **kwargs)

    return asking  # type: ignore[return-value]
