"""What every page is given, whatever it shows."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, has_request_context
from flask_login import current_user
from werkzeug.local import LocalProxy

from app import branding, navigation
from app.addresses import fixed, numbered, of_company
from app.config import ConfigurationError
from app.security import is_embedded
from app.services import memberships, sessions


def register(app: Flask) -> None:
    try:
        branding.apply(app)
    except ValueError as refused:
        raise ConfigurationError(str(refused)) from refused
    app.jinja_env.globals.update(
        # Agents may change it while the portal runs.
        branding=LocalProxy(lambda: current_app.extensions["branding"]),
        asset=asset,
        theme_url=theme_url,
        fixed=fixed,
        numbered=numbered,
        same_section=navigation.same_section,
        section_name=lambda: navigation.current_section().name,
        contact_url=contact_url,
        titled=titled,
    )
    app.context_processor(_context)


def asset(name: str) -> str:
    """The address of a static file, with its version: browsers may then keep it for a year."""
    return fixed("static", filename=name, v=_version(current_app.static_folder or "", name))


def theme_url() -> str:
    """The address of the style sheet, with the version of its colours."""
    return fixed("public.stylesheet", version=current_app.extensions["stylesheet_version"])


def contact_url() -> str:
    """The contact page: the company's own inside a company, so that the message says which."""
    access = g.get("access")
    inside = access is not None and not access.is_viewing
    return of_company("portal.contact.index", access.company.public_id) if inside else fixed("public.contact")


def titled(page_title: str) -> str:
    """The title of a tab: with several companies the company comes first, since tabs are cut short."""
    access = g.get("access")
    if access is None:
        return page_title
    names = [page_title, access.company.name]
    return " – ".join(reversed(names) if navigation.companies_count(access) > 1 else names)


@cache
def _version(folder: str, name: str) -> str:
    return hashlib.sha256((Path(folder) / name).read_bytes()).hexdigest()[:12]


def _context() -> dict[str, Any]:
    if not has_request_context():  # a letter, written by a task
        return {}
    context: dict[str, Any] = {
        "embedded": is_embedded(),
        "form_has_errors": g.get("form_has_errors", False),
        "session_minutes": None,
        # The company whose space an agent looks at by this page; the pages of errors say it too.
        "viewed_company": g.get("viewed_company"),
    }
    if current_user.is_authenticated and "user_session" in g:
        # What is certain: a visit of these last minutes may not have been noted yet.
        surely = sessions.idle_limit(current_user) - sessions.TOUCH_EVERY
        context["session_minutes"] = int(surely.total_seconds() // 60)
        if not g.user_session.must_choose_password:
            context |= _switcher()
    return context


def _switcher() -> dict[str, Any]:
    """Read only where a page shows the switcher: a callable costs nothing to the others."""
    access = g.get("access")

    @cache
    def recent() -> list[memberships.Listed]:
        if access and count() < 2:
            return []
        return memberships.recent(current_user, but=access.company.public_id if access else None)

    @cache
    def sections() -> list[navigation.NavigationLink]:
        return navigation.links(access) if access else []

    @cache
    def count() -> int:
        return navigation.companies_count(access) if access else memberships.count(current_user)

    return {
        "access": access,
        "switcher_companies": recent,
        "companies_count": count,
        "sections": sections,
    }
