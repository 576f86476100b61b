"""Files that agents drop: Factur-X made by the library's own generator, archives good and bad, and the work on them."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import facturx
from flask import Flask
from sqlalchemy import select

from app import pdf
from app.extensions import db
from app.models import DocumentBatch, DroppedFile
from app.services import jobs
from app.services.staff import document_batches
from app.services.works import WORKS
from app.tenancy import all_companies
from tests.support.records import user_of

DATA = Path(__file__).parents[1] / "data"
PLAIN = b"%PDF-1.7\nUne attestation.\n%%EOF\n"
FACTS: dict[str, Any] = {
    "title": "Facture F-2027-00412",
    "author": "AIST22",
    "association": "Santé au Travail",
    "issuer": [],
    "customer": ["BOULANGERIE LE GALL"],
    "about": [["Date", "19/01/2027"]],
    "lines": [["Cotisation 2027", "4", "100,00 €", "400,00 €"]],
    "net": "400,00 €",
    "vat_label": "TVA 20 %",
    "vat": "80,00 €",
    "gross": "480,00 €",
    "conditions": [],
}

_LINE = {"BT-126": "1", "BT-153": "Cotisation 2027", "BT-146": "100.00", "BT-129": "4", "BT-130": "C62"}
_LINE |= {"BT-131": "400.00", "BT-151": "S", "BT-152": "20.00"}
_TOTALS = {"BT-106": "400.00", "BT-109": "400.00", "BT-110": "80.00", "BT-112": "480.00", "BT-115": "480.00"}


def factur_x(level: str = "en16931", *, buyer: dict[str, Any] | None = None, **terms: Any) -> bytes:
    """A PDF of ours with the invoice that the library wrote in it, of this level."""
    return carrying(invoice_xml(level, buyer=buyer, **terms))


def carrying(xml: bytes) -> bytes:
    """A PDF of ours with this XML inside, put there by the library."""
    return bytes(facturx.generate_from_binary(pdf.write("invoice", FACTS), xml, check_xsd=False))


def invoice_xml(level: str = "en16931", *, buyer: dict[str, Any] | None = None, **terms: Any) -> bytes:
    """The XML of an invoice of 400 € and its VAT, as the library's own generator writes it."""
    seller = {"name": "Santé au Travail", "country_code": "FR", "legal_identifier": "123456782"}
    seller |= {"legal_identifier_schemeid": "0002", "vat_identifier": "FR11123456782"}
    told = {
        "BT-1": "F-2027-00412",
        "BT-2": date(2027, 1, 19),
        "BT-3": "380",
        "BT-5": "EUR",
        "BT-9": date(2027, 2, 18),
        "BT-72": date(2027, 1, 1),
        "BG-4": seller,
        "BG-7": {"name": "BOULANGERIE LE GALL", "country_code": "FR", **(buyer or of_siret("80331845800012"))},
        "BG-23": [{"BT-116": "400.00", "BT-117": "80.00", "BT-118": "S", "BT-119": "20.00"}],
        "BG-25": [_LINE],
        **_TOTALS,
        **terms,
    }
    return bytes(facturx.generate_cii_xml(told, level=level, check_xsd=True, check_schematron=False))


def of_siret(siret: str) -> dict[str, Any]:
    return {
        "identifiers": {"0009": siret},
        "legal_identifier": siret[:9],
        "legal_identifier_schemeid": "0002",
    }


def zipped(files: dict[str, bytes], **options: Any) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", **options) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


def dropped(app: Flask, agent: str, files: dict[str, bytes], issued_on: date | None = None) -> str:
    """Files that an agent dropped, and that were read; returns the public id of their batch."""
    with app.app_context():
        received = [document_batches.receive(name, BytesIO(content)) for name, content in files.items()]
        job = document_batches.begin(user_of(agent), received, issued_on)
        db.session.commit()
        public_id = str(job.facts["batch"])
        work()
    return public_id


def work() -> None:
    """What waits is done, in a context."""
    jobs.run_waiting(WORKS)
    db.session.rollback()


def published_batch(app: Flask, agent: str, public_id: str) -> None:
    with app.app_context():
        document_batches.publish(user_of(agent), batch_of(public_id))
        db.session.commit()
        work()


def batch_of(public_id: str) -> DocumentBatch:
    batch = document_batches.find(public_id)
    assert batch is not None
    return batch


def files_of(app: Flask, public_id: str) -> dict[str, DroppedFile]:
    """What a batch holds, by name."""
    with app.app_context(), all_companies("test"):
        batch = batch_of(public_id)
        rows = db.session.scalars(select(DroppedFile).where(DroppedFile.batch_id == batch.id).order_by(DroppedFile.id))
        return {file.name: file for file in rows}
