"""axe-core over whatever is on the screen, wide and narrow."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Frame

from tests.browser.screen import NARROW, WIDE, Screen

_SOURCE = next((Path(__file__).parents[1] / "vendor").glob("axe-core-*.min.js")).read_text()
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What axe would preload serves no rule of these tags.
_RUN = """tags => axe.run(document, {
  preload: false, runOnly: {type: 'tag', values: tags}, resultTypes: ['violations', 'incomplete']
})"""
# Chromium shows what <noscript> holds for as long as no script may run, and axe is one.
_KEEP_NOSCRIPT = (
    "() => document.querySelectorAll('body noscript').forEach(node => node.replaceWith(...node.childNodes))"
)
_SCROLLS_SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Inspector:
    """Looks at one page after another and complains at the end, about all of them at once."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.seen: list[str] = []
        self.paths: set[str] = set()

    def look(self, screen: Screen, name: str = "", frame: Frame | None = None) -> None:
        """Whoever is looked at twice under the same name was looked at by mistake.

        A page that came without scripts stays as it came: axe is the only script that it meets.
        """
        looked_at = frame or screen.page.main_frame
        name = name or screen.path
        assert name not in self.seen, f"{name} was looked at already"
        self.seen.append(name)
        self.paths.add(urlsplit(screen.path).path)
        if not screen.javascript:
            looked_at.evaluate(_KEEP_NOSCRIPT)
        screen.run_scripts(True)
        looked_at.evaluate(_SOURCE)
        for width in (WIDE, NARROW):
            screen.page.set_viewport_size({"width": width, "height": 900})
            self._check(looked_at, f"{name} at {width}px")
        screen.page.set_viewport_size({"width": WIDE, "height": 900})
        screen.run_scripts(screen.javascript)

    def pages(self, app: Flask) -> set[str]:
        """The endpoints that were looked at."""
        addresses = app.url_map.bind("localhost")
        return {str(addresses.match(path)[0]) for path in self.paths if addresses.test(path)}

    def verdict(self) -> None:
        assert not self.complaints, "\n".join(self.complaints)

    def _check(self, frame: Frame, where: str) -> None:
        found = frame.evaluate(_RUN, _TAGS)
        for kind in ("violations", "incomplete"):
            self.complaints += [f"{where}: {kind}: {_told(rule)}" for rule in found[kind]]
        if excess := frame.evaluate(_SCROLLS_SIDEWAYS):
            self.complaints.append(f"{where}: scrolls sideways by {excess}px")


def _told(rule: dict[str, Any]) -> str:
    node = rule["nodes"][0]
    return f"{rule['id']}: {node['html'][:160]} ({' '.join(node.get('failureSummary', '').split())[:200]})"
