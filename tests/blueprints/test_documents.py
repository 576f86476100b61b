"""Mon espace documentaire, as its readers use it: found, opened, saved one by one or together, paid by scanning."""

import re
import zlib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.models import DocumentKind, DocumentState
from app.services import files
from tests.people import People
from tests.support.browser import Browser
from tests.support.documents import PDF, document_of, filled, names_in, published, readings
from tests.support.records import everything
from tests.support.swap import assert_swap_equals_page

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


def test_an_invoice_is_found_from_the_home_page_and_saved(
    app: Flask, people: People, yann: Browser, address: str
) -> None:
    published(app, people.bakery)
    yann.get(f"/e/{people.bakery}/")
    assert "1 nouvelle facture" in yann.text
    yann.follow("Mon espace documentaire", within=".tiles")
    assert yann.heading == "Mon espace documentaire"
    (row,) = yann.rows()
    assert row["Date"] == "19/01/2027"
    assert row["Document"].startswith("Facture F-2027-00412 (PDF, 1 Ko) Nouveau")
    assert row["Montant TTC"] == "576,00 €"
    yann.follow("Facture F-2027-00412 (PDF")
    response = yann.response
    assert response.get_data() == PDF
    assert response.mimetype == "application/pdf"
    assert response.content_length == len(PDF)
    assert response.headers["Content-Disposition"] == (
        "attachment; filename=2027-01-19_Facture_F-2027-00412_BOULANGERIE-LE-GALL.pdf"
    )
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert "Nouveau" not in yann.get(address).main.get_text()  # type: ignore[union-attr]
    yann.get(f"/e/{people.bakery}/")
    assert "1 facture à régler" in yann.text


def test_what_one_opened_stays_new_to_the_others(app: Flask, people: People, yann: Browser, address: str) -> None:
    number = published(app, people.bakery)
    for _ in range(2):
        yann.get(f"{address}/{number}")
    assert readings(app) == 1
    assert "Nouveau" in Browser(app).sign_in(people.maelle).get(address).get_text()


@pytest.mark.parametrize("page", ["/1", "/1/telecharger", "/archive?document=1"])
def test_asking_for_the_headers_opens_nothing(
    app: Flask, people: People, yann: Browser, address: str, page: str
) -> None:
    published(app, people.bakery)
    yann.get(address)
    before = everything(app)
    with yann.client.head(address + page) as response:
        assert response.status_code == 200
        assert response.content_length
    assert everything(app) == before


@pytest.mark.parametrize(
    ("today", "state", "said"),
    [
        (date(2027, 2, 18), DocumentState.TO_PAY, "À régler avant le 18/02/2027"),
        (date(2027, 2, 19), DocumentState.TO_PAY, "À régler échue le 18/02/2027"),
        (date(2027, 2, 19), DocumentState.PAID, "Réglée"),
        (date(2027, 2, 19), None, "—"),
    ],
)
def test_the_state_says_when(
    app: Flask, people: People, address: str, today: date, state: DocumentState | None, said: str
) -> None:
    published(app, people.bakery, state=state)
    with time_machine.travel(today, tick=False):
        browser = Browser(app).sign_in(people.yann)
        browser.get(address)
        assert browser.rows()[0]["État"] == said


def test_what_is_due_is_added_up(app: Flask, people: People, address: str) -> None:
    published(app, people.bakery, "F-1", due_on=date(2027, 1, 31))
    published(app, people.bakery, "F-2", gross_cents=100_050)
    published(app, people.bakery, "F-3", state=DocumentState.PAID)
    with time_machine.travel(date(2027, 2, 1), tick=False):
        browser = Browser(app).sign_in(people.yann)
        browser.get(address)
        assert "2 factures à régler : 1 576,50 €" in browser.text
        assert "Dont 1 facture échue." in browser.text
        browser.follow("Voir les factures à régler")
        assert [row["Document"].split()[1] for row in browser.rows()] == ["F-2", "F-1"]


