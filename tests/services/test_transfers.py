"""Paying by transfer: the code that a banking application scans says what the page says (EPC069-12, version 2)."""

from typing import Any

import pytest
import segno
from flask import Flask

from app.models import DocumentKind, DocumentState
from app.services import documents, transfers
from app.services.transfers import Transfer
from tests.people import People
from tests.support.documents import published
from tests.support.records import visiting

IBAN = "FR1420041010050500013M02606"


@pytest.fixture(autouse=True)
def account(app: Flask) -> None:
    app.config.update(IBAN=IBAN, BIC="PSSTFRPPREN")


def transfer(app: Flask, people: People, reference: str = "F-2027-00412", **particulars: Any) -> Transfer | None:
    assert people.yann
    kind = particulars.pop("kind", DocumentKind.INVOICE)
    number = published(app, people.bakery, reference, kind, **particulars)
    with visiting(app, people.yann, people.bakery) as access:
        document = documents.find(access, number)
        assert document is not None
        return transfers.to_pay(access, document)


def test_an_invoice_to_pay_says_how(app: Flask, people: People) -> None:
    paid = transfer(app, people)
    assert paid == Transfer("AIST22", IBAN, "PSSTFRPPREN", 57_600, "F-2027-00412 220417")
    assert paid.grouped_iban == "FR14 2004 1010 0505 0001 3M02 606"


def test_the_holder_is_the_one_that_the_bank_knows(app: Flask, people: People) -> None:
    app.config["IBAN_TITULAIRE"] = (
        "Association Santé au Travail des Côtes-d’Armor, service interentreprises de prévention"
    )
    paid = transfer(app, people)
    assert paid is not None
    assert paid.holder == "Association Santé au Travail des Côtes-d’Armor, service interentrepris"
    assert paid.code


@pytest.mark.parametrize(
    "particulars",
    [
        {"state": DocumentState.PAID},
        {"state": None},
        {"gross_cents": None},
        {"gross_cents": 0},
        {"gross_cents": -1},
        {"kind": DocumentKind.CREDIT_NOTE, "state": DocumentState.TO_PAY, "gross_cents": 100},
    ],
    ids=str,
)
def test_nothing_else_is_to_be_paid(app: Flask, people: People, particulars: dict[str, Any]) -> None:
    assert transfer(app, people, **particulars) is None


def test_without_an_account_nothing_is_said(app: Flask, people: People) -> None:
    app.config["IBAN"] = None
    assert transfer(app, people) is None


@pytest.mark.parametrize(
    ("reference", "written"),
    [
        ("F-2027/00412", "F-2027/00412 220417"),
        ("Fé 12 n°3", "Fe 12 ndeg3 220417"),
        ("F\n12;<b>", "F 12 b 220417"),
        ("🥖", "french bread: 220417"),
    ],
)
def test_the_reference_is_made_of_what_banks_carry(app: Flask, people: People, reference: str, written: str) -> None:
    paid = transfer(app, people, reference)
    assert paid is not None
    assert paid.reference == written


@pytest.mark.parametrize(
    ("cents", "amount"), [(57_600, "EUR576"), (1, "EUR0.01"), (12_345, "EUR123.45"), (1_000_050, "EUR10000.5")]
)
def test_the_code_holds_what_the_standard_asks(
    app: Flask, people: People, monkeypatch: pytest.MonkeyPatch, cents: int, amount: str
) -> None:
    coded: list[bytes] = []
    make = segno.make_qr

    def noting(content: bytes, **options: Any) -> segno.QRCode:
        coded.append(content)
        assert options["error"] == "m"
        return make(content, **options)

    monkeypatch.setattr(segno, "make_qr", noting)
    paid = transfer(app, people, gross_cents=cents)
    assert paid is not None
    code = paid.code
    lines = ["BCD", "002", "1", "SCT", "PSSTFRPPREN", "AIST22", IBAN, amount, "", "", "F-2027-00412 220417"]
    assert coded == ["\n".join(lines).encode()]
    assert code.side >= 33
    assert code.path.startswith("M0 0.5h7")
