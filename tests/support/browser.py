"""The test browser: it asks, fills in forms, follows links, and checks every answer on the way."""

from __future__ import annotations

import itertools
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.extensions import db
from tests.support.codes import code_of
from tests.support.page import check_fragment, check_page, parse

STATEMENTS_CEILING = 22
_addresses = itertools.count(1)


class Browser:
    def __init__(self, app: Flask, address: str | None = None) -> None:
        self.app = app
        self.client = app.test_client()
        number = next(_addresses)
        self.address = address or f"198.51.{number // 250 % 250}.{number % 250 + 1}"
        self.headers: dict[str, str] = {}
        # What does a whole list at once says so by raising its own ceiling.
        self.ceiling = STATEMENTS_CEILING
        self.url = "/"
        self.response: TestResponse
        self.page: BeautifulSoup
        self.statements: list[str] = []

    # Asking

    def get(self, url: str, *, expect: int = 200, **query: Any) -> BeautifulSoup:
        """Open a page, redirections followed unless one is what is expected."""
        page = self._ask("GET", url, {expect, 302, 303} if expect == 200 else {expect}, query_string=query or None)
        for _ in range(4):
            if expect != 200 or self.response.status_code == 200:
                return page
            page = self._ask("GET", self.response.headers["Location"], {200, 302, 303})
        raise AssertionError(f"{url} redirects for ever")

    def post(self, url: str, data: dict[str, Any] | None = None, *, expect: int = 303) -> BeautifulSoup:
        """Post by hand, with the token of the last page seen. Most tests fill in a form instead."""
        return self._ask("POST", url, {expect}, data={"csrf_token": self.token(), **(data or {})})

    def follow(self, link_text: str, *, within: str = "") -> BeautifulSoup:
        links = [a for a in self.page.select(f"{within} a") if link_text in _text(a)]
        assert links, f"no link « {link_text} » among {[_text(a) for a in self.page.find_all('a')]}"
        return self.get(links[0]["href"])

    def submit(
        self, button: str, values: dict[str, Any] | None = None, *, expect: int = 303, htmx: bool = False
    ) -> BeautifulSoup:
        """Fill in the form that holds this button, by label, and press it; a redirect is followed."""
        form, pressed = self._form_of(button)
        data = self._values(form)
        for label, value in (values or {}).items():
            field = self._field(form, label)
            if field.get("type") == "checkbox":
                data.pop(field["name"], None)
                if value:
                    data[field["name"]] = field.get("value", "y")
            else:
                data[field["name"]] = value
        if pressed.get("name"):
            data[pressed["name"]] = pressed.get("value", "")
        url = urljoin(self.url, form["action"])
        headers = {"HX-Request": "true"} if htmx else {}
        if form["method"] == "get":
            return self._ask("GET", url, {200}, query_string=data, headers=headers)
        page = self._ask("POST", url, {expect}, data=data, headers=headers)
        if expect == 303:
            return self.get(self.response.headers["Location"])
        return page

    def fragment(self, url: str, *, expect: int = 200, **query: Any) -> BeautifulSoup:
        """Ask as HTMX does."""
        return self._ask("GET", url, {expect}, query_string=query or None, headers={"HX-Request": "true"})

    # Seeing

    @property
    def heading(self) -> str:
        return _text(self.page.h1)

    @property
    def title(self) -> str:
        return _text(self.page.title)

    @property
    def text(self) -> str:
        return _text(self.page.main or self.page)

    @property
    def errors(self) -> list[str]:
        """What the summary of problems says."""
        return [_text(item) for item in self.page.select(".box-erreur li")]

    def value_of(self, label: str) -> str:
        field = next(self._field(form, label) for form in self.page.find_all("form") if self._has(form, label))
        return str(_typed_in(field) or "")

    def rows(self) -> list[dict[str, str]]:
        """The table, by its visible headers."""
        headers = [_text(header) for header in self.page.select("thead th")]
        return [
            dict(zip(headers, map(_text, row.find_all(["th", "td"])), strict=True))
            for row in self.page.select("tbody tr")
        ]

    def token(self) -> str:
        found = self.page.find("input", {"name": "csrf_token"})
        return str(found["value"]) if isinstance(found, Tag) else ""

    # Signing in

    def sign_in(self, email: str, password: str | None = None) -> Browser:
        from tests.people import PASSWORD

        self.get("/connexion")
        self.submit("Valider", {"Votre adresse e-mail": email}, expect=200)
        self.submit("Valider", {"Mot de passe": password or PASSWORD})
        if urlsplit(self.url).path == "/gestion/code":
            self.submit("Valider", {"Code": code_of(self.app, email)})
        return self

    # Below the surface

    def _ask(self, method: str, url: str, expect: set[int], **options: Any) -> BeautifulSoup:
        self.statements = []
        options["headers"] = {**self.headers, **options.get("headers", {})}
        self._listen()
        try:
            # Read whole, as a browser does: a file that is sent is closed.
            options |= {"environ_base": {"REMOTE_ADDR": self.address}, "buffered": True}
            self.response = self.client.open(url, method=method, **options)
        finally:
            self._stop_listening()
        where = f"{method} {urlsplit(url).path}"
        status = self.response.status_code
        found = self.response.get_data(as_text=True) if self.response.mimetype == "text/html" else ""
        hint = [_text(item) for item in parse(found).select(".box-erreur li, h1")] if found else ""
        assert status in expect, f"{where}: {status} instead of {expect} {hint}"
        self.url = self.response.request.url
        self.page = parse(found)
        self._check(where, found, fragment="HX-Request" in options["headers"])
        return self.page

    def _check(self, where: str, html: str, *, fragment: bool) -> None:
        headers = self.response.headers
        assert headers["X-Content-Type-Options"] == "nosniff", where
        assert "unsafe" not in headers["Content-Security-Policy"], where
        assert headers["Cache-Control"], where
        assert len(self.statements) <= self.ceiling, f"{where}: {len(self.statements)} statements"
        if html and self.response.status_code not in (301, 302, 303, 304):
            (check_fragment if fragment and "<html" not in html else check_page)(html, where)

    def _listen(self) -> None:
        with self.app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._note)

    def _stop_listening(self) -> None:
        with self.app.app_context():
            event.remove(db.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            self.statements.append(statement)

    def _form_of(self, button: str) -> tuple[Tag, Tag]:
        for pressed in self.page.select("form button"):
            if _text(pressed).startswith(button):
                return pressed.find_parent("form"), pressed
        raise AssertionError(f"no button « {button} » among {[_text(b) for b in self.page.select('form button')]}")

    def _values(self, form: Tag) -> dict[str, Any]:
        values = {}
        for field in form.find_all(["input", "textarea", "select"]):
            if not field.get("name") or (field.get("type") in ("checkbox", "radio") and not field.has_attr("checked")):
                continue
            if field.name == "select":
                chosen = field.find("option", selected=True) or field.find("option")
                values[field["name"]] = chosen.get("value", "") if chosen else ""
            else:
                values[field["name"]] = _typed_in(field)
        return values

    def _has(self, form: Tag, label: str) -> bool:
        return any(_text(candidate).rstrip(" *").startswith(label) for candidate in form.find_all("label"))

    def _field(self, form: Tag, label: str) -> Tag:
        for candidate in form.find_all("label"):
            if _text(candidate).removesuffix("*").strip() == label:
                return form.find(id=candidate["for"])
        raise AssertionError(f"no field « {label} » among {[_text(one) for one in form.find_all('label')]}")


def _typed_in(field: Tag) -> str:
    """What a field holds; the line break that follows <textarea> is none of it."""
    if field.name == "textarea":
        return field.get_text().removeprefix("\r").removeprefix("\n")
    return str(field.get("value", ""))


def _text(element: Tag | None) -> str:
    return " ".join(element.get_text().split()) if element is not None else ""
