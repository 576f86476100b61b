"""What one cell says: each function takes what was written, tidies it, and raises Refused with the reason, in French.

Spreadsheets are forgiven what can be repaired without a doubt, such as a leading zero that they ate.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, time
from functools import lru_cache
from typing import TypeVar

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from stdnum.exceptions import ValidationError
from stdnum.fr import siret as official_siret

from app.services import member_codes

T = TypeVar("T")

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SCIENTIFIC = re.compile(r"\d+([.,]\d+)?E\+?\d+", re.IGNORECASE)
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)

_HOUR = re.compile(r"(\d{1,2})\s?[:h]\s?(\d{2})?(?::\d{2})?", re.ASCII)
_AMOUNT = re.compile(r"(-)?(\d{1,9})(?:[.,](\d{1,2}))?", re.ASCII)
# What a column of whole numbers holds in every database.
LARGEST_AMOUNT = 2_000_000_000

SCIENTIFIC = (
    "un tableur a remplacé ce numéro par une écriture scientifique et en a perdu des chiffres\u00a0: "
    "mettez la colonne au format Texte"
)
DAY_FORMAT = "date attendue au format AAAA-MM-JJ ou JJ/MM/AAAA"
NO_SUCH_DAY = "cette date n’existe pas"
YEAR_RANGE = "l’année doit être comprise entre 1900 et 2100"
HOUR_FORMAT = "heure attendue au format HH:MM, par exemple 09:30"
AMOUNT_FORMAT = "montant attendu en euros, par exemple 1250,00"
SIRET_DIGITS = "un SIRET compte 14 chiffres"
SIRET_KEY = "la clé de ce SIRET est fausse\u00a0: un chiffre est sans doute mal saisi"
SIRET_13 = "13 chiffres au lieu de 14, et un zéro ajouté au début ne donne pas un SIRET juste"
NAF_FORMAT = "code NAF attendu\u00a0: 4 chiffres et une lettre, par exemple 1071C"
PCS_FORMAT = "code PCS attendu\u00a0: 3 chiffres et une lettre, par exemple 561b"
EMAIL_FORMAT = "adresse e-mail mal formée"
PHONE_FORMAT = "numéro de téléphone attendu, par exemple 02 96 00 00 00"
MOBILE_FORMAT = "numéro de mobile attendu, par exemple 06 00 00 00 00"
POSTCODE_FORMAT = "code postal attendu\u00a0: 5 chiffres"
UNREADABLE = "caractère illisible"
MEMBER_CODE_FORMAT = "un code adhérent compte 1 à 20 lettres ou chiffres"


class Refused(ValueError):
    """The cell cannot be taken; the message, in French, says why."""


def text(longest: int) -> Callable[[str], str]:
    """A reader of free text of at most so many characters, on one line."""

    def read(raw: str) -> str:
        tidy = " ".join(unicodedata.normalize("NFC", raw).split())
        if not tidy.isprintable():
            tidy = _INVISIBLE.sub("", tidy)
        if not tidy.isprintable():
            raise Refused(UNREADABLE)
        if len(tidy) > longest:
            raise Refused(f"{longest} caractères au maximum")
        return tidy

    return read


def identifier(longest: int) -> Callable[[str], str]:
    """A reader of a key of the business software, which a spreadsheet must not have recomputed."""
    read_text = text(longest)

    def read(raw: str) -> str:
        if _SCIENTIFIC.fullmatch(raw) and "+" in raw:
            raise Refused(SCIENTIFIC)
        return read_text(raw)

    return read


def member_code(raw: str) -> str:
    """The code adhérent as it is kept."""
    code = member_codes.normalise(identifier(60)(raw))
    if not 1 <= len(code) <= 20:
        raise Refused(MEMBER_CODE_FORMAT)
    return code


@lru_cache(maxsize=20_000)
def day(raw: str) -> date:
    """A day, written AAAA-MM-JJ or JJ/MM/AAAA."""
    if found := _ISO_DAY.fullmatch(raw):
        year, month, number = map(int, found.groups())
    elif found := _FRENCH_DAY.fullmatch(raw):
        number, month, year = map(int, found.groups())
    else:
        raise Refused(DAY_FORMAT)
    if not 1900 <= year <= 2100:
        raise Refused(YEAR_RANGE)
    try:
        return date(year, month, number)
    except ValueError:
        raise Refused(NO_SUCH_DAY) from None


@lru_cache(maxsize=2_000)
def hour(raw: str) -> time:
    """A time of the day, written 09:30, 9h30, « 9 h 30 » or 09:30:00."""
    if not (found := _HOUR.fullmatch(raw.lower())):
        raise Refused(HOUR_FORMAT)
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        raise Refused(HOUR_FORMAT) from None


def whole(lowest: int, highest: int) -> Callable[[str], int]:
    """A reader of whole numbers between these two."""

    def read(raw: str) -> int:
        digits = re.sub(r"\s", "", raw)
        if not _are_digits(digits) or len(digits) > 9 or not lowest <= int(digits) <= highest:
            raise Refused(f"nombre entier attendu, de {lowest} à {highest}")
        return int(digits)

    return read


def cents(raw: str) -> int:
    """An amount of euros, with a comma or a point, in cents."""
    tidy = re.sub(r"[\s€]", "", raw).replace("−", "-")
    if not (found := _AMOUNT.fullmatch(tidy)):
        raise Refused(AMOUNT_FORMAT)
    value = int(found[2]) * 100 + int((found[3] or "").ljust(2, "0"))
    if value > LARGEST_AMOUNT:
        raise Refused(AMOUNT_FORMAT)
    return -value if found[1] else value


def siret(raw: str) -> str:
    """The 14 digits; the leading zero that a spreadsheet ate is put back when the key then agrees."""
    if _SCIENTIFIC.fullmatch(raw):
        raise Refused(SCIENTIFIC)
    digits = re.sub(r"[\s.'’]", "", raw)
    if not _are_digits(digits) or len(digits) not in (13, 14):
        raise Refused(SIRET_DIGITS)
    try:
        return official_siret.validate(digits.zfill(14))
    except ValidationError:
        raise Refused(SIRET_13 if len(digits) == 13 else SIRET_KEY) from None


def naf(raw: str) -> str:
    """The NAF (APE) code without its dot: « 10.71C » → « 1071C »."""
    code = re.sub(r"[\s.]", "", raw).upper()
    if not re.fullmatch(r"[0-9]{4}[A-Z]", code):
        raise Refused(NAF_FORMAT)
    return code


def pcs(raw: str) -> str:
    """The PCS-ESE code, its letter small as in the DSN: « 561B » → « 561b »."""
    code = re.sub(r"\s", "", raw).lower()
    if not re.fullmatch(r"[0-9]{3}[a-z]", code):
        raise Refused(PCS_FORMAT)
    return code


def email(raw: str) -> str:
    """The address as it is looked up: checked, without capitals."""
    try:
        return validate_email(raw, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise Refused(EMAIL_FORMAT) from None


@lru_cache(maxsize=20_000)
def phone(raw: str) -> str:
    """Ten digits for a French number however it is written, the international form for another one."""
    try:
        number = phonenumbers.parse(raw, "FR")
    except phonenumbers.NumberParseException:
        raise Refused(PHONE_FORMAT) from None
    # Possible, not valid: the library's list of ranges is always a little behind the numbers in use.
    if not phonenumbers.is_possible_number(number):
        raise Refused(PHONE_FORMAT)
    if number.country_code == 33:
        return f"0{number.national_number}"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def mobile(raw: str) -> str:
    """A phone number; if it is French, a mobile one."""
    number = phone(raw)
    if not number.startswith(("+", "06", "07")):
        raise Refused(MOBILE_FORMAT)
    return number


def postcode(raw: str) -> str:
    """Five digits; the leading zero that a spreadsheet ate is put back."""
    digits = re.sub(r"\s", "", raw)
    if not _are_digits(digits) or len(digits) not in (4, 5):
        raise Refused(POSTCODE_FORMAT)
    return digits.zfill(5)


def one_of(choices: Mapping[str, T], also: Mapping[str, T] | None = None) -> Callable[[str], T]:
    """A reader of a closed list, capitals ignored; `also` are other ways to write it, not proposed in the message."""
    known = {written.lower(): value for written, value in {**choices, **(also or {})}.items()}

    def read(raw: str) -> T:
        try:
            return known[raw.lower()]
        except KeyError:
            raise Refused(f"valeurs possibles\u00a0: {', '.join(choices)}") from None

    return read


def listed(longest: int) -> Callable[[str], str]:
    """A reader of values separated by commas, each once, in their order."""
    read_text = text(longest)

    def read(raw: str) -> str:
        values = (value.strip() for value in read_text(raw).split(","))
        return ", ".join(dict.fromkeys(value for value in values if value))

    return read


def _are_digits(value: str) -> bool:
    return value.isascii() and value.isdigit()
