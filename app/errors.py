"""Error pages, in French: what happened, what was kept, what to do now."""

import secrets
from typing import Any

from flask import Flask, Response, current_app, g, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError

from app import uploads
from app.extensions import db, login_manager
from app.models.base import CROCKFORD
from app.permissions import Right
from app.services.throttle import TooManyAttempts
from app.traces import trace


class AccountChanged(Exception):
    """The form was shown to somebody else than the person now signed in (another tab did that)."""


def register(app: Flask) -> None:
    # Flask's own line quotes the error, hence people's data; ours says where and when.
    app.log_exception = _nothing_more  # type: ignore[method-assign]
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _stale_token)
    app.register_error_handler(AccountChanged, _account_changed)
    app.register_error_handler(TooManyAttempts, _too_many)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(OperationalError, _database_out_of_reach)
    app.register_error_handler(IntegrityError, _changed_meanwhile)
    app.register_error_handler(StaleDataError, _changed_meanwhile)
    app.register_error_handler(Exception, _unexpected)


def _nothing_more(exc_info: Any) -> None:
    """`_unexpected` has said it."""


# What has a page of its own; any other refusal gets the plain one.
_PAGES = {400, 403, 404, 405, 409, 413, 429, 500, 503}


def _http(error: HTTPException) -> Any:
    status = error.code or 500
    if status < 400:
        return error
    if status == 500:
        # What broke outside a view, in a page of errors perhaps.
        original = getattr(error, "original_exception", None)
        return current_app.handle_user_exception(original) if original else _unexpected(error)
    if isinstance(error, RequestEntityTooLarge):
        return _page(413, 413, megabytes=uploads.largest(request), parts=uploads.most_parts())
    action = error.description if isinstance(error.description, Right) else None
    access = g.get("access")
    left_on = access.company.left_on if action and access and access.company.has_left else None
    response = _page(status, status if status in _PAGES else 400, action=action, left_on=left_on)
    for name, value in error.get_headers(request.environ):
        if name == "Allow":
            response[0].headers[name] = value
    return response


def _stale_token(_error: CSRFError) -> Any:
    return _page(400, "token")


def _account_changed(_error: AccountChanged) -> Any:
    return _page(409, "account")


def _too_many(error: TooManyAttempts) -> Any:
    response, status = _page(429, 429, minutes=error.minutes)
    response.headers["Retry-After"] = str(error.minutes * 60)
    return response, status


def _foreign_host(_error: SecurityError) -> Any:
    """Asked under a name that is not ours: no page of ours can be made, its links would lead nowhere."""
    return Response("Cette adresse n’est pas celle du portail.\n", 400, mimetype="text/plain")


def _changed_meanwhile(error: Exception) -> Any:
    """Two did the same thing at once: one won, the other is told."""
    current_app.logger.warning("%s %s lost to another: %s", request.method, request.url_rule, type(error).__name__)
    return _page(409, 409)


def _database_out_of_reach(error: OperationalError) -> Any:
    """A full disk, a lock held too long, a server that restarts: the page that says so asks nothing of the database."""
    if _is_for_developers():
        raise error
    current_app.logger.error("%s %s: the database is out of reach", request.method, request.url_rule)
    g._login_user = login_manager.anonymous_user()
    return _page(503, 503)


def _unexpected(error: Exception) -> Any:
    """A reference ties what the member reads on the screen to the trace in the log; no personal data in either."""
    if _is_for_developers():
        raise error
    reference = "E-" + "".join(secrets.choice(CROCKFORD) for _ in range(5))
    current_app.logger.error(
        "%s %s failed, reference %s\n%s", request.method, request.url_rule, reference, trace(error)
    )
    return _page(500, 500, reference=reference)


def _is_for_developers() -> bool:
    return bool(current_app.config.get("PROPAGATE_EXCEPTIONS")) or current_app.testing


def _page(status: int, name: int | str, **context: Any) -> Any:
    db.session.rollback()
    g.pop("access", None)
    return current_app.make_response(render_template(f"errors/{name}.html", **context)), status
