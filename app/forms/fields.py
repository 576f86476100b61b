"""The fields that several forms ask for, with their French messages."""

from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from wtforms import BooleanField, EmailField, Field, PasswordField, SelectField, StringField, TelField
from wtforms.validators import EqualTo, Length, StopValidation

from app.forms.base import Form, required

EMAIL_FORMAT = "Saisissez une adresse e-mail au bon format, par exemple nom.prenom@structure.com"
MOBILE_FORMAT = "Saisissez un n° de mobile à 10 chiffres, par exemple 06 12 34 56 78"
MAX_100 = "100 caractères au maximum"


class ChoiceField(SelectField):  # type: ignore[misc]
    """One of the choices; anything else is refused in French."""

    def __init__(self, label: str, *, empty: str = "", **options: Any) -> None:
        self.data: Any = None
        self._empty = empty
        super().__init__(label, validate_choice=False, **options)
        self.flags.required = bool(empty)

    def pre_validate(self, form: Any) -> None:
        if self.data not in [value for value, *_ in self.iter_choices()]:
            self.data = ""
        if self._empty and not self.data:
            raise StopValidation(self._empty)


def name_field(label: str, empty: str, autocomplete: str, placeholder: str) -> StringField:
    return StringField(
        label,
        validators=[required(empty), Length(max=100, message=MAX_100)],
        render_kw={"autocomplete": autocomplete, "placeholder": placeholder},
    )


def email_field(
    label: str, *, autocomplete: str = "email", empty: str = "Saisissez votre adresse e-mail"
) -> EmailField:
    return EmailField(
        label,
        validators=[required(empty), valid_email],
        render_kw={
            "autocomplete": autocomplete,
            "autocapitalize": "none",
            "spellcheck": "false",
            "placeholder": empty,
        },
    )


def password_field(
    label: str, *, autocomplete: str, empty: str, placeholder: str = "Saisissez votre mot de passe"
) -> PasswordField:
    return PasswordField(
        label, validators=[required(empty)], render_kw={"autocomplete": autocomplete, "placeholder": placeholder}
    )


def new_password_field() -> PasswordField:
    return password_field(
        "Nouveau mot de passe", autocomplete="new-password", empty="Saisissez un nouveau mot de passe", placeholder=""
    )


def password_again_field() -> PasswordField:
    return PasswordField(
        "Confirmez le nouveau mot de passe",
        validators=[EqualTo("password", message="Les deux mots de passe sont différents")],
        render_kw={"autocomplete": "new-password"},
    )


def mobile_field() -> TelField:
    return TelField(
        "N° mobile",
        validators=[valid_mobile],
        render_kw={"autocomplete": "tel-national", "placeholder": "Saisissez votre n° mobile à 10 chiffres"},
    )


def member_code_field() -> StringField:
    return StringField(
        "Code adhérent",
        validators=[required("Saisissez le code adhérent"), Length(max=40, message="40 caractères au maximum")],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


def declarant_number_field() -> StringField:
    return StringField(
        "N° télédéclarant",
        validators=[required("Saisissez le n° télédéclarant"), Length(max=40, message="40 caractères au maximum")],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


def third_party_field() -> BooleanField:
    return BooleanField("Je suis tiers déclarant de l’entreprise")


def valid_email(_form: Form, field: Field) -> None:
    """Keep the address as it will be looked up: checked, without its capitals."""
    try:
        field.data = validate_email(field.data, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise StopValidation(EMAIL_FORMAT) from None


def valid_mobile(_form: Form, field: Field) -> None:
    """Accept a French number however it is written, +33 included, and keep its ten digits; empty is fine."""
    if not field.data:
        field.data = None
        return
    try:
        number = phonenumbers.parse(field.data, "FR")
    except phonenumbers.NumberParseException:
        raise StopValidation(MOBILE_FORMAT) from None
    # Overseas and newly opened ranges are not all in the library's plan: the shape is what we ask for.
    national = str(number.national_number)
    if number.country_code != 33 or not phonenumbers.is_possible_number(number) or national[0] not in "67":
        raise StopValidation(MOBILE_FORMAT)
    field.data = f"0{national}"
