"""Large files: taken at the few addresses that say so, from agents alone, and read before anything is locked."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Request, current_app, g, request
from flask_login import current_user

from app.database import SAFE_METHODS, reading
from app.extensions import db
from app.services import sessions

View = TypeVar("View", bound=Callable[..., Any])
MEGABYTE = 1 << 20
_MARK, _PARTS = "largest_upload", "most_parts"


def register(app: Flask) -> None:
    """First of all: whatever reads a form afterwards finds it read."""
    app.before_request(_take_in)


def takes_files(most: int, parts: int | None = None) -> Callable[[View], View]:
    """Mark a view that takes so many bytes of files, the form around them not counted, from an agent signed in.

    `parts` is how many files and fields there may be, when that is worth telling.
    """

    def mark(view: View) -> View:
        setattr(view, _MARK, most)
        setattr(view, _PARTS, parts)
        return view

    return mark


def largest(asked: Request) -> int:
    """How many megabytes of files this request may bring."""
    return (asked.max_content_length or 0) // MEGABYTE - 1


def most_parts() -> int | None:
    """How many files and fields the present address takes, when it says so."""
    return getattr(current_app.view_functions.get(request.endpoint or ""), _PARTS, None)


def _take_in() -> None:
    most = getattr(current_app.view_functions.get(request.endpoint or ""), _MARK, None)
    if most is None or request.method in SAFE_METHODS:
        return
    with reading():
        known = current_user.is_authenticated and current_user.is_staff and sessions.is_proved(g.user_session)
        # A file may take minutes to arrive: nobody waits for the database meanwhile.
        db.session.rollback()
    if known:
        request.max_content_length = most + MEGABYTE
        if parts := most_parts():
            request.max_form_parts = parts
        request.files  # noqa: B018 (reads it all)
