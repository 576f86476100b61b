"""The portal inside the association's own site: refused unless that site is named, and never for its agents."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Frame, FrameLocator, expect

from tests.browser.screen import Screen
from tests.people import PASSWORD, People
from tests.support.server import site_framing

pytestmark = pytest.mark.browser

REFUSED = "chrome-error://chromewebdata/"


@contextmanager
def _framing(screen: Screen, app: Flask, path: str, *, named: bool = True) -> Iterator[tuple[Frame, FrameLocator]]:
    """An address of the portal, inside a page of another origin."""
    with site_framing(screen.base_url + path) as site:
        app.config["EMBED_ORIGINS"] = [site.url] if named else []
        screen.open(site.url)
        yield screen.page.frames[1], screen.page.frame_locator("iframe")
        screen.page.goto("about:blank")


def test_no_site_frames_the_portal_by_default(scripted: Screen, app: Flask) -> None:
    with _framing(scripted, app, "/connexion", named=False) as (frame, _):
        assert frame.url == REFUSED
    assert any("frame-ancestors" in problem for problem in scripted.problems)
    scripted.problems.clear()


def test_no_site_frames_the_pages_of_the_agents(scripted: Screen, app: Flask, people: People) -> None:
    scripted.signed_in(app, people.anouk)
    with _framing(scripted, app, "/gestion/") as (frame, _):
        assert frame.url == REFUSED
    scripted.problems.clear()


def test_a_site_that_is_named_shows_a_portal_without_its_frame(page: Screen, app: Flask) -> None:
    with _framing(page, app, "/connexion") as (frame, inside):
        assert frame.url == f"{page.base_url}/connexion"
        expect(inside.get_by_role("heading", level=1)).to_have_text("Connexion à votre espace")
        expect(inside.get_by_role("contentinfo")).to_have_count(0)
        expect(inside.locator(".brand")).to_have_count(0)
        way_out = inside.get_by_role("banner").get_by_role("link", name="Ouvrir en pleine page")
        expect(way_out).to_have_attribute("target", "_top")
        way_out.click()
        page.page.wait_for_url(f"{page.base_url}/connexion")
        expect(page.page.get_by_role("contentinfo")).to_be_visible()


def test_one_signs_in_and_works_inside_the_frame(page: Screen, app: Flask, people: People) -> None:
    """Two ports of one machine are one site, as a sub-domain and its domain are: the cookie is kept."""
    people.employee(people.bakery, "DURAND", "Élise")
    with _framing(page, app, "/connexion") as (frame, inside):
        main = inside.get_by_role("main")
        inside.get_by_label("Votre adresse e-mail").fill(people.yann)
        main.get_by_role("button", name="Valider").click()
        inside.get_by_role("textbox", name="Mot de passe").fill(PASSWORD)
        main.get_by_role("button", name="Valider").click()
        main.get_by_role("link", name="Mes salariés").click()
        expect(main).to_contain_text("DURAND Élise")
        assert frame.url == f"{page.base_url}/e/{people.bakery}/salaries"
        expect(inside.get_by_role("contentinfo")).to_have_count(0)
