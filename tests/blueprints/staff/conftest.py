"""What the pages of « Espace gestion » are tried by."""

import pytest
from flask import Flask

from tests.people import People
from tests.support.browser import Browser


@pytest.fixture
def agent(app: Flask, people: People) -> Browser:
    """Anouk, who may do everything."""
    return Browser(app).sign_in(people.anouk)
