"""Words that change before the name that follows them."""

import pytest

from app.formatting import de, que


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("BOULANGERIE LE GALL", "de BOULANGERIE LE GALL"),
        ("AMBULANCES ÉVEN", "d’AMBULANCES ÉVEN"),
        ("Élise DURAND", "d’Élise DURAND"),
        ("ŒUVRES", "d’ŒUVRES"),
        ("Yann", "de Yann"),
        ("Yves", "d’Yves"),
        ("HÔTEL DU PORT", "de HÔTEL DU PORT"),
        ("2 SŒURS", "de 2 SŒURS"),
    ],
)
def test_de_loses_its_e_before_a_vowel(name: str, told: str) -> None:
    assert de(name) == told


def test_que_loses_its_e_before_a_vowel() -> None:
    assert (que("AIST22"), que("Yann")) == ("qu’AIST22", "que Yann")
