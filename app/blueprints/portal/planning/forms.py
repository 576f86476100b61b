"""What each type of visit asks for. Types and their fields follow the law; none asks for anything medical."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from wtforms import (
    BooleanField,
    EmailField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    TelField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, StopValidation

from app.clock import today
from app.formatting import short_date
from app.forms.base import Form, required
from app.forms.dates import FrenchDateField
from app.forms.fields import valid_email, valid_mobile
from app.forms.once import OnceForm
from app.law import return_visit, visit_delays
from app.law.return_visit import Cause, ReturnVisit
from app.models import Employee, VisitKind
from app.services import follow_up

LONGEST = 500
# Nobody plans further, and nobody's leave began earlier.
YEARS_AHEAD, YEARS_BACK = 3, 30
DAYS = {"lun": "Lundi", "mar": "Mardi", "mer": "Mercredi", "jeu": "Jeudi", "ven": "Vendredi"}
HALVES = {"matin": "matin", "apres-midi": "après-midi"}
CONSTRAINTS = {
    "pmr": "Accès pour une personne à mobilité réduite",
    "interprete": "Interprète nécessaire",
    "horaires": "Travail de nuit ou en horaires décalés",
}
BEFORE_RETURN = {
    "oui": "Oui, et elle a conclu qu’aucun aménagement n’est nécessaire",
    "non": "Non, ou des aménagements sont nécessaires",
    "inconnu": "Je ne sais pas",
}
EVENTS = {
    "fin-exposition": "Fin de l’exposition au risque",
    "depart": "Départ de l’entreprise",
    "retraite": "Départ ou mise à la retraite",
}


def text_area(label: str, *validators: Any) -> TextAreaField:
    return TextAreaField(label, validators=[*validators, _not_too_long])


def _not_too_long(_form: Form, field: Field) -> None:
    """Lines end by two characters when browsers send them, by one when people count them."""
    over = len((field.data or "").replace("\r\n", "\n")) - LONGEST
    if over > 0:
        raise StopValidation(f"{LONGEST} caractères au maximum\u00a0: supprimez-en {over}")


def among(words: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


def choice(label: str, choices: dict[str, str], empty: str, **options: Any) -> RadioField:
    return RadioField(
        label,
        choices=among(choices),
        validators=[required(empty), chosen(empty)],
        validate_choice=False,
        **options,
    )


def chosen(message: str) -> Any:
    """Only what was proposed: something else was not typed by a person."""

    def check(_form: Form, field: Field) -> None:
        if field.data not in [one.value for one in field.choices]:
            raise StopValidation(message)

    return check


def plausible(_form: Form, field: Field) -> None:
    """A slip of the keyboard puts a date centuries away."""
    if isinstance(field.data, date) and not -YEARS_BACK <= field.data.year - today().year <= YEARS_AHEAD:
        raise StopValidation(f"Vérifiez l’année\u00a0: {short_date(field.data)} est trop éloigné")


def day(label: str, empty: str, **options: Any) -> FrenchDateField:
    return FrenchDateField(label, empty=empty, validators=[plausible], **options)


def optional_email(form: Form, field: Field) -> None:
    if field.data:
        valid_email(form, field)


class Wishes:
    """What every request may say of the appointment; declared last, as it is asked last."""

    availability = SelectMultipleField(
        "Disponibilités du salarié",
        choices=[SelectChoice(f"{d}-{half}", f"{DAYS[d]} {said}") for d in DAYS for half, said in HALVES.items()],
        validate_choice=False,
    )
    centre = SelectField("Centre souhaité", choices=among({"": "Indifférent"}), validate_choice=False)
    constraints = SelectMultipleField("À prévoir", choices=among(CONSTRAINTS), validate_choice=False)
    comment = text_area("Commentaire")
    email = EmailField(
        "Adresse e-mail du salarié", validators=[optional_email, Length(max=254, message="254 caractères au maximum")]
    )
    mobile = TelField("N° mobile du salarié", validators=[valid_mobile])


class RequestForm(OnceForm):
    """A request for one employee; each type adds its own fields."""

    kind: ClassVar[VisitKind]
    employee: Employee | None = None

    @classmethod
    def about(cls, employee: Employee, centres: list[str]) -> Any:
        """The form for this person, with what the portal already knows filled in."""
        form = cls(data={"email": employee.email or "", "mobile": employee.mobile or "", **cls.known(employee)})
        form.employee = employee
        form.centre.choices = among({"": "Indifférent", **{name: name for name in centres}})
        return form

    @classmethod
    def known(cls, employee: Employee) -> dict[str, Any]:
        return {}

    @property
    def whom(self) -> Employee:
        """Whom the request is for, once `about` has said it."""
        if self.employee is None:
            raise ValueError("a request is for somebody")
        return self.employee

    def facts(self) -> dict[str, Any]:
        """What was typed, as a request keeps it: dates as ISO text, nothing that is empty."""
        told = {field.name: _kept(field) for field in self if field.name not in ("csrf_token", "envoi")}
        return {name: value for name, value in told.items() if value}

    def latest_on(self) -> date | None:
        """The day by which the law wants the visit, when what was typed decides of one."""
        return None


def _kept(field: Field) -> Any:
    value, choices = field.data, getattr(field, "choices", None)
    if choices:
        proposed = [one.value for one in choices]
        if isinstance(value, list):
            return [one for one in value if one in proposed]
        return value if value in proposed else None
    return value.isoformat() if isinstance(value, date) else value


class HiringFields:
    starts_on = day("Date de prise de poste", "Saisissez la date de prise de poste")


class Hiring(HiringFields, Wishes, RequestForm):
    kind = VisitKind.HIRING

    @classmethod
    def known(cls, employee: Employee) -> dict[str, Any]:
        return {"starts_on": employee.entered_on}

    def latest_on(self) -> date | None:
        return follow_up.first_visit_from(self.whom, self.starts_on.data).latest_on


class Periodic(Wishes, RequestForm):
    kind = VisitKind.PERIODIC

    def latest_on(self) -> date | None:
        return self.whom.next_visit_due_on


class LeaveFields:
    cause = choice("Cause de l’arrêt", {cause.value: cause.label for cause in Cause}, "Choisissez la cause de l’arrêt")
    first_day = day("Premier jour d’arrêt", "Saisissez le premier jour d’arrêt")
    last_day = day("Dernier jour d’arrêt", "Saisissez le dernier jour d’arrêt")
    returns_on = day("Date de reprise", "Saisissez la date de reprise")
    before_return = choice(
        "Une visite de préreprise a-t-elle eu lieu dans les 30 jours avant la reprise\u00a0?",
        BEFORE_RETURN,
        "Dites si une visite de préreprise a eu lieu",
        default="inconnu",
    )


class Return(LeaveFields, Wishes, RequestForm):
    kind = VisitKind.RETURN

    def validate_last_day(self, field: Field) -> None:
        first = self.first_day.data
        if isinstance(first, date) and field.data < first:
            raise StopValidation(f"Le dernier jour d’arrêt ne peut pas précéder le premier ({short_date(first)})")

    def validate_returns_on(self, field: Field) -> None:
        last = self.last_day.data
        if isinstance(last, date) and field.data <= last:
            raise StopValidation(f"La reprise doit suivre le dernier jour d’arrêt ({short_date(last)})")

    def assessed(self) -> ReturnVisit:
        """What the law says of this leave, once the form is valid."""
        return return_visit.assess(
            Cause(self.cause.data),
            self.first_day.data,
            self.last_day.data,
            self.returns_on.data,
            nothing_to_adjust=self.before_return.data == "oui",
        )

    def latest_on(self) -> date | None:
        found = self.assessed()
        return found.latest_on if found.is_required else None


class EmployerFields:
    reason = text_area("Motif professionnel", required("Saisissez le motif de la demande"))
    informed_on = day("Salarié informé de la demande le", "Saisissez le jour où le salarié a été informé")


class Employer(EmployerFields, Wishes, RequestForm):
    kind = VisitKind.EMPLOYER

    def validate_informed_on(self, field: Field) -> None:
        if field.data > today():
            raise StopValidation("Informez d’abord le salarié\u00a0: cette date ne peut pas être à venir")


class MidCareerFields:
    agreement = BooleanField("Un accord de branche fixe une autre échéance")


class MidCareer(MidCareerFields, Wishes, RequestForm):
    kind = VisitKind.MID_CAREER

    def validate_agreement(self, field: Field) -> None:
        born_on = self.employee.born_on if self.employee else None
        if born_on and not field.data and today() < (opens := visit_delays.mid_career_opens_on(born_on)):
            raise StopValidation(f"Cette visite ne peut pas avoir lieu avant {opens.year}, sauf accord de branche")

    def latest_on(self) -> date | None:
        born_on = self.whom.born_on
        return visit_delays.mid_career(born_on).latest_on if born_on and not self.agreement.data else None


class ExposureFields:
    event = choice("Événement", EVENTS, "Choisissez l’événement")
    event_on = day("Date de l’événement", "Saisissez la date de l’événement")
    exposures = text_area("Risques auxquels le salarié a été exposé", required("Saisissez les risques du poste"))
    informed = BooleanField(
        "J’avise sans délai le salarié de cette demande",
        validators=[required("Cochez la case\u00a0: le salarié doit être avisé (art. R. 4624-28-2)")],
    )


class AfterExposure(ExposureFields, Wishes, RequestForm):
    kind = VisitKind.AFTER_EXPOSURE

    @classmethod
    def known(cls, employee: Employee) -> dict[str, Any]:
        return {"exposures": employee.risks or "", "event_on": employee.left_on}


FORMS: dict[VisitKind, type[RequestForm]] = {
    form.kind: form for form in (Hiring, Periodic, Return, Employer, MidCareer, AfterExposure)
}


class NoticeForm(OnceForm):
    """An absence, or a wish for another day."""

    reason = choice("Motif", {}, "Choisissez un motif")
    comment = text_area("Précisions")
    acknowledged = BooleanField("")
