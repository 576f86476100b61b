from collections.abc import Mapping
from typing import Any

from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TelField,
)
from wtforms.validators import Length, StopValidation

from app.clock import today
from app.formatting import sentence
from app.forms.base import required
from app.forms.dates import FrenchDateField
from app.forms.fields import MAX_100, ChoiceField, valid_email, valid_mobile
from app.forms.once import OnceForm
from app.law.exposures import Group, asked
from app.models import Employee
from app.permissions import Right
from app.services import departures, employee_checks, employees, follow_up
from app.services.employee_checks import Details
from app.services.exchange import values
from app.services.follow_up import Answers
from app.tenancy import CompanyAccess

_WITHOUT_SUGGESTIONS = {"autocomplete": "off"}


def _choices(labels: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in labels.items()]


class ExposuresField(SelectMultipleField):  # type: ignore[misc]
    """The questions of a group, as the law is today; codes that nobody asked for are ignored."""

    def __init__(self, label: str, group: Group, **options: Any) -> None:
        self.data: Any = None
        exposures = list(asked(group, today()))
        choices = [SelectChoice(exposure.code, exposure.question(today())) for exposure in exposures]
        self.hints = {exposure.code: exposure.hint for exposure in exposures if exposure.hint}
        super().__init__(label, choices=choices, validate_choice=False, **options)

    def pre_validate(self, form: Any) -> None:
        asked_for = {value for value, *_ in self.iter_choices()}
        self.data = [code for code in self.data or () if code in asked_for]


def _given(check: Any) -> Any:
    """Check what was typed, if anything was."""

    def checking(form: Any, field: Field) -> None:
        if not field.data:
            field.data = None
            raise StopValidation
        check(form, field)

    return checking


def _valid_pcs(_form: Any, field: Field) -> None:
    try:
        field.data = values.pcs(field.data)
    except values.Refused as refusal:
        raise StopValidation(sentence(str(refusal))) from None


def _name(label: str, empty: str = "") -> StringField:
    checks = [required(empty)] if empty else []
    return StringField(label, validators=[*checks, Length(max=100, message=MAX_100)], render_kw=_WITHOUT_SUGGESTIONS)


