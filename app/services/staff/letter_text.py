"""What the letter with a company's identifiers says."""

import textwrap
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask import current_app

from app import pdf
from app.branding import Branding
from app.clock import today
from app.formatting import NBSP, day_in_words, phone
from app.services import member_codes

TITLE = "Identifiants du portail adhérents"
# What sorting machines read (NF Z 10-011): six lines of 38 characters.
_LINE, _LINES = 38, 6


@dataclass(frozen=True)
class Letter:
    """What one letter has of its own: the lines of the address, the two identifiers."""

    to: list[str]
    code: str
    number: str


def letter(company: Any, number: str) -> Letter:
    """The letter that gives this number to a company, or to a row that holds its name, address and code."""
    return Letter(address_of(company), member_codes.shown(company.member_code), number)


def write_pdf(letters: Sequence[Letter]) -> bytes:
    """Letters to read on the screen as well as on paper."""
    return pdf.write("letters", _facts(letters))


def write_for_paper(letters: Sequence[Letter]) -> bytes:
    """Letters for a folding machine: hundreds at once."""
    return pdf.write_for_paper("letters", _facts(letters))


def address_of(company: Any) -> list[str]:
    """From the name down to the city; a part that is too long takes two lines, and there are never more than six."""
    parts = [company.name, company.address_extra, company.address]
    lines = [line for part in parts for line in _wrapped(part)[:2]]
    city = " ".join(part.strip() for part in (company.postcode, company.city) if part and part.strip())
    return [*lines[: _LINES - 1], *_wrapped(city.upper())[:1]]


def _facts(letters: Sequence[Letter]) -> dict[str, Any]:
    branding: Branding = current_app.extensions["branding"]
    address = f"{current_app.config['BASE_URL']}/connexion/code"
    reach = [part for part in (phone(branding.contact_phone), branding.contact_email) if part]
    return {
        "title": TITLE,
        "author": branding.sigle,
        "sender": [f"{branding.sigle} {branding.name}", *branding.contact_address, *reach],
        "date": day_in_words(today()),
        # As people type it.
        "shown": address.removeprefix("https://"),
        "code": pdf.qr_code(address),
        "help": f"Une question{NBSP}? {' ou '.join(reach)}.",
        "letters": [asdict(one) for one in letters],
    }


def _wrapped(text: str | None) -> list[str]:
    return textwrap.wrap(text or "", _LINE, break_on_hyphens=False)
