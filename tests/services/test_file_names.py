"""The names of what is downloaded."""

import pytest

from app.services import file_names


@pytest.mark.parametrize(
    ("text", "named"),
    [("LE GŒUFF Élise", "LE-GOEUFF-Elise"), ("L’ŒUVRE & FILS", "L-OEUVRE-FILS"), ("Cœur", "Coeur"), ("***", "")],
)
def test_names_are_plain_letters(text: str, named: str) -> None:
    assert file_names.part(text) == named
