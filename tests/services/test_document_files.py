"""Names of files: the company in them, whatever it is called, and never a path."""

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.models import Company, DocumentKind
from app.services import document_files
from app.services.documents import Listed
from tests.people import People
from tests.support.documents import PDF, published
from tests.support.records import visiting

BAKERY = "BOULANGERIE LE GALL"


def document(reference: str, kind: DocumentKind = DocumentKind.INVOICE) -> Listed:
    nothing: dict[str, Any] = dict.fromkeys(Listed.__dataclass_fields__)
    return Listed(**{**nothing, "kind": kind, "reference": reference, "issued_on": date(2027, 1, 19)})


def name(company: str, reference: str = "F-1", kind: DocumentKind = DocumentKind.INVOICE) -> str:
    return document_files.name_of(Company(name=company, member_code="220417"), document(reference, kind))


def test_the_name_carries_the_date_the_type_the_number_and_the_company() -> None:
    assert name(BAKERY, "F-2027-00412") == "2027-01-19_Facture_F-2027-00412_BOULANGERIE-LE-GALL.pdf"


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        (DocumentKind.CREDIT_NOTE, "Avoir"),
        (DocumentKind.RECEIPT, "Recu"),
        (DocumentKind.ATTESTATION, "Attestation"),
        (DocumentKind.OTHER, "Document"),
    ],
)
def test_the_name_carries_the_type(kind: DocumentKind, label: str) -> None:
    assert name(BAKERY, kind=kind) == f"2027-01-19_{label}_F-1_BOULANGERIE-LE-GALL.pdf"


@pytest.mark.parametrize(
    ("company", "part"),
    [
        ("L’Écume & Fils", "L-ECUME-FILS"),
        ('Au "Bon" \\ Pain', "AU-BON-PAIN"),
        ("ligne\r\nContent-Type: text/html", "LIGNE-CONTENT-TYPE-TEXT-HTML"),
        ("../../etc/passwd", "ETC-PASSWD"),
        ("Œuvre straße", "OEUVRE-STRASSE"),
        ("C:\\CON.", "C-CON"),
        ("   ", "220417"),
        ("…", "220417"),
        ("X" * 160, "X" * 60),
    ],
)
def test_any_company_has_a_safe_name(company: str, part: str) -> None:
    assert name(company) == f"2027-01-19_Facture_F-1_{part}.pdf"


@pytest.mark.parametrize("hostile", ["🥖 Chez Yann", "中国", "a\0b", "\u202egnp.exe", "..", "%2e%2e%2f", "'; rm -rf"])
def test_nothing_but_letters_digits_and_hyphens_is_left(hostile: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]+\.pdf", name(hostile, hostile))


def test_a_file_out_of_reach_is_unavailable_and_no_error(app: Flask, people: People) -> None:
    assert people.yann
    published(app, people.bakery, "F-1")
    published(app, people.bakery, "F-2", file=None)
    with visiting(app, people.yann, people.bakery) as access:
        from app.services import documents, files

        here, without = documents.find(access, 1), documents.find(access, 2)
        assert here is not None
        assert without is not None
        with document_files.content(access, here) as content:
            assert content.read() == PDF
        files.forget(str(here.file_key))
        for gone in (here, without):
            with pytest.raises(document_files.Unavailable):
                document_files.content(access, gone)
