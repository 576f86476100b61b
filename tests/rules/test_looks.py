"""axe-core looks at every page, with scripts and without."""

import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from flask import Flask

import tests.browser

# What is not a page: files, pictures, a part of a page, what a machine asks, and the way to another address.
NOT_PAGES = {
    "agenda.feed",
    "auth.password_page",
    "companies.export",
    "companies.invoices",
    "companies.receipts",
    "portal.account.people",
    "portal.contribution.receipt_pdf",
    "portal.employees.export",
    "portal.planning.calendar",
    "portal.planning.employee_notice_pdf",
    "portal.planning.summons_pdf",
    "portal.planning.visit_calendar",
    "public.favicon",
    "public.health",
    "public.home",
    "public.logo",
    "public.stylesheet",
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
    "static",
}


def test_every_page_is_looked_at(app: Flask) -> None:
    readable = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert readable >= NOT_PAGES
    assert set(_looked_at()) == readable - NOT_PAGES


def _looked_at() -> Iterator[str]:
    """What the tests are marked to look at; the inspector checks that they do."""
    for file in Path(tests.browser.__path__[0]).glob("test_*accessibility*.py"):
        for _, test in inspect.getmembers(import_module(f"tests.browser.{file.stem}"), inspect.isfunction):
            for mark in getattr(test, "pytestmark", []):
                if mark.name == "looks_at":
                    yield from mark.args
