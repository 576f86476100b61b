"""Imports and exports run as commands do: in an application context, without a request."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.services.exchange.support import imported


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture(name="association")
def _association(tmp_path: Path) -> Path:
    """A folder already imported."""
    return imported(tmp_path)
