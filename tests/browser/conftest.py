"""A live portal and the tabs that look at it."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from tests.browser.axe import Inspector
from tests.browser.screen import WIDE, Screen
from tests.support.chromium import launched
from tests.support.programs import required
from tests.support.server import LiveServer, serving

expect.set_options(timeout=10_000)
OpenScreen = Callable[..., Screen]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    with launched(required("chromium")) as browser:
        yield browser


@pytest.fixture
def server(app: Flask) -> Iterator[LiveServer]:
    """The application itself on a port of its own; what it fails at fails the test."""
    with serving(app) as running:
        yield running
    assert not running.errors, running.errors


@pytest.fixture
def screens(chromium: Chromium, server: LiveServer) -> Iterator[OpenScreen]:
    """Open a browser that nobody used before; whatever its console complains of fails the test."""
    opened: list[Screen] = []

    def open_screen(*, javascript: bool = True, width: int = WIDE) -> Screen:
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale="fr-FR")
        context.set_default_timeout(10_000)
        opened.append(Screen(context, server.url, javascript=javascript))
        return opened[-1]

    yield open_screen
    for screen in opened:
        screen.context.close()
    assert not (problems := [problem for screen in opened for problem in screen.problems]), problems


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request: pytest.FixtureRequest, screens: OpenScreen) -> Screen:
    return screens(javascript=request.param)


@pytest.fixture
def scripted(screens: OpenScreen) -> Screen:
    """A browser with JavaScript only, for what has no other form."""
    return screens()


@pytest.fixture
def inspector(request: pytest.FixtureRequest, app: Flask) -> Iterator[Inspector]:
    inspector = Inspector()
    yield inspector
    inspector.verdict()
    if mark := request.node.get_closest_marker("looks_at"):
        assert "page" in request.fixturenames, "looked at with scripts alone"
        assert inspector.pages(app) >= set(mark.args), "said to be looked at, and is not"
