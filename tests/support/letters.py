"""A letter with facts to be read with, as its queue would hold them."""

from dataclasses import dataclass, field
from typing import Any

AT = "2027-01-19T13:32:00+00:00"
PASSWORD = {"password": "K7MQ-2HXD-9WPA-C4RT"}
BAKERY = {"company": "BOULANGERIE LE GALL", "city": "SAINT-BRIEUC", "company_id": "k7m2q9x4ab"}
LONG_NAME = "SOCIÉTÉ COOPÉRATIVE D’INTÉRÊT COLLECTIF DES ARTISANS BOULANGERS DU TRÉGOR ET DU GOËLO RÉUNIS"
UNPLACED = {**BAKERY, "company": LONG_NAME, "city": ""}
JEANNE = {"person": "Jeanne DAVID (Cabinet Exemple)", "person_email": "j.david@cabinet-exemple.example.org", "at": AT}


@dataclass(frozen=True)
class Variant:
    """A letter with the facts that its queue would hold; `drawn` exists only when it is written."""

    letter: str
    facts: dict[str, Any] = field(default_factory=dict)
    drawn: dict[str, str] = field(default_factory=dict)
    called: str = ""

    def __str__(self) -> str:
        return f"{self.letter}{'-' if self.called else ''}{self.called}"


def about_companies(
    letter: str, facts: dict[str, Any], drawn: dict[str, str] | None = None, called: str = ""
) -> list[Variant]:
    """A letter about a company, and about one whose name is long and whose town is not known."""
    known = f"{called}-" if called else ""
    return [
        Variant(letter, facts | BAKERY, drawn or {}, f"{known}company"),
        Variant(letter, facts | UNPLACED, drawn or {}, f"{known}long name, no city"),
    ]
