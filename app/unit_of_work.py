"""One commit per request, decided by method and status: a POST that succeeds commits, anything else rolls back."""

from collections.abc import Callable

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import OperationalError

from app.database import SAFE_METHODS, writing
from app.extensions import db


def register(app: Flask) -> None:
    app.after_request(_finish)


def save_now() -> None:
    """Commit what was written so far and free the write lock.

    For what must outlive a refusal (attempt counters, the journal of refusals) and before anything slow, such as
    hashing a password: SQLite has one write lock, and everybody waits for it.
    """
    db.session.commit()


def afterwards(write: Callable[[], object]) -> None:
    """Write something small once the request's own work is over: last seen, last opened. HEAD shows nothing to note."""
    if request.method == "HEAD":
        return
    g.setdefault("afterwards", []).append(write)


def _finish(response: Response) -> Response:
    if request.method not in SAFE_METHODS and response.status_code < 400:
        response = _committed(response)
    else:
        db.session.rollback()
    for write in g.pop("afterwards", ()):
        _write(write)
    return response


def _committed(response: Response) -> Response:
    """The answer, or the page that says what happened when nothing could be kept."""
    try:
        db.session.commit()
    except Exception as error:  # noqa: BLE001 (handed to the handlers of errors, as if the view had raised it)
        return current_app.make_response(current_app.handle_user_exception(error))
    return response


def _write(write: Callable[[], object]) -> None:
    try:
        with writing():
            write()
            db.session.commit()
    except OperationalError:
        db.session.rollback()
        current_app.logger.warning("the database was too busy to note that a page was seen")
