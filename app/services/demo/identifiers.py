"""Identifiers that belong to nobody: right keys, ranges that are not given out."""

import re
from random import Random

from stdnum import luhn

from app.models.base import CROCKFORD
from app.services.search import fold

_SIRENS = 10_000


def siret(index: int) -> str:
    """A SIRET with right keys, of a SIREN that begins with 0000: the directory's first one is above 000 3."""
    establishment, position = divmod(index, _SIRENS)
    # 37 and 10,000 have no common divisor: each position has its own SIREN.
    siren = f"0000{(2204 + 37 * position) % _SIRENS:04d}"
    siren += luhn.calc_check_digit(siren)
    body = f"{siren}{establishment + 1:04d}"
    return body + luhn.calc_check_digit(body)


def declarant_number(rng: Random) -> str:
    """A number as the association draws them today."""
    data = "".join(rng.choices(CROCKFORD, k=9))
    number = data + luhn.calc_check_digit(data, CROCKFORD)
    # A number of digits alone would be taken for an old one.
    return f"{number[:5]}-{number[5:]}" if not number.isdigit() else declarant_number(rng)


def old_declarant_number(rng: Random) -> str:
    """A number as the business software used to give them: seven digits."""
    return str(rng.randrange(1_000_000, 10_000_000))


def member_code(index: int) -> str:
    return "220417" if index == 0 else str(220_500 + 3 * index)


def phone(index: int) -> str:
    """A landline of the range that ARCEP keeps for fiction."""
    return f"02 61 91 {index // 100 % 100:02d} {index % 100:02d}"


def mobile(index: int) -> str:
    """A mobile of the range that ARCEP keeps for fiction."""
    return f"06 39 98 {index // 100 % 100:02d} {index % 100:02d}"


def domain(company: str) -> str:
    """« BOULANGERIE LE GALL » → « boulangerie-legall.example.org »."""
    words = re.sub(r"\b(le|la|du|de|da|ben) ", r"\1", fold(company).replace("'", ""))
    return re.sub(r"[^a-z0-9]+", "-", words) + ".example.org"


def address(first_name: str, last_name: str, at: str) -> str:
    return f"{_plain(first_name)}.{_plain(last_name)}@{at}"


def _plain(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())
