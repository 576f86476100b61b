"""Several documents at once: ticked, or all that was found, in a ZIP; what cannot be is said, and nothing is lost."""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

import pytest
import time_machine
from flask import Flask

from app.models import DocumentKind
from app.services import document_archives
from tests.people import People
from tests.support.browser import Browser
from tests.support.documents import filled, names_in, published, readings

HOME = "/e/{}/documents"


@pytest.fixture(autouse=True)
def _a_day_in_february() -> Iterator[None]:
    with time_machine.travel(date(2027, 2, 1)):
        yield


@pytest.fixture
def yann(browser: Browser, people: People) -> Browser:
    return browser.sign_in(people.yann)


@pytest.fixture
def address(people: People) -> str:
    return HOME.format(people.bakery)


def test_the_ticked_documents_come_together(app: Flask, people: People, yann: Browser, address: str) -> None:
    for reference in ("F-1", "F-2", "F-3"):
        published(app, people.bakery, reference)
    yann.get(address)
    for box in yann.page.select("tbody input"):
        if box["value"] in ("1", "3"):
            box["checked"] = ""
    yann.get(asked_by(yann))
    response = yann.response
    assert response.mimetype == "application/zip"
    assert re.fullmatch(
        r"attachment; filename=\d{4}-\d\d-\d\d_Documents_BOULANGERIE-LE-GALL\.zip",
        response.headers["Content-Disposition"],
    )
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.content_length == len(response.get_data())
    assert [name.split("_")[2] for name in names_in(yann, yann.url)] == ["F-3", "F-1"]
    assert readings(app) == 2


def test_everything_is_ticked_without_a_script(app: Flask, people: People, yann: Browser, address: str) -> None:
    filled(app, people.bakery, 30)
    yann.get(f"{address}?annee=2027&page=2")
    yann.follow("Tout sélectionner")
    assert len(yann.page.select("tbody input[checked]")) == 5
    assert len(names_in(yann, asked_by(yann))) == 5
    yann.get(f"{address}?annee=2027&page=2&cocher=tout")
    yann.follow("Tout désélectionner")
    assert not yann.page.select("tbody input[checked]")


def test_all_that_was_found_comes_together(app: Flask, people: People, yann: Browser, address: str) -> None:
    filled(app, people.bakery, 30)
    published(app, people.bakery, "V-1", DocumentKind.CREDIT_NOTE)
    yann.get(f"{address}?type=FACTURE")
    yann.follow("Télécharger les 30 documents trouvés (ZIP)")
    assert len(names_in(yann, yann.url)) == 30


@pytest.mark.parametrize("query", ["", "?document=", "?document=abc", "?document=99", "?document=-1", "?document=%00"])
def test_nothing_ticked_is_said(app: Flask, people: People, yann: Browser, address: str, query: str) -> None:
    published(app, people.bakery)
    yann.get(f"{address}/archive{query}", expect=422)
    assert yann.errors == ["Cochez au moins un document"]
    assert yann.title.startswith("Erreur – ")
    assert len(yann.rows()) == 1


def test_too_much_at_once_is_refused_with_what_was_ticked(
    app: Flask, people: People, yann: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(app, people.bakery, 30)
    monkeypatch.setattr(document_archives, "MOST", 2)
    yann.get(f"{address}/archive?page=2&type=FACTURE&document=1&document=2&document=3", expect=422)
    assert "Une archive contient" in yann.errors[0]
    assert [box["value"] for box in yann.page.select("tbody input[checked]")] == ["3", "2", "1"]
    previous = yann.page.select_one("#pagination a")
    assert previous is not None
    assert previous["href"] == f"{address}?type=FACTURE&page=1"
    monkeypatch.setattr(document_archives, "LARGEST", 1)
    yann.get(f"{address}/archive?document=1&document=2", expect=422)
    assert "100\u00a0Mo" in yann.response.get_data(as_text=True).replace("&nbsp;", "\u00a0")


def test_thousands_of_ticks_are_an_error_and_no_burden(app: Flask, people: People, yann: Browser, address: str) -> None:
    published(app, people.bakery)
    query = "&".join(f"document={number}" for number in range(1, 5000))
    yann.get(f"{address}/archive?{query}")
    assert yann.response.mimetype == "application/zip"


def asked_by(browser: Browser) -> str:
    """The address that the button of the selection asks for: all that is ticked, under one name."""
    form = next(form for form in browser.page.find_all("form") if "Télécharger la sélection" in form.get_text())
    sent = [field for field in form.find_all("input") if field["type"] == "hidden" or field.has_attr("checked")]
    return f"{form['action']}?{urlencode([(field['name'], field['value']) for field in sent])}"
