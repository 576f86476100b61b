"""axe-core looks at every page of « Espace gestion », with scripts and without."""

import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from flask import Flask

import tests.browser

# What is not a page: files, pictures, a part of a page, and the way from a work to where it ends.
NOT_PAGES = {
    "staff.appearance.picture",
    "staff.appearance.preview",
    "staff.campaigns.call_file",
    "staff.campaigns.export",
    "staff.declarations.receipt",
    "staff.documents.after",
    "staff.documents.download",
    "staff.documents.open_dropped",
    "staff.imports.after",
    "staff.imports.report",
    "staff.imports.template",
    "staff.jobs.download",
    "staff.messages.download",
}


def test_every_page_for_agents_is_looked_at(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("staff.")]
    readable = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    assert readable >= NOT_PAGES
    assert set(_looked_at()) == readable - NOT_PAGES


def _looked_at() -> Iterator[str]:
    """What the tests are marked to look at; the inspector checks that they do."""
    for file in Path(tests.browser.__path__[0]).glob("test_*accessibility*.py"):
        for _, test in inspect.getmembers(import_module(f"tests.browser.{file.stem}"), inspect.isfunction):
            for mark in getattr(test, "pytestmark", []):
                if mark.name == "looks_at":
                    yield from mark.args
