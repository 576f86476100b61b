"""The names of what is downloaded."""

from datetime import UTC, datetime

import pytest

from app.models import Company, Declaration
from app.services import file_names


@pytest.mark.parametrize(
    ("text", "named"),
    [("LE GŒUFF Élise", "LE-GOEUFF-Elise"), ("L’ŒUVRE & FILS", "L-OEUVRE-FILS"), ("Cœur", "Coeur"), ("***", "")],
)
def test_names_are_plain_letters(text: str, named: str) -> None:
    assert file_names.part(text) == named


def test_a_receipt_sent_after_midnight_in_paris_has_the_day_that_it_says() -> None:
    sent = Declaration(receipt="DE-2027-000001-AA", sent_at=datetime(2027, 1, 19, 23, 30, tzinfo=UTC))
    named = file_names.of_receipt(Company(name="Le Gall", member_code="220417"), sent)
    assert named == "2027-01-20_Recu_DE-2027-000001-AA_LE-GALL.pdf"
