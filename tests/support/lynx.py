"""The text browser lynx, told what to do key by key; what it shows is what the server last gave it."""

from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import Flask, Response, request

from tests.support.programs import required

PATIENCE = 15


class Served:
    """The pages as they leave the server."""

    def __init__(self, app: Flask) -> None:
        self._changed = threading.Condition()
        self._pages: list[tuple[str, BeautifulSoup]] = []
        self._functions = app.after_request_funcs.setdefault(None, [])
        self._functions.insert(0, self._note)

    def close(self) -> None:
        self._functions.remove(self._note)

    def after(self, count: int) -> tuple[str, BeautifulSoup]:
        """The last page, once there are more than so many."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self._pages) > count, PATIENCE), "lynx asked for no page"
            return self._pages[-1]

    def __len__(self) -> int:
        return len(self._pages)

    def _note(self, response: Response) -> Response:
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303):
            with self._changed:
                self._pages.append((request.path, BeautifulSoup(response.get_data(as_text=True), "html.parser")))
                self._changed.notify_all()
        return response


class Lynx:
    """lynx reads its keys from a pipe, so that they can depend on the page it was given."""

    def __init__(self, served: Served, folder: Path, url: str) -> None:
        self._served, self._folder = served, folder
        program = required("lynx")
        pipe = folder / "keys"
        os.mkfifo(pipe)
        # Open both ways, or either side would wait for the other.
        self._keys = os.fdopen(os.open(pipe, os.O_RDWR), "w")
        self._process = subprocess.Popen(
            [program, "-accept_all_cookies", "-nopause", f"-cmd_script={pipe}", url],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # A screen high enough for any page: an arrow then moves to the next link, and never scrolls instead.
            env={**os.environ, "TERM": "xterm", "HOME": str(folder), "LANG": "C.UTF-8", "LINES": "999"},
        )
        self._arrive(0)

    @property
    def heading(self) -> str:
        return _text(self.page.h1)

    def fill(self, values: dict[str, str]) -> Lynx:
        for label, value in values.items():
            self._go_to(self._field(label))
            self._press("^U", *("<space>" if letter == " " else letter for letter in value))
        return self

    def tick(self, label: str) -> Lynx:
        self._go_to(self._field(label))
        return self._press("Right Arrow")

    def press(self, button: str, values: dict[str, str] | None = None) -> Lynx:
        self.fill(values or {})
        return self._activate([one for one in self._stops() if one.name == "button" and _text(one).startswith(button)])

    def follow(self, link: str) -> Lynx:
        return self._activate([one for one in self._stops() if one.name == "a" and _text(one).startswith(link)])

    def leave(self) -> str:
        """Print what the screen shows, and quit."""
        printed = self._folder / "printed.txt"
        self._press("p", "^J", "^U", *str(printed), "^J", "q", "y")
        self._process.wait(PATIENCE)
        return printed.read_text()

    def close(self) -> None:
        self._keys.close()
        self._process.kill()
        self._process.wait()

    def _activate(self, found: list[Tag]) -> Lynx:
        assert found, f"not among {[_text(one) for one in self._stops()]}"
        before = len(self._served)
        self._go_to(found[-1])
        self._press("^J")
        self._arrive(before)
        return self

    def _arrive(self, before: int) -> None:
        self.path, self.page = self._served.after(before)
        self._at = 0

    def _go_to(self, wanted: Tag) -> None:
        """Each arrow is one link or field further."""
        place = next(index for index, one in enumerate(self._stops()) if one is wanted)
        self._press(*["Down Arrow" if place > self._at else "Up Arrow"] * abs(place - self._at))
        self._at = place

    def _stops(self) -> list[Tag]:
        """Where lynx stops on its way down; it knows neither style sheets nor what they hide."""
        found = self.page.body.select("a[href], input, button, select, textarea") if self.page.body else []
        return [one for one in found if one.get("type") != "hidden"]

    def _field(self, label: str) -> Tag:
        labels = [one for one in self.page.find_all("label") if _text(one).removesuffix("*").strip() == label]
        assert labels, f"no field « {label} » among {[_text(one) for one in self.page.find_all('label')]}"
        found: Any = self.page.find(id=labels[0]["for"])
        return found

    def _press(self, *keys: str) -> Lynx:
        self._keys.writelines(f"key {key}\n" for key in keys)
        self._keys.flush()
        return self


def _text(element: Tag | None) -> str:
    return " ".join(element.get_text().split()) if element is not None else ""
