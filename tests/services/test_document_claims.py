"""What the name of a file says of the document in it."""

from datetime import date

import pytest

from app.models import DocumentKind
from app.services.staff.document_claims import of_name
from app.services.staff.document_index import ends_of

DAY = date(2027, 1, 19)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("220417_FACTURE_F-2027-00412_2027-01-19.pdf", ("220417", DocumentKind.INVOICE, "F-2027-00412", DAY)),
        ("22 0417_facture_F-1_20270119.PDF", ("220417", DocumentKind.INVOICE, "F-1", DAY)),
        ("lot/mars/220417_AVOIR_A-1_19-01-2027.pdf", ("220417", DocumentKind.CREDIT_NOTE, "A-1", DAY)),
        ("220417_ATTESTATION_A_7_2027.pdf", ("220417", DocumentKind.ATTESTATION, "A_7_2027", None)),
        ("220417_AUTRE_20270119.pdf", ("220417", DocumentKind.OTHER, "20270119", None)),
        ("220417_ATTESTATION_2027-01-19.pdf", ("220417", DocumentKind.ATTESTATION, None, DAY)),
        ("220417_FACTURE_F-1_2027-02-31.pdf", ("220417", DocumentKind.INVOICE, "F-1_2027-02-31", None)),
        ("220417_FACTURE.pdf", ("220417", DocumentKind.INVOICE, None, None)),
        (f"220417_FACTURE_{'F' * 41}.pdf", ("220417", DocumentKind.INVOICE, None, None)),
    ],
)
def test_a_name_written_as_agreed_is_read(
    name: str, expected: tuple[str, DocumentKind, str | None, date | None]
) -> None:
    claim = of_name(name)
    assert claim is not None
    assert (claim.member_code, claim.kind, claim.reference, claim.issued_on) == expected


@pytest.mark.parametrize(
    "name", ["facture.pdf", "220417.pdf", "220417_RECU_R-1.pdf", "_FACTURE_F-1.pdf", f"{'2' * 21}_FACTURE_F-1.pdf", ""]
)
def test_another_name_says_nothing(name: str) -> None:
    assert of_name(name) is None


def test_a_file_is_named_by_any_end_of_its_path() -> None:
    assert ends_of("Lot\\220417/É.pdf") == ["lot/220417/é.pdf", "220417/é.pdf", "é.pdf"]
