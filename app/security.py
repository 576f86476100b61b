"""What guards every answer and every request: headers, the origin of what is sent, who is signed in."""

import hmac
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.database import SAFE_METHODS
from app.errors import AccountChanged
from app.extensions import csrf, login_manager
from app.htmx import wants_fragment
from app.landing import is_ours
from app.models import User
from app.permissions import CHOOSING_A_PASSWORD, GIVING_A_CODE, PUBLIC_ENDPOINTS
from app.services import sessions
from app.services.digests import keyed
from app.tenancy import enter_as
from app.unit_of_work import afterwards

View = TypeVar("View", bound=Callable[..., Any])

# What a browser says it fetches a page for, when the page goes inside another one.
FRAMES = {"iframe", "frame", "embed", "object"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)


def register(app: Flask) -> None:
    app.before_request(_refuse_foreign_origin)
    app.before_request(_refuse_changed_account)
    app.before_request(_ask_to_sign_in)
    app.after_request(_guard)
    app.teardown_request(_forget)
    app.jinja_env.globals["account_mark"] = account_mark
    login_manager.request_loader(_signed_in)


def account_mark() -> str:
    """What a form carries to say who it was shown to: another tab may sign somebody else in meanwhile."""
    return keyed("account-mark", str(current_user.id))[:32] if current_user.is_authenticated else ""


def sign_in_browser(user: User, token: str) -> None:
    """Give the browser a session of the server, and nothing of the one it had before."""
    if "user_session" in g:
        sessions.end(g.user_session)
    session.clear()
    session["sid"] = token
    enter_as(user)


def me() -> User:
    """The person signed in."""
    user: User = current_user._get_current_object()
    return user


def me_or_none() -> User | None:
    """The person signed in, or nobody on a public page."""
    return me() if current_user.is_authenticated else None


def is_embedded() -> bool:
    """Whether the page is shown inside another site's frame, as the browser says itself."""
    return request.headers.get("Sec-Fetch-Dest") in FRAMES


def keeps_input(view: View) -> View:
    """Mark a view whose form checks its token itself and shows again what was typed when the token is stale."""
    csrf.exempt(view)
    return view


def needs_no_token(view: View) -> View:
    """Mark a view that harms nobody when it is forged; the origin of the request is checked all the same."""
    csrf.exempt(view)
    return view


def _signed_in(_request: Any) -> User | None:
    found = sessions.find(session["sid"]) if session.get("sid") else None
    if found is None:
        return None
    g.user_session, user = found
    # Asked again after the answer, when what was read is forgotten.
    g.is_an_agent = user.is_staff
    if sessions.is_due_for_touch(g.user_session):
        afterwards(partial(sessions.touch, g.user_session.id))
    enter_as(user)
    return user


def _refuse_foreign_origin() -> None:
    """A form sent from another site is refused, whatever token it carries."""
    if request.method in SAFE_METHODS:
        return
    ours = {urlsplit(current_app.config["BASE_URL"]).netloc, request.host}
    origin = request.headers.get("Origin")
    if origin is not None:
        if _host_in(origin) not in ours:
            abort(403)
    elif request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403)


def _host_in(address: str) -> str | None:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return None


def _refuse_changed_account() -> None:
    if request.method in SAFE_METHODS:
        return
    mark = request.form.get("compte")
    if mark and current_user.is_authenticated and not hmac.compare_digest(mark.encode(), account_mark().encode()):
        raise AccountChanged


def _ask_to_sign_in() -> BaseResponse | None:
    endpoint = request.endpoint
    if endpoint is None or endpoint in PUBLIC_ENDPOINTS:
        return None
    if not current_user.is_authenticated:
        return _to_sign_in()
    if g.user_session.must_choose_password and endpoint not in CHOOSING_A_PASSWORD:
        return _go(url_for("auth.choose_password"))
    if me().is_staff and not sessions.is_proved(g.user_session) and endpoint not in GIVING_A_CODE:
        return ask_for_code()
    return None


def ask_for_code(back: str | None = None) -> BaseResponse:
    """Ask an agent for a code of their second factor, then come back here, or to the page that leads here."""
    return _go(url_for("staff.second_factor.give", suite=back or _here()))


def _to_sign_in() -> BaseResponse:
    page = _here()
    ended = session.pop("sid", None) is not None
    lost = "saisie" if ended and request.method not in SAFE_METHODS else None
    return _go(url_for("auth.sign_in_page", suite=page, fin=lost or ("session" if ended else None)))


def _here() -> str | None:
    """This page, to come back to it afterwards, when it is one that one can come back to."""
    can_come_back = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    page = request.full_path.rstrip("?") if can_come_back else None
    if wants_fragment() and _host_in(shown := request.headers.get("HX-Current-URL", "")) == request.host:
        page = urlsplit(shown)._replace(scheme="", netloc="", fragment="").geturl()
    return page if page and is_ours(page) else None


def _go(url: str) -> BaseResponse:
    """A redirection that HTMX follows as a page, not as a piece of one."""
    if wants_fragment():
        return Response(status=401, headers={"HX-Redirect": url})
    return redirect(url, 302)


def _guard(response: Response) -> Response:
    origins = " ".join(current_app.config["EMBED_ORIGINS"])
    # Agents are never framed, not even when they look at a company's space.
    staff_only = (request.blueprint or "").startswith("staff") or g.get("is_an_agent", False)
    ancestors = origins if origins and not staff_only else "'none'"
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _POLICY.format(ancestors=ancestors))
    if ancestors == "'none'":
        headers["X-Frame-Options"] = "DENY"
    headers["X-Content-Type-Options"] = "nosniff"
    # Never no-referrer: browsers would then send "Origin: null" with our own forms.
    headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
    return response


def _forget(_error: BaseException | None) -> None:
    g.pop("user_session", None)
    g.pop("is_an_agent", None)
