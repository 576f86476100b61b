"""The n° télédéclarant: the enrolment secret printed on the January letter beside the code adhérent."""

import hmac
import re
import secrets
from typing import Any

from stdnum import luhn

from app.clock import now
from app.models import Company
from app.models.base import CROCKFORD
from app.services.digests import keyed

_NEW_SHAPE = re.compile(rf"[{CROCKFORD}]{{10}}")


def draw() -> str:
    """A new number, as printed: « 7KMQ2-HXD9G ». Nine random characters and one that catches typing errors."""
    data = "".join(secrets.choice(CROCKFORD) for _ in range(9))
    number = data + luhn.calc_check_digit(data, CROCKFORD)
    return f"{number[:5]}-{number[5:]}"


def normalise(typed: str) -> str:
    """What counts in what was typed or printed: letters and digits, capitals, no blanks, dots or dashes."""
    return re.sub(r"[\W_]+", "", typed).upper()


def is_mistyped(typed: str) -> bool:
    """Whether this has the shape of one of our numbers but cannot be one: refused without costing an attempt."""
    number = _unconfused(normalise(typed))
    return bool(_NEW_SHAPE.fullmatch(number)) and not number.isdigit() and not luhn.is_valid(number, CROCKFORD)


def assign(company: Company, number: str) -> None:
    """Make this number the company's; any earlier one opens nothing any more. Only its digest is kept."""
    for name, value in columns(company.member_code, number).items():
        setattr(company, name, value)


def retire(company: Company) -> None:
    """This number opens nothing any more, nor what it had opened; the next import draws or brings another."""
    company.declarant_retired, company.declarant_digest = company.declarant_digest, None
    company.declarant_issued_at = now()


def columns(member_code: str, number: str) -> dict[str, Any]:
    """What a company's row keeps of a number given today, by column: imports write rows by the hundred."""
    canonical = _canonical(number)
    return {
        "declarant_digest": _digest(member_code, canonical),
        "declarant_is_weak": canonical.isdigit() or len(canonical) < 10,
        "declarant_issued_at": now(),
    }


def is_assigned(company: Company, number: str) -> bool:
    return is_right(company.member_code, number, company.declarant_digest)


def is_right(member_code: str, number: str, digest: str | None) -> bool:
    """Whether a number is the one behind a digest; as long for a code that does not exist as for a wrong number."""
    given = _digest(member_code, _canonical(number))
    return hmac.compare_digest(given, digest or "0" * 64) and digest is not None


def _canonical(number: str) -> str:
    """Numbers that look like ours are read as ours: O is 0, I and L are 1. Imported ones are kept as they are."""
    plain = normalise(number)
    ours = _unconfused(plain)
    return ours if _NEW_SHAPE.fullmatch(ours) and luhn.is_valid(ours, CROCKFORD) else plain


def _unconfused(number: str) -> str:
    return number.translate(str.maketrans("OIL", "011"))


def _digest(member_code: str, canonical: str) -> str:
    return keyed("declarant-number", f"{member_code}\0{canonical}")
