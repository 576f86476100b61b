"""Mon espace documentaire in a real browser: files that are saved under their names, ticks, filters, the code."""

import zipfile

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.models import DocumentKind
from tests.browser.screen import Screen
from tests.people import People
from tests.support.documents import PDF, filled, published

pytestmark = pytest.mark.browser


def test_an_employer_saves_an_invoice_then_several(page: Screen, app: Flask, people: People) -> None:
    page.signed_in(app, people.yann)
    filled(app, people.bakery, 26)
    published(app, people.bakery, "V-7", DocumentKind.CREDIT_NOTE)
    page.open(f"/e/{people.bakery}/").follow("Mon espace documentaire", within=".tiles")
    page.shows("Mon espace documentaire")

    with page.page.expect_download() as saved:
        page.follow("Avoir V-7 (PDF", within="tbody")
    assert saved.value.suggested_filename == "2027-01-19_Avoir_V-7_BOULANGERIE-LE-GALL.pdf"
    assert saved.value.path().read_bytes() == PDF

    page.press("Télécharger la sélection (ZIP)").says("Cochez au moins un document")
    page.follow("Tout sélectionner", within="main")
    expect(page.main.get_by_role("link", name="Tout désélectionner")).to_be_visible()
    page.field("Facture F-26").uncheck()
    with page.page.expect_download() as together:
        page.press("Télécharger la sélection (ZIP)")
    assert together.value.suggested_filename.endswith("_Documents_BOULANGERIE-LE-GALL.zip")
    with zipfile.ZipFile(together.value.path()) as archive:
        assert len(archive.namelist()) == 24
        assert archive.testzip() is None

    page.follow("Page suivante", within="main").says("Page 2 sur 2")
    expect(page.main.get_by_role("checkbox")).to_have_count(2)


def test_the_list_is_narrowed(page: Screen, app: Flask, people: People) -> None:
    page.signed_in(app, people.yann)
    filled(app, people.bakery, 3)
    published(app, people.bakery, "V-7", DocumentKind.CREDIT_NOTE)
    page.open(f"/e/{people.bakery}/documents")
    page.field("Type").select_option("Avoirs")
    if page.javascript:
        page.announces("1 document trouvé")
        assert "type=AVOIR" in page.path
    else:
        page.press("Filtrer")
    expect(page.page.locator("caption")).to_have_text("1 document trouvé")
    page.page.reload()
    expect(page.page.locator("tbody tr")).to_have_count(1)


def test_an_invoice_shows_its_code(page: Screen, app: Flask, people: People) -> None:
    app.config.update(IBAN="FR1420041010050500013M02606", BIC=None)
    page.signed_in(app, people.yann)
    published(app, people.bakery)
    page.open(f"/e/{people.bakery}/documents").follow("Détail et paiement", within="tbody")
    page.shows("Facture F-2027-00412").says("FR14 2004 1010 0505 0001 3M02 606")
    code = page.main.get_by_role("img", name="QR code de virement SEPA")
    expect(code).to_be_visible()
    box = code.bounding_box()
    assert box is not None
    # A telephone held at arm's length needs some three centimetres.
    assert box["width"] == box["height"] > 150
