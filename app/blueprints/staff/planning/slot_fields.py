"""What agents type of a slot: the visit, its day and hour, where, by whom."""

from datetime import date
from typing import Any

from wtforms import Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, StopValidation

from app.clock import today
from app.formatting import long_date, short_date
from app.forms.dates import FrenchDateField
from app.forms.hours import FrenchHourField
from app.forms.versions import VersionForm
from app.law.cancellation import SATURDAY, is_working_day
from app.models import Visit, VisitKind
from app.services.slots import Slot
from app.services.staff import centres

YEARS_AHEAD = 2
LENGTHS = (15, 20, 30, 40, 45, 60, 90, 120)


class SlotForm(VersionForm):
    kind = SelectField("Type de visite", choices=[], validate_choice=False)
    day = FrenchDateField("Jour", empty="Saisissez le jour du rendez-vous")
    at = FrenchHourField("Heure", empty="Saisissez l’heure du rendez-vous")
    minutes = SelectField(
        "Durée",
        choices=[SelectChoice(str(length), f"{length}\u00a0minutes") for length in LENGTHS],
        validate_choice=False,
    )
    centre = SelectField("Centre", choices=[], validate_choice=False)
    professional = StringField(
        "Professionnel de santé", validators=[Length(max=100, message="100 caractères au maximum")]
    )

    @classmethod
    def about(cls, kinds: list[VisitKind], version: int, **known: Any) -> "SlotForm":
        """The form for a visit of one of these types, with what is known filled in."""
        form = cls(data={"version": version, "minutes": "30", **known})
        form.kind.choices = [SelectChoice(kind.value, kind.label) for kind in kinds]
        if len(kinds) == 1:
            form.kind.data = kinds[0].value
        form.centre.choices = [SelectChoice("", "Choisissez"), *_centres(known.get("centre"))]
        form.centre.flags.required = form.kind.flags.required = True
        length = str(known.get("minutes", "30"))
        if length not in [one.value for one in form.minutes.choices]:
            form.minutes.choices.append(SelectChoice(length, f"{length}\u00a0minutes"))
        return form

    def validate_kind(self, field: Field) -> None:
        if field.data not in [one.value for one in field.choices]:
            raise StopValidation("Choisissez un type de visite")

    def validate_day(self, field: Field) -> None:
        day = field.data
        if not isinstance(day, date):
            return
        if day < today():
            raise StopValidation(f"Le {short_date(day)} est passé\u00a0: choisissez un jour à venir")
        if day.year > today().year + YEARS_AHEAD:
            raise StopValidation(f"Vérifiez l’année\u00a0: {short_date(day)} est trop éloigné")
        if not is_working_day(day) and day.weekday() != SATURDAY:
            raise StopValidation(f"Le {long_date(day)} est un dimanche ou un jour férié")

    def validate_at(self, field: Field) -> None:
        if isinstance(self.day.data, date) and not self.day.errors and self.slot_of(kind=VisitKind.PERIODIC).is_past:
            raise StopValidation("Cette heure est passée")

    def validate_minutes(self, field: Field) -> None:
        if field.data not in [one.value for one in field.choices]:
            raise StopValidation("Choisissez une durée")

    def validate_centre(self, field: Field) -> None:
        if not field.data or field.data not in [one.value for one in field.choices]:
            raise StopValidation("Choisissez un centre")

    def slot(self) -> Slot:
        """What was typed, once the form is valid."""
        return self.slot_of(VisitKind(self.kind.data))

    def slot_of(self, kind: VisitKind) -> Slot:
        return Slot(
            kind=kind,
            day=self.day.data,
            at=self.at.data,
            minutes=int(self.minutes.data) if str(self.minutes.data).isdigit() else 30,
            centre=self.centre.data or "",
            centre_address=centres.address_of(self.centre.data or ""),
            professional=self.professional.data or None,
        )


def of_visit(visit: Visit) -> dict[str, Any]:
    """What a form shows of a visit that stands."""
    return {
        "day": visit.day,
        "at": visit.at,
        "minutes": str(visit.minutes or 30),
        "centre": visit.centre or "",
        "professional": visit.professional or "",
    }


def _centres(present: str | None) -> list[SelectChoice]:
    names = [centre.name for centre in centres.every()]
    if present and present not in names:
        names.append(present)
    return [SelectChoice(name, name) for name in names]
