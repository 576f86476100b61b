"""The invoice inside a PDF: every level, our own samples and the library's; and whatever else a PDF may hold."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest

from app.models import DocumentKind
from app.services import factur_x as reader
from app.services.factur_x import Invoice
from tests.support.drops import DATA, PLAIN, carrying, factur_x, invoice_xml, of_siret

SIRET = "80331845800012"
OURS = Invoice(
    kind=DocumentKind.INVOICE,
    reference="F-2027-00412",
    issued_on=date(2027, 1, 19),
    due_on=date(2027, 2, 18),
    net_cents=40_000,
    gross_cents=48_000,
    is_paid=False,
    currency="EUR",
    siret=SIRET,
    siren=SIRET[:9],
)


def read(content: bytes) -> Invoice | None:
    return reader.read(BytesIO(content))


@pytest.mark.parametrize("level", ["en16931", "extended"])
def test_an_invoice_of_the_library_s_generator_is_read(level: str) -> None:
    assert read(factur_x(level)) == OURS


def test_the_basic_level_is_read() -> None:
    basic = b"urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic"
    xml = invoice_xml().replace(b"<ram:ID>urn:cen.eu:en16931:2017</ram:ID>", b"<ram:ID>%b</ram:ID>" % basic)
    assert basic in xml
    assert read(carrying(xml)) == OURS


def test_an_invoice_without_its_lines_is_read() -> None:
    assert read(factur_x("basicwl")) == OURS


def test_the_library_s_own_samples_are_read() -> None:
    [whole, least] = [
        read((DATA / "factur-x" / "invoice_EN16931.pdf").read_bytes()),
        read(carrying((DATA / "factur-x" / "factur-x-minimum.xml").read_bytes())),
    ]
    assert whole is not None
    assert least is not None
    assert (whole.reference, whole.issued_on, whole.due_on) == ("F20260023", date(2026, 1, 31), date(2026, 3, 2))
    assert (least.reference, least.issued_on, least.due_on) == ("F20260023", date(2026, 1, 31), None)
    assert (whole.net_cents, whole.gross_cents) == (least.net_cents, least.gross_cents) == (10_000, 10_490)
    assert whole.siren == least.siren == "987654321"


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"BT-3": "381"}, {"kind": DocumentKind.CREDIT_NOTE}),
        ({"BT-3": "384"}, {"kind": DocumentKind.INVOICE}),
        ({"BT-3": "751"}, {"kind": None}),
        ({"BT-113": "480.00", "BT-115": "0.00"}, {"is_paid": True}),
        ({"BT-5": "USD"}, {"currency": "USD", "net_cents": None, "gross_cents": None}),
        ({"BT-1": "F" * 41}, {"reference": None}),
    ],
)
def test_what_an_invoice_says(terms: dict[str, Any], expected: dict[str, Any]) -> None:
    invoice = read(factur_x(**terms))
    assert invoice is not None
    assert {name: getattr(invoice, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("buyer", "expected"),
    [
        (of_siret(SIRET), (SIRET, SIRET[:9])),
        ({"legal_identifier": SIRET, "legal_identifier_schemeid": "0009"}, (SIRET, SIRET[:9])),
        ({"legal_identifier": SIRET[:9], "legal_identifier_schemeid": "0002"}, (None, SIRET[:9])),
        ({"vat_identifier": f"FR11{SIRET[:9]}"}, (None, SIRET[:9])),
        ({"einvoicing_addr": f"{SIRET[:9]}_{SIRET}", "einvoicing_addr_schemeid": "0225"}, (SIRET, SIRET[:9])),
        # A D-U-N-S number has nine digits as well, and says nothing of whom we know.
        ({"identifiers": {"0060": "123456789"}}, (None, None)),
        ({}, (None, None)),
    ],
)
def test_where_the_buyer_s_numbers_are_written(buyer: dict[str, Any], expected: tuple[str | None, str | None]) -> None:
    invoice = read(factur_x(buyer={"name": "BOULANGERIE", **buyer}))
    assert invoice is not None
    assert (invoice.siret, invoice.siren) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"",
        PLAIN,
        b"%PDF-1.7\n" + b"\x00\xff" * 4000,
        factur_x()[:2000],
        carrying(invoice_xml()).replace(b"/EmbeddedFiles", b"/Embroidered__"),
    ],
    ids=["nothing", "no PDF structure", "noise", "cut short", "no attachment"],
)
def test_a_file_without_an_invoice_has_none(content: bytes) -> None:
    assert read(content) is None


LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE], ids=["laughs", "outside"])
def test_xml_that_defines_or_fetches_anything_is_no_invoice(doctype: bytes) -> None:
    xml = invoice_xml()
    head, _, rest = xml.partition(b"?>")
    hostile = head + b"?>" + doctype + rest.replace(b"<ram:ID>F-2027-00412</ram:ID>", b"<ram:ID>&b;</ram:ID>")
    assert reader._parsed(xml) is not None
    assert reader._parsed(hostile) is None


@pytest.mark.parametrize("written", ["", "2027-01-19", "20271319", "00010101", "9" * 8])
def test_what_is_no_day_is_none(written: str) -> None:
    assert reader._day(written) is None


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("480.00", 48_000),
        ("480", 48_000),
        ("-3.5", -350),
        ("1e400", None),
        ("NaN", None),
        ("Infinity", None),
        ("x", None),
    ],
)
def test_amounts_are_read_or_left_out(written: str, cents: int | None) -> None:
    assert reader._cents(written) == cents
