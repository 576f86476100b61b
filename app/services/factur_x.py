"""The invoice inside the PDF: the XML that Factur-X puts there, read without trusting it.

Whatever a file holds, it is either understood or it is not a Factur-X: reading never fails.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from lxml import etree

from app.models import DocumentKind

# An invoice of ten thousand lines takes some megabytes.
LARGEST_XML = 20 * 1024 * 1024
LARGEST_AMOUNT = 2_000_000_000
# UNTDID 1001, those that the French rules name.
INVOICES = frozenset({"380", "384", "386", "389", "393", "471", "472", "473", "500", "501"})
CREDIT_NOTES = frozenset({"261", "262", "381", "396", "502", "503"})

_HEADER = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTrade"
_SETTLEMENT = f"{_HEADER}Settlement"
_TOTALS = f"{_SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation"
_BUYER = f"{_HEADER}Agreement/ram:BuyerTradeParty"
_DAY = "udt:DateTimeString[@format='102']"
_SPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}


@dataclass(frozen=True)
class Invoice:
    """What an invoice says of itself; amounts in cents of euro, unknown when it is in another currency."""

    kind: DocumentKind | None
    reference: str | None
    issued_on: date | None
    due_on: date | None
    net_cents: int | None
    gross_cents: int | None
    is_paid: bool
    currency: str | None
    # Whom it is for: their SIRET, or at least their SIREN.
    siret: str | None
    siren: str | None


def read(file: BinaryIO) -> Invoice | None:
    """The invoice that a PDF file carries; None when it carries none that can be read."""
    content = _attached(file)
    root = _parsed(content) if content else None
    return _invoice(root) if root is not None else None


def _attached(file: BinaryIO) -> bytes | None:
    # The library takes a third of a second and 35 MB to load: only the process that reads files needs it.
    import facturx

    # It would quote the names of files, and what is wrong in them.
    for name in ("factur-x", "pypdf"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    file.seek(0)
    try:
        _, content = facturx.get_xml_from_pdf(file, check_xsd=False)
    except Exception:  # noqa: BLE001 (a broken PDF breaks its reader in countless ways; it has no invoice to give)
        return None
    return content if content and len(content) <= LARGEST_XML else None


def _parsed(content: bytes) -> Any:
    """The root of an invoice; None for anything else, and for XML that would define or fetch anything."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root.getroottree().docinfo.doctype or root.tag != f"{{{_SPACES['rsm']}}}CrossIndustryInvoice":
        return None
    return root


def _invoice(root: Any) -> Invoice:
    code = _text(root, "rsm:ExchangedDocument/ram:TypeCode")
    currency = _text(root, f"{_SETTLEMENT}/ram:InvoiceCurrencyCode")
    in_euros = currency in (None, "EUR")
    terms = f"{_SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/{_DAY}"
    net, gross, due = (
        _cents(_text(root, f"{_TOTALS}/ram:{name}")) if in_euros else None
        for name in ("TaxBasisTotalAmount", "GrandTotalAmount", "DuePayableAmount")
    )
    numbers = list(_numbers_of_buyer(root))
    return Invoice(
        kind=DocumentKind.INVOICE if code in INVOICES else DocumentKind.CREDIT_NOTE if code in CREDIT_NOTES else None,
        reference=_reference(_text(root, "rsm:ExchangedDocument/ram:ID")),
        issued_on=_day(_text(root, f"rsm:ExchangedDocument/ram:IssueDateTime/{_DAY}")),
        due_on=min(filter(None, map(_day, _texts(root, terms))), default=None),
        net_cents=net,
        gross_cents=gross,
        is_paid=due == 0 and bool(gross),
        currency=currency,
        siret=next((number for number in numbers if len(number) == 14), None),
        siren=next((number[:9] for number in numbers), None),
    )


def _numbers_of_buyer(root: Any) -> Iterator[str]:
    """SIRET (ISO 6523: 0009) and SIREN (0002) of the buyer, wherever the issuer's software wrote them."""
    legal = f"{_BUYER}/ram:SpecifiedLegalOrganization/ram:ID"
    address = f"{_BUYER}/ram:URIUniversalCommunication/ram:URIID"
    places = (
        f"{_BUYER}/ram:GlobalID[@schemeID='0009']",
        f"{legal}[@schemeID='0009']",
        f"{legal}[@schemeID='0002']",
        f"{_BUYER}/ram:GlobalID[@schemeID='0002']",
        f"{address}[@schemeID='0225']",
        f"{address}[@schemeID='0009']",
        f"{_BUYER}/ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']",
    )
    for place in places:
        for written in _texts(root, place):
            yield from _numbers_in(written)


def _numbers_in(written: str) -> Iterator[str]:
    """« 787 878 784 », « 787878784_78787878400018 », « FR19787878784 »."""
    for part in written.split("_"):
        digits = re.sub(r"^FR[0-9A-Z]{2}(?=\d{9}$)", "", re.sub(r"[\s.]", "", part))
        # Whatever their key: what identifies a member is that they have this number.
        if len(digits) in (9, 14) and digits.isascii() and digits.isdigit():
            yield digits


def _texts(root: Any, path: str) -> list[str]:
    return [found.text.strip() for found in root.iterfind(path, _SPACES) if found.text and found.text.strip()]


def _text(root: Any, path: str) -> str | None:
    return next(iter(_texts(root, path)), None)


def _reference(written: str | None) -> str | None:
    tidy = " ".join((written or "").split())
    return tidy if tidy.isprintable() and 0 < len(tidy) <= 40 else None


def _day(written: str | None) -> date | None:
    with suppress(ValueError):
        if written and re.fullmatch(r"\d{8}", written, re.ASCII):
            found = datetime.strptime(written, "%Y%m%d").date()  # noqa: DTZ007 (a day has no time zone)
            return found if 1900 <= found.year <= 2100 else None
    return None


def _cents(written: str | None) -> int | None:
    with suppress(InvalidOperation, ValueError, OverflowError):
        if written and len(written) < 40:
            value = round(Decimal(written) * 100)
            return value if abs(value) <= LARGEST_AMOUNT else None
    return None
