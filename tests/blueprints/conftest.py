"""What the pages of a declaration are tried on: the bakery, in the middle of its campaign."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from app.models import FollowUp
from tests.people import People
from tests.support.browser import Browser
from tests.support.declarations import JANUARY, campaign, hire, placed


@pytest.fixture
def january() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(JANUARY, tick=True) as travelling:
        yield travelling


@pytest.fixture
def cotisation(app: Flask, people: People, january: object) -> str:
    """The bakery's « Ma cotisation »; two employees about whom nothing is missing."""
    campaign(app)
    placed(people)
    hire(people, people.bakery, "DURAND", follow_up=FollowUp.SIR, risks="amiante")
    hire(people, people.bakery, "MORIN", "Yann")
    people.yann  # noqa: B018
    return f"/e/{people.bakery}/cotisation/"


@pytest.fixture
def yann(people: People, browser: Browser, cotisation: str) -> Browser:
    """Yann, on that page."""
    browser.sign_in(people.yann).get(cotisation)
    return browser
