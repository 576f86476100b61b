"""The device cookie: a browser that signed in before keeps its own allowance of attempts.

Otherwise locking an account after wrong passwords would let anybody lock out its owner (OWASP, ASVS 6.1.1).
"""

import secrets
from typing import Any

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from app.services.digests import keyed

_KEPT = 5
_YEAR = 365 * 24 * 3600


def known_to(email: str) -> str | None:
    """This browser's own name, when that account signed in from it before."""
    cookie = _read()
    return str(cookie["name"]) if _mark(email) in cookie["accounts"] else None


def remember(response: Response, email: str) -> None:
    """Note in this browser that the account signed in from it; the cookie names nobody."""
    cookie = _read()
    accounts = [_mark(email), *(mark for mark in cookie["accounts"] if mark != _mark(email))][:_KEPT]
    response.set_cookie(
        _name(),
        _serializer().dumps({"name": cookie["name"], "accounts": accounts}),
        max_age=_YEAR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def _read() -> dict[str, Any]:
    try:
        cookie: dict[str, Any] = _serializer().loads(request.cookies.get(_name(), ""))
    except BadSignature:
        return {"name": secrets.token_hex(8), "accounts": []}
    return cookie


def _mark(email: str) -> str:
    return keyed("device", email)[:16]


def _name() -> str:
    return "__Host-appareil" if current_app.config["SESSION_COOKIE_SECURE"] else "appareil"


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="device")
