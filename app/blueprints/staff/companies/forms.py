"""The forms of the list of members."""

from typing import Any

from wtforms import BooleanField, Field, StringField
from wtforms.validators import Length, StopValidation

from app.clock import today
from app.formatting import sentence
from app.forms.base import Form, required
from app.forms.coordinates import address_of, five_digits, optional_email_field, phone_field
from app.forms.dates import FrenchDateField
from app.forms.editing import EditForm
from app.forms.once import OnceForm
from app.services import member_codes
from app.services.exchange import values
from app.services.staff.company_changes import Identity

CODE_FORMAT = "Un code adhérent compte 1 à 20 lettres ou chiffres"
TOO_FAR = "Vérifiez l’année\u00a0: cette date est trop éloignée"


def read_by(reader: Any) -> Any:
    """Check a text as the association's files are, and tidy it; empty is fine, and so is what was there already."""

    def check(_form: Form, field: Field) -> None:
        if field.data and field.data == field.object_data:
            return
        try:
            field.data = reader(field.data) if field.data else None
        except values.Refused as refusal:
            raise StopValidation(sentence(str(refusal))) from None

    return check


def _plain(label: str, longest: int, *validators: Any) -> StringField:
    short = Length(max=longest, message=f"{longest} caractères au maximum")
    asked = [*validators, short]
    return StringField(label, validators=asked, render_kw={"autocomplete": "off", "spellcheck": "false"})


# Asked for first: errors are listed in the order in which fields are made.
_CODE = _plain("Code adhérent", 40)


class IdentityForm(EditForm):
    """What the association knows of an establishment."""

    name = _plain("Raison sociale", 160, required("Saisissez la raison sociale"))
    siret = _plain("SIRET", 40, read_by(values.siret))
    naf = _plain("Code NAF", 20, read_by(values.naf))
    street = _plain("Adresse", 160)
    extra = _plain("Complément d’adresse", 160)
    postcode = _plain("Code postal", 20, five_digits)
    city = _plain("Ville", 80)
    phone = phone_field("Téléphone")
    email = optional_email_field("E-mail de l’entreprise")
    joined_on = FrenchDateField("Date d’adhésion")
    # Shown once it is known that others have this SIRET.
    twice = BooleanField("Enregistrer quand même\u00a0: ces fiches sont bien distinctes")

    def given(self) -> Identity:
        return Identity(
            name=str(self.name.data),
            siret=self.siret.data,
            naf=self.naf.data,
            **address_of(self),
            phone=self.phone.data,
            email=self.email.data,
            joined_on=self.joined_on.data,
        )


class CreationForm(OnceForm, IdentityForm):
    code = _CODE
    joined_on = FrenchDateField("Date d’adhésion", empty="Saisissez la date d’adhésion")

    def ask_for_code(self) -> None:
        """Nothing says which code could come next."""
        self.code.validators = [required("Saisissez le code adhérent"), *self.code.validators]
        self.code.flags.required = True

    def validate_code(self, field: Field) -> None:
        code = member_codes.normalise(field.data or "")
        if field.data and not 1 <= len(code) <= 20:
            raise StopValidation(CODE_FORMAT)


class RadiationForm(Form):
    left_on = FrenchDateField("Date de radiation", empty="Saisissez la date de radiation")

    def validate_left_on(self, field: Field) -> None:
        if abs(field.data.year - today().year) > 10:
            raise StopValidation(TOO_FAR)