class EmployeeForm(OnceForm):
    """What is asked of an employee; names are those of `Details`."""

    sex = ChoiceField("Civilité", choices=_choices({"": "Non précisée", "F": "Madame", "M": "Monsieur"}))
    birth_name = _name("Nom de naissance", "Saisissez le nom de naissance")
    usual_name = _name("Nom d’usage")
    first_name = _name("Prénom", "Saisissez le prénom")
    born_on = FrenchDateField("Date de naissance", empty="Saisissez la date de naissance", in_the_past=True)
    entered_on = FrenchDateField("Date d’entrée", empty="Saisissez la date d’entrée")
    job = StringField(
        "Poste",
        validators=[required("Saisissez le poste"), Length(max=160, message="160 caractères au maximum")],
        render_kw=_WITHOUT_SUGGESTIONS,
    )
    pcs = StringField("Code PCS-ESE", validators=[_given(_valid_pcs)], render_kw=_WITHOUT_SUGGESTIONS)
    contract = ChoiceField("Type de contrat", empty="Choisissez un type de contrat")
    contract_ends_on = FrenchDateField("Fin de contrat")
    has_other_employer = RadioField(
        "Autre employeur",
        choices=_choices({"oui": "Oui", "non": "Non", "": "Je ne sais pas"}),
        default="",
        validate_choice=False,
    )
    listed = ExposuresField("Ce poste expose-t-il à l’un de ces risques\u00a0?", Group.LISTED)
    aptitude = ExposuresField("Ce poste est-il l’un de ceux-ci\u00a0?", Group.APTITUDE)
    conditions = ExposuresField("Quelles sont les conditions de travail\u00a0?", Group.CONDITIONS)
    licences = ExposuresField("Le salarié a-t-il besoin d’une de ces habilitations\u00a0?", Group.LICENCE)
    personal = BooleanField(
        "Situation dont le salarié vous a fait part (handicap, invalidité, grossesse, allaitement…)"
    )
    nothing = BooleanField("Aucune de ces situations")
    others = StringField(
        "Autres risques du poste",
        validators=[Length(max=200, message="200 caractères au maximum")],
        render_kw=_WITHOUT_SUGGESTIONS,
    )
    email = EmailField("E-mail du salarié", validators=[_given(valid_email)], render_kw=_WITHOUT_SUGGESTIONS)
    mobile = TelField("Mobile du salarié", validators=[valid_mobile], render_kw=_WITHOUT_SUGGESTIONS)
    version = HiddenField()

    def __init__(
        self, access: CompanyAccess | None = None, employee: Employee | None = None, *, is_identified: bool = False
    ) -> None:
        self._employee = employee
        self._before = follow_up.answers_of(access, employee) if access and employee else None
        super().__init__(data=_shown(employee, self._before) if employee and self._before else None)
        contract = employee.contract if employee else None
        known = [*employees.CONTRACTS, *([contract] if contract and contract not in employees.CONTRACTS else [])]
        self.contract.choices = _choices({"": "Choisissez", **{one: one for one in known}})
        if not (access and access.may(Right.READ_PERSONAL_SITUATIONS)):
            del self.personal
        if employee and is_identified:
            del self.birth_name, self.first_name
            if employee.born_on:
                del self.born_on

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        for name, message in employee_checks.problems(self.details(), self._employee, self._before):
            field = getattr(self, name)
            # A date that could not be read is not a date that is missing.
            if field is not None and not field.errors:
                field.errors = [message]
                valid = False
        return bool(valid)

    def details(self) -> Details:
        """What was typed, with the identity that is known when it is no longer asked."""
        details = Details(
            birth_name=self.birth_name.data if self.birth_name else "",
            usual_name=self.usual_name.data or None,
            first_name=self.first_name.data if self.first_name else "",
            sex=self.sex.data or None,
            born_on=self.born_on.data if self.born_on else None,
            entered_on=self.entered_on.data,
            job=self.job.data,
            pcs=self.pcs.data or None,
            contract=self.contract.data,
            contract_ends_on=self.contract_ends_on.data,
            has_other_employer={"oui": True, "non": False}.get(self.has_other_employer.data),
            email=self.email.data or None,
            mobile=self.mobile.data or None,
            answers=self._answers(),
        )
        if self._employee and self.birth_name is None:
            return employee_checks.identified(details, self._employee)
        return details

    def _answers(self) -> Answers:
        ticked = (self.listed, self.aptitude, self.conditions, self.licences)
        return Answers(
            exposures=frozenset(code for field in ticked for code in field.data or ()),
            others=self.others.data or "",
            personal=self.personal.data if self.personal else None,
            nothing=self.nothing.data,
        )


class DepartureForm(OnceForm):
    left_on = FrenchDateField("Date de départ", empty="Saisissez la date de départ")
    reason = ChoiceField("Motif", choices=_choices({"": "Non précisé", **{one: one for one in departures.REASONS}}))


class ReturnForm(OnceForm):
    entered_on = FrenchDateField("Nouvelle date d’entrée", empty="Saisissez la nouvelle date d’entrée")


def _shown(employee: Employee, answers: Answers) -> dict[str, Any]:
    """An employee as the form shows it."""
    names = (
        "sex", "birth_name", "usual_name", "first_name", "born_on", "entered_on", "job", "pcs", "contract",
        "contract_ends_on", "email", "mobile", "version",
    )  # fmt: skip
    other = {True: "oui", False: "non", None: ""}[employee.has_other_employer]
    groups = {
        "listed": Group.LISTED,
        "aptitude": Group.APTITUDE,
        "conditions": Group.CONDITIONS,
        "licences": Group.LICENCE,
    }
    ticked = {
        name: [one.code for one in asked(group, today()) if one.code in answers.exposures]
        for name, group in groups.items()
    }
    told = {"personal": bool(answers.personal), "nothing": answers.nothing, "others": answers.others}
    return {**{name: getattr(employee, name) for name in names}, "has_other_employer": other, **ticked, **told}
