"""Documents of the tests: real files, published as the association publishes them."""

import zipfile
from datetime import date
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Document, DocumentKind, DocumentReading, DocumentState
from app.services import document_publishing
from app.services.document_publishing import Particulars
from app.tenancy import all_companies
from tests.support.browser import Browser
from tests.support.records import company_of

PDF = b"%PDF-1.7\nUne facture.\n%%EOF\n"
ISSUED = date(2027, 1, 19)


def published(
    app: Flask,
    public_id: str,
    reference: str = "F-2027-00412",
    kind: DocumentKind = DocumentKind.INVOICE,
    *,
    file: bytes | None = PDF,
    **particulars: Any,
) -> int:
    """A document of a company, an invoice to pay unless told otherwise; returns its number there."""
    if kind is DocumentKind.INVOICE:
        invoice = {"due_on": date(2027, 2, 18), "net_cents": 48_000, "gross_cents": 57_600}
        particulars = {**invoice, "state": DocumentState.TO_PAY, **particulars}
    with app.app_context(), all_companies("test"):
        document, _ = document_publishing.publish(
            company_of(public_id).id,
            kind,
            reference,
            Particulars(**{"issued_on": ISSUED, **particulars}),
            BytesIO(file) if file is not None else None,
        )
        db.session.commit()
        return document.number


def document_of(app: Flask, public_id: str, number: int) -> Document:
    with app.app_context(), all_companies("test"):
        company = company_of(public_id)
        return db.session.scalars(
            select(Document).where(Document.company_id == company.id, Document.number == number)
        ).one()


def readings(app: Flask) -> int:
    """How many times somebody opened a document for the first time."""
    with app.app_context(), all_companies("test"):
        return len(db.session.execute(select(DocumentReading.document_id)).all())


def filled(app: Flask, public_id: str, count: int, *, file_size: int = len(PDF)) -> None:
    """So many invoices of the same day, paid, that share a file."""
    published(app, public_id, "F-1", state=DocumentState.PAID)
    with app.app_context(), all_companies("test"):
        company = company_of(public_id)
        first = db.session.scalars(select(Document).where(Document.company_id == company.id)).one()
        first.file_size = file_size
        for number in range(2, count + 1):
            same = {name: getattr(first, name) for name in ("company_id", "kind", "issued_on", "state", "file_key")}
            db.session.add(Document(**same, number=number, reference=f"F-{number}", file_size=file_size))
        db.session.commit()


def names_in(browser: Browser, address: str) -> list[str]:
    """The files in the archive that is found at this address."""
    browser.get(address)
    with zipfile.ZipFile(BytesIO(browser.response.get_data())) as archive:
        return archive.namelist()
