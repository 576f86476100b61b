"""A tab of the browser, told what to do in the words that are on the screen."""

from __future__ import annotations

import os
import re
from pathlib import Path

from flask import Flask
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect
from sqlalchemy import select

from app.extensions import db
from app.models import User
from app.services import sessions
from tests.people import PASSWORD

WIDE, NARROW = 1280, 320
_PICTURES = os.environ.get("SCREENSHOTS", "")
# What Chromium says of any refusal: tests look at the refusals themselves.
_STATUS = re.compile(r"Failed to load resource: the server responded with a status of (?:4\d\d|503)")


class Screen:
    def __init__(self, context: BrowserContext, base_url: str, *, javascript: bool = True) -> None:
        self.context, self.base_url, self.javascript = context, base_url, javascript
        self.problems: list[str] = []
        self.answers: list[Response] = []
        self.page: Page = context.new_page()
        self._emulation = context.new_cdp_session(self.page)
        self.run_scripts(javascript)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("requestfailed", self._on_failure)
        self.page.on("response", self._on_answer)

    # Doing

    def open(self, path: str) -> Screen:
        self.page.goto(self.base_url + path if path.startswith("/") else path)
        return self

    def type_in(self, values: dict[str, str]) -> Screen:
        for label, value in values.items():
            self.field(label).fill(value)
        return self

    def tick(self, label: str) -> Screen:
        self.field(label).check()
        return self

    def press(self, button: str, values: dict[str, str] | None = None) -> Screen:
        """Press a button, its form filled in first."""
        self.type_in(values or {})
        self.main.get_by_role("button", name=button).click()
        return self

    def follow(self, link: str, *, within: str = "body") -> Screen:
        self.page.locator(within).get_by_role("link", name=link).first.click()
        return self

    def looks_again(self) -> Screen:
        """The page of a work looks again by itself; without scripts, it has a link."""
        return self if self.javascript else self.follow("Actualiser cette page")

    def open_switcher(self) -> Locator:
        """The list of companies, at the top right."""
        self.page.locator(".struct > summary").click()
        return self.page.locator(".struct .panel")

    # Seeing

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.base_url)

    @property
    def errors(self) -> Locator:
        """The summary of problems."""
        return self.page.locator(".box-erreur")

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s\*|\s\(facultatif\))?\s*$"))

    def shows(self, heading: str) -> Screen:
        """Wait for the page with this heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        return self

    def says(self, text: str | re.Pattern[str]) -> Screen:
        expect(self.main).to_contain_text(text)
        return self

    def announces(self, text: str) -> Screen:
        """What a screen reader says of its own accord."""
        expect(self.page.locator("#annonce")).to_have_text(text)
        return self

    def picture(self, name: str) -> Screen:
        """Keep the page as people see it, wide and on a telephone, when SCREENSHOTS names a folder."""
        if _PICTURES:
            Path(_PICTURES).mkdir(parents=True, exist_ok=True)
            kind = "" if self.javascript else "-without-javascript"
            for width in (WIDE, 360):
                self.page.set_viewport_size({"width": width, "height": 900})
                self.page.screenshot(path=Path(_PICTURES) / f"{name}-{width}{kind}.png", full_page=True)
            self.page.set_viewport_size({"width": WIDE, "height": 900})
        return self

    # Arranging

    def sign_in(self, email: str, password: str = PASSWORD) -> Screen:
        self.open("/connexion").press("Valider", {"Votre adresse e-mail": email})
        return self.press("Valider", {"Mot de passe": password})

    def signed_in(self, app: Flask, email: str) -> Screen:
        """Somebody who signed in earlier: what the cookie holds, without the pages."""
        with app.app_context():
            user = db.session.scalars(select(User).where(User.email == email)).one()
            token = sessions.open_for(user)
            db.session.flush()
            if user.is_staff and (found := sessions.find(token)):
                token = sessions.prove(found[0])
            db.session.commit()
            signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
            cookie = signer.dumps({"sid": token})
        self.context.add_cookies([{"name": app.config["SESSION_COOKIE_NAME"], "value": cookie, "url": self.base_url}])
        return self

    def another_tab(self) -> Screen:
        return Screen(self.context, self.base_url, javascript=self.javascript)

    def run_scripts(self, wanted: bool) -> None:
        """Whether scripts run from now on; those of the page that is open, and were not run, stay so."""
        self._emulation.send("Emulation.setScriptExecutionDisabled", {"value": not wanted})

    # Listening

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _STATUS.match(message.text):
            self.problems.append(f"console: {message.text}")

    def _on_answer(self, answer: Response) -> None:
        self.answers.append(answer)

    def _on_failure(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"{request.method} {request.url}: {request.failure}")
