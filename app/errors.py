"""Error pages, in French: what happened, what was kept, what to do now."""

import secrets
from typing import Any

from flask import Flask, current_app, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from app.extensions import db
from app.models.base import CROCKFORD
from app.services.throttle import TooManyAttempts


class AccountChanged(Exception):
    """The form was shown to somebody else than the person now signed in (another tab did that)."""


def register(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _stale_token)
    app.register_error_handler(AccountChanged, _account_changed)
    app.register_error_handler(TooManyAttempts, _too_many)
    app.register_error_handler(Exception, _unexpected)


# What has a page of its own; any other refusal gets the plain one.
_PAGES = {400, 403, 404, 405, 409, 413, 429, 500, 503}


def _http(error: HTTPException) -> Any:
    status = error.code or 500
    if status < 400:
        return error
    if isinstance(error, RequestEntityTooLarge):
        status = 413
    response = _page(status, status if status in _PAGES else 400)
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


def _unexpected(error: Exception) -> Any:
    """A reference ties what the member reads on the screen to the trace in the log; no personal data in either."""
    reference = "E-" + "".join(secrets.choice(CROCKFORD) for _ in range(5))
    current_app.logger.error("%s %s failed, reference %s", request.method, request.url_rule, reference, exc_info=error)
    if current_app.config.get("PROPAGATE_EXCEPTIONS") or current_app.testing:
        raise error
    db.session.rollback()
    return _page(500, 500, reference=reference)


def _page(status: int, name: int | str, **context: Any) -> Any:
    db.session.rollback()
    g.pop("access", None)
    return current_app.make_response(render_template(f"errors/{name}.html", **context)), status
