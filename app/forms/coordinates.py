"""How to reach somebody: telephones of any kind, optional addresses, choices with French refusals."""

import re
from collections.abc import Callable, Iterable
from typing import Any

import phonenumbers
from wtforms import EmailField, Field, RadioField, SelectField, StringField, TelField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, StopValidation

from app.forms.base import Form
from app.forms.fields import valid_email

PHONE_FORMAT = (
    "Saisissez un n° de téléphone à 10 chiffres, par exemple 02 96 00 00 00, "
    "ou commençant par l’indicatif du pays, par exemple +32 2 555 12 12"
)
POSTCODE_FORMAT = "Saisissez un code postal à 5 chiffres, par exemple 22000"
_PHONE_SIGNS = re.compile(r"[\d\s().+/\u00a0\u202f-]+")


def phone_field(label: str) -> TelField:
    return TelField(label, validators=[valid_phone], render_kw={"autocomplete": "tel"})


def optional_email_field(label: str) -> EmailField:
    return EmailField(label, validators=[_email_if_any], render_kw={"autocomplete": "email"})


def short_text_field(label: str, longest: int, autocomplete: str) -> StringField:
    """A line of text that may stay empty."""
    return _part(label, longest, autocomplete)


def select_field(label: str, choices: Iterable[tuple[str, str]], empty: str) -> SelectField:
    """A choice in a list, whose first line asks for one."""
    known = list(choices)
    return SelectField(
        label,
        choices=[SelectChoice("", "Choisissez"), *_choices(known)],
        validators=[_among(known, empty)],
        validate_choice=False,
        render_kw={"aria-required": "true"},
    )


def radio_field(label: str, choices: Iterable[tuple[str, str]], empty: str) -> RadioField:
    known = list(choices)
    return RadioField(label, choices=_choices(known), validators=[_among(known, empty)], validate_choice=False)


def _choices(known: list[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in known]


class _among:  # noqa: N801 (used as a validator function is)
    field_flags = {"required": True}  # noqa: RUF012

    def __init__(self, choices: list[tuple[str, str]], empty: str) -> None:
        self._values, self._empty = {value for value, _ in choices}, empty

    def __call__(self, _form: Form, field: Field) -> None:
        if field.data not in self._values:
            raise StopValidation(self._empty)


def address_fields() -> tuple[StringField, StringField, StringField, StringField]:
    """street, extra, postcode, city: all empty, or enough of them for a letter to arrive."""
    return (
        _part("Adresse", 160, "address-line1", _needed("Saisissez l’adresse\u00a0: le n° et la rue")),
        _part("Complément d’adresse", 160, "address-line2"),
        _part("Code postal", 20, "postal-code", _needed("Saisissez le code postal"), five_digits),
        _part("Ville", 80, "address-level2", _needed("Saisissez la ville")),
    )


def address_of(form: Form) -> dict[str, str | None]:
    """The address that a form holds, by its parts; None where nothing was typed."""
    return {name: form[name].data or None for name in ("street", "extra", "postcode", "city")}


def _part(label: str, longest: int, autocomplete: str, *validators: Any) -> StringField:
    short = Length(max=longest, message=f"{longest} caractères au maximum")
    return StringField(label, validators=[*validators, short], render_kw={"autocomplete": autocomplete})


def _needed(message: str) -> Callable[[Form, Field], None]:
    """Needed as soon as another part of the address is there."""

    def check(form: Form, field: Field) -> None:
        if not field.data and any(address_of(form).values()):
            raise StopValidation(message)

    return check


def five_digits(_form: Form, field: Field) -> None:
    """Keep a postcode without its blanks; empty is fine."""
    digits = "".join((field.data or "").split())
    if digits and not re.fullmatch(r"[0-9]{5}", digits):
        raise StopValidation(POSTCODE_FORMAT)
    field.data = digits


def valid_phone(_form: Form, field: Field) -> None:
    """Keep a French number as its ten digits, another one with its country code; empty is fine."""
    if not field.data:
        field.data = None
        return
    kept = _normal_phone(str(field.data))
    if kept is None:
        raise StopValidation(PHONE_FORMAT)
    field.data = kept


def _normal_phone(typed: str) -> str | None:
    # The library would read letters as the keys of a telephone, and drop what looks like an extension.
    if not _PHONE_SIGNS.fullmatch(typed):
        return None
    try:
        number: Any = phonenumbers.parse(typed, "FR")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    if number.country_code != 33:
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))[:20]
    national = str(number.national_number)
    return f"0{national}" if len(national) == 9 else None


def _email_if_any(form: Form, field: Field) -> None:
    if not field.data:
        field.data = None
        return
    valid_email(form, field)