def test_nothing_yet_and_nothing_found_say_what_to_do(app: Flask, people: People, yann: Browser, address: str) -> None:
    yann.get(address)
    assert "Aucun document pour l’instant. Vos factures apparaîtront ici dès leur émission." in yann.text
    assert not yann.page.select("table, form.filters")
    published(app, people.bakery)
    yann.get(address)
    yann.submit("Filtrer", {"Type": "AVOIR"})
    assert "Aucun document ne correspond à ces filtres." in yann.text
    yann.follow("Effacer les filtres")
    assert len(yann.rows()) == 1


@pytest.mark.parametrize("query", ["type=xyz", "annee=0000", "annee=20²7", "etat=1&page=-1", "annee=99999", "cocher=x"])
def test_a_filter_that_means_nothing_filters_nothing(
    app: Flask, people: People, yann: Browser, address: str, query: str
) -> None:
    published(app, people.bakery)
    yann.get(f"{address}?{query}")
    assert len(yann.rows()) == 1


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("", "?type=AVOIR"),
        ("?type=AVOIR", "?annee=2027&etat=REGLEE"),
        ("", "?page=2"),
        ("?page=2", "?page=2&cocher=tout"),
    ],
)
def test_a_swap_leaves_the_page_that_a_visit_gives(
    app: Flask, people: People, yann: Browser, address: str, before: str, asked: str
) -> None:
    filled(app, people.bakery, 30)
    assert_swap_equals_page(yann, address + before, address + asked)


def test_a_long_list_costs_no_more_statements_than_a_short_one(app: Flask, people: People, address: str) -> None:
    published(app, people.bakery, "F-1")
    filled(app, people.garage, 60)
    statements, weights = [], []
    for email, company in ((people.yann, people.bakery), (people.solene, people.garage)):
        browser = Browser(app).sign_in(email)
        browser.get(HOME.format(company))
        browser.get(HOME.format(company))
        statements.append(len(browser.statements))
        weights.append(len(zlib.compress(browser.response.get_data())))
    assert statements[0] == statements[1]
    assert weights[1] < 8 * 1024


def test_a_third_party_finds_no_reserved_document_anywhere(app: Flask, people: People, address: str) -> None:
    published(app, people.bakery, "F-1")
    secret = published(app, people.bakery, "A-1", DocumentKind.ATTESTATION)
    people.attach(people.jeanne, people.bakery)
    firm = Browser(app).sign_in(people.jeanne)
    firm.get(address)
    assert len(firm.rows()) == 1
    assert "Attestation" not in firm.text
    for page in (f"/{secret}", f"/{secret}/telecharger"):
        firm.get(address + page, expect=404)
    firm.get(f"{address}/archive?document={secret}", expect=422)
    assert names_in(firm, f"{address}/archive?document=1&document={secret}") == [
        "2027-01-19_Facture_F-1_BOULANGERIE-LE-GALL.pdf"
    ]


def test_a_document_of_another_company_does_not_exist(app: Flask, people: People, yann: Browser, address: str) -> None:
    for _ in range(2):
        number = published(app, people.garage, f"F-{_}")
    assert people.bakery
    for page in (f"/{number}", f"/{number}/telecharger"):
        yann.get(address + page, expect=404)
        yann.get(HOME.format(people.garage) + page, expect=404)


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "abc", "..%2f..%2fsecret_key", "%00", "1.pdf"])
def test_a_number_that_is_none_is_a_page_that_does_not_exist(
    app: Flask, people: People, yann: Browser, address: str, number: str
) -> None:
    published(app, people.bakery)
    for page in (f"/{number}", f"/{number}/telecharger"):
        yann.get(address + page, expect=404)


