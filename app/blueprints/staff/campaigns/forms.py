from typing import Any

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length, StopValidation

from app.clock import today
from app.forms.base import Form, required
from app.forms.dates import FrenchDateField
from app.models import Campaign
from app.services.staff.campaigns import Dates

_LONGEST = 4000


class ChangeCampaign(Form):
    """The dates and the text of a campaign."""

    reference_on = FrenchDateField("Date de référence", empty="Indiquez la date de référence")
    opens_on = FrenchDateField("Ouverture", empty="Indiquez la date d’ouverture")
    due_on = FrenchDateField("Date limite", empty="Indiquez la date limite")
    closes_on = FrenchDateField("Clôture", empty="Indiquez la date de clôture")
    intro = TextAreaField(
        "Texte d’introduction", validators=[Length(max=_LONGEST, message=f"{_LONGEST} caractères au maximum")]
    )
    seen = HiddenField()

    @classmethod
    def of(cls, campaign: Campaign) -> "ChangeCampaign":
        return cls(obj=campaign, seen=str(campaign.revision))

    @property
    def dates(self) -> Dates:
        return Dates(self.reference_on.data, self.opens_on.data, self.due_on.data, self.closes_on.data)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.due_on.data < self.opens_on.data:
            self.due_on.errors = ["La date limite ne peut précéder l’ouverture"]
        if self.closes_on.data < self.due_on.data:
            self.closes_on.errors = ["La clôture ne peut précéder la date limite"]
        return not self.errors


class NewCampaign(ChangeCampaign):
    """The same, with its year."""

    year = StringField("Année", validators=[required("Indiquez l’année de la campagne")])

    def validate_year(self, field: StringField) -> None:
        typed = str(field.data)
        if not (typed.isascii() and typed.isdigit() and 2000 <= int(typed[:5]) <= 2100):
            raise StopValidation(f"Saisissez une année à quatre chiffres, par exemple {today().year + 1}")


def seen_revision(form: Form) -> int:
    """The revision that a form was shown; what is no number was never shown."""
    typed = str(form.seen.data or "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
