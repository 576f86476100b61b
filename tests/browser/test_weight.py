"""What a page weighs on the wire, first visit and later ones: members have old machines and slow lines."""

import gzip
import re

import pytest
from flask import Flask
from playwright.sync_api import Response

from app.models import Role
from tests.browser.screen import Screen
from tests.people import People
from tests.support.server import LiveServer

pytestmark = pytest.mark.browser

KB = 1024
FIRST_VISIT = (6, 40 * KB)
BUDGETS = {
    "/profil/modifier": 5,
    "/entreprises/ajouter": 5,
    "/entreprises/": 10,
    "/e/{bakery}/": 4,
    "/e/{bakery}/salaries": 8,
    "/e/{bakery}/salaries/1": 5,
    "/e/{bakery}/salaries/nouveau": 7,
    "/e/{bakery}/compte": 5,
}
ELEMENTS = 1200


@pytest.fixture
def everything(scripted: Screen, app: Flask, people: People) -> Screen:
    """A manager with many employees, who is an accountant with many clients as well."""
    scripted.signed_in(app, people.jeanne)
    people.attach(people.jeanne, people.bakery, Role.MANAGER)
    people.clients(people.jeanne, 60)
    for number in range(40):
        people.employee(people.bakery, f"DE LA VILLENEUVE{number}", "Marie-Françoise", job="Vendeuse en boulangerie")
    return scripted


def test_the_first_visit_is_light(scripted: Screen) -> None:
    scripted.open("/connexion").page.wait_for_load_state("networkidle")
    _check_first_visit(scripted.answers)


def test_the_first_visit_of_the_heaviest_page_is_light(everything: Screen) -> None:
    everything.open("/entreprises/").page.wait_for_load_state("networkidle")
    _check_first_visit(everything.answers)


def test_a_later_page_is_one_request(everything: Screen, people: People, server: LiveServer) -> None:
    everything.open("/entreprises/").page.wait_for_load_state("networkidle")
    for path in (f"/e/{people.bakery}/", f"/e/{people.bakery}/salaries", "/profil", "/contact"):
        server.asked.clear()
        everything.open(path)
        # The icon of the tab is asked for when the browser likes.
        assert [line for line in server.asked if "favicon" not in line] == [f"GET {path}"]


def test_every_page_keeps_to_its_budget(everything: Screen, people: People) -> None:
    for path, budget in BUDGETS.items():
        _check_budget(everything, path.format(bakery=people.bakery), budget * KB)


def test_the_pages_of_who_is_not_signed_in_keep_to_theirs(scripted: Screen) -> None:
    for path in ("/connexion", "/connexion/code", "/mot-de-passe-oublie"):
        _check_budget(scripted, path, 3 * KB)


def test_what_is_shared_is_light_and_kept_a_year(scripted: Screen) -> None:
    scripted.open("/connexion").page.wait_for_load_state("networkidle")
    budgets = {r"/theme-\w+\.css$": 6, r"/portail\.js": 3, r"/htmx-[\d.]+min\.js": 17, r"/favicon\.(?:svg|ico)": 1}
    for pattern, budget in budgets.items():
        answer = next(answer for answer in scripted.answers if re.search(pattern, answer.url))
        assert _weight(answer) <= budget * KB, answer.url
        assert "max-age=31536000" in answer.headers["cache-control"], answer.url


def _check_budget(screen: Screen, path: str, budget: int) -> None:
    answer = screen.page.goto(screen.base_url + path)
    assert answer is not None
    assert screen.path == path
    assert _weight(answer) <= budget, path
    assert screen.page.evaluate("document.getElementsByTagName('*').length") <= ELEMENTS, path


def _check_first_visit(answers: list[Response]) -> None:
    requests, weight = FIRST_VISIT
    assert len(answers) <= requests, [answer.url for answer in answers]
    weights = {answer.url: _weight(answer) for answer in answers}
    assert sum(weights.values()) <= weight, weights


def _weight(answer: Response) -> int:
    return len(gzip.compress(answer.body(), 6))