def test_a_lost_file_is_a_sentence_and_a_reference(
    app: Flask, people: People, yann: Browser, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    number = published(app, people.bakery)
    with app.app_context():
        files.forget(str(document_of(app, people.bakery, number).file_key))
    yann.get(f"{address}/{number}/telecharger", expect=503)
    assert yann.heading == "Ce document est momentanément indisponible"
    reference = re.search(r"E-[0-9A-Z]{5}", yann.text)
    assert reference is not None
    assert reference[0] in caplog.text
    assert "Le Gall" not in caplog.text
    assert readings(app) == 0


def test_a_document_without_a_file_says_so(app: Flask, people: People, yann: Browser, address: str) -> None:
    number = published(app, people.bakery, file=None)
    yann.get(address)
    assert not yann.page.select("tbody input, tbody a[href$=telecharger]")
    yann.follow("Détail", within="tbody")
    assert "Le fichier n’est pas encore en ligne" in yann.text
    yann.get(f"{address}/{number}/telecharger", expect=503)


@pytest.mark.parametrize(
    "company",
    [
        'L’Or & "l’Argent"',
        "Retour\r\nSet-Cookie: a=b",
        "Le 🥖🥐",
        "Fournil ../../../etc/passwd",
        "Le 中国菜",
        "Le <script>alert(1)</script>",
    ],
)
def test_whatever_a_company_is_called_its_file_has_a_name(app: Flask, people: People, company: str) -> None:
    public_id = people.company(company, "229999")
    number = published(app, public_id)
    browser = Browser(app).sign_in(people.person("Ana", "Le Bras", public_id))
    browser.get(f"{HOME.format(public_id)}/{number}/telecharger")
    header = browser.response.headers["Content-Disposition"]
    assert re.fullmatch(r"attachment; filename=2027-01-19_Facture_F-2027-00412_[A-Z0-9-]+\.pdf", header)
    assert "Set-Cookie: a=b" not in str(browser.response.headers)
    assert len(names_in(browser, f"{HOME.format(public_id)}/archive?document={number}")) == 1


def test_an_unpaid_invoice_is_paid_by_scanning(app: Flask, people: People, yann: Browser, address: str) -> None:
    app.config.update(IBAN="FR1420041010050500013M02606", BIC="PSSTFRPPREN", IBAN_TITULAIRE="AIST22 Cotisations")
    number = published(app, people.bakery)
    yann.get(f"{address}/{number}")
    assert yann.heading == "Facture F-2027-00412"
    told = {_words(row.dt): _words(row.dd) for row in yann.page.select(".summary div")}
    assert told["TVA"] == "96,00 €"
    assert told["Montant TTC"] == told["Montant"] == "576,00 €"
    assert told["Titulaire"] == "AIST22 Cotisations"
    assert told["IBAN"] == "FR14 2004 1010 0505 0001 3M02 606"
    assert told["BIC"] == "PSSTFRPPREN"
    assert told["Référence à indiquer"] == "F-2027-00412 220417"
    code = yann.page.select_one("svg.qr")
    assert code is not None
    assert code.title is not None
    assert code.title.get_text() == "QR code de virement SEPA"
    assert not code.select("[style]")


@pytest.mark.parametrize(
    ("iban", "particulars"),
    [(None, {}), ("FR1420041010050500013M02606", {"state": DocumentState.PAID})],
    ids=["no account", "paid"],
)
def test_otherwise_nothing_is_asked_for(
    app: Flask, people: People, yann: Browser, address: str, iban: str | None, particulars: dict[str, Any]
) -> None:
    app.config["IBAN"] = iban
    number = published(app, people.bakery, **particulars)
    yann.get(f"{address}/{number}")
    assert "Payer par virement" not in yann.text
    assert yann.page.find("svg") is None


def test_a_company_that_left_still_reads_its_documents(app: Flask, people: People) -> None:
    public_id = people.company("ANCIEN FOURNIL", "229998", left_on=date(2026, 1, 1))
    published(app, public_id)
    browser = Browser(app).sign_in(people.person("Ana", "Le Bras", public_id))
    browser.get(HOME.format(public_id))
    browser.follow("Facture F-2027-00412 (PDF")
    assert browser.response.get_data() == PDF


def _words(element: Any) -> str:
    return " ".join(element.get_text().split())
