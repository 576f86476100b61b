"""The number of a receipt, DE-2027-004812-K7: the next of its year, and two characters that only the portal can tell.

See docs/adr/0012-receipts.md.
"""

import re

from app.models.base import CROCKFORD
from app.services import numbering
from app.services.digests import keyed

SERIES = "DE"
_SHAPE = re.compile(rf"DE(\d{{4}})(\d{{6,8}})([{CROCKFORD}]{{2}})")


def draw(year: int) -> str:
    """A number that was never given."""
    number = f"{SERIES}-{year}-{numbering.draw(SERIES, year):06d}"
    return f"{number}-{_check(number)}"


def read(typed: str) -> str | None:
    """The number that somebody typed, dictated or scanned, as it is printed; None when it cannot be one.

    Capitals, blanks and dashes do not matter; O is read as 0, I and L as 1.
    """
    plain = re.sub(r"[\W_]+", "", typed).upper()
    found = _SHAPE.fullmatch(plain[:2] + plain[2:].translate(str.maketrans("OIL", "011")))
    return f"{SERIES}-{found[1]}-{found[2]}-{found[3]}" if found else None


def _check(number: str) -> str:
    """Ten bits under the installation's key: a guess is right once in 1,024."""
    value = int(keyed("receipt", number)[:8], 16) % 1024
    return CROCKFORD[value // 32] + CROCKFORD[value % 32]
