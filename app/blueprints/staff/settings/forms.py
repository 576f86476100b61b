"""What each setting is asked as; the checks are those of the start (app/config.py), their words are ours."""

from typing import Any, ClassVar, Self

from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, StopValidation
from wtforms.widgets import CheckboxInput

from app import settings
from app.blueprints.staff.settings import words
from app.formatting import phone
from app.forms.base import Form, required
from app.forms.coordinates import valid_phone
from app.forms.fields import email_field
from app.services.staff.adjusting import Shown, mark

NBSP = "\u00a0"


class SettingsForm(Form):
    """A form whose fields are settings, by their names in small letters, and that knows which values it showed."""

    title: ClassVar[str] = ""
    names: ClassVar[tuple[str, ...]] = ()
    seen = HiddenField()

    @classmethod
    def showing(cls, present: dict[str, Shown]) -> Self:
        """The form as it is first seen."""
        form = cls(**{name.lower(): _typed(cls, name, one.value) for name, one in present.items()})
        if not form.is_submitted():
            form.seen.data = mark(present)
        return form

    @property
    def settings(self) -> list[Any]:
        return [self[name.lower()] for name in self.names]

    def given(self) -> dict[str, str]:
        """Each setting as its environment variable would be written."""
        return {name: _raw(self[name.lower()]) for name in self.names}


def checked(message: str) -> Any:
    """The check that the installation's own value passes."""

    def check(_form: Form, field: Any) -> None:
        try:
            settings.check(field.name.upper(), _raw(field))
        except ValueError:
            raise StopValidation(message) from None

    return check


def line(label: str, hint: str, longest: int, *validators: Any) -> StringField:
    short = Length(max=longest, message=f"{longest} caractères au maximum")
    return StringField(label, description=hint, validators=[*validators, short], render_kw={"autocomplete": "off"})


def choice(label: str, name: str, options: dict[str, str]) -> RadioField:
    """One of a few words; what comes from elsewhere is refused by the check of the start."""
    choices = [SelectChoice(value, text) for value, text in options.items()]
    return RadioField(
        label, choices=choices, validators=[checked("Choisissez l’une des réponses")], validate_choice=False
    )


class ContactsForm(SettingsForm):
    title = "Contacts"
    names = ("CONTACT_COTISATIONS", "CONTACT_TELEPHONE", "CONTACT_HORAIRES", "CONTACT_ADRESSE")
    contact_cotisations = email_field(
        "Adresse e-mail", autocomplete="off", empty="Saisissez l’adresse e-mail où les adhérents vous écrivent"
    )
    contact_telephone = line("Téléphone", "Laissez vide si personne ne répond au téléphone", 30)
    contact_horaires = line("Horaires", f"Exemple{NBSP}: du lundi au vendredi, de 9 h à 12 h", 120)
    contact_adresse = TextAreaField(
        "Adresse postale",
        description="Sans le nom de l’association\u00a0: 4 lignes au plus, de 38 caractères chacune. "
        "Expéditeur des courriers, elle est aussi sur la page Contact",
        validators=[checked("Saisissez 4 lignes au plus, de 38 caractères au maximum chacune")],
        render_kw={"autocomplete": "off"},
    )

    def validate_contact_telephone(self, field: Any) -> None:
        """As the installation would write it: ten digits, two by two."""
        valid_phone(self, field)
        field.data = phone(field.data or "").replace(NBSP, " ")


class VisitsForm(SettingsForm):
    title = "Rendez-vous"
    names = ("PREAVIS_HEURES", "PREAVIS_OUVRE", "FRAIS_ABSENCE", "EMBAUCHE_VAUT_DEMANDE", "DELAI_RENDEZ_VOUS")
    preavis_heures = line(
        "Préavis, en heures",
        f"Jusqu’à quand une visite s’annule sans frais{NBSP}; 0{NBSP}: jusqu’à l’heure du rendez-vous",
        10,
        required("Saisissez un nombre d’heures"),
        checked("Saisissez un nombre d’heures entier, de 0 à 240, par exemple 48"),
    )
    preavis_ouvre = choice("Jours comptés dans le préavis", "PREAVIS_OUVRE", words.WORKING)
    frais_absence = line(
        "Frais d’absence, en euros hors taxes",
        f"Ce que coûte une absence annoncée trop tard{NBSP}; 0{NBSP}: il n’est question d’aucuns frais",
        10,
        required("Saisissez un montant, ou 0"),
        checked(f"Saisissez un montant de 0 à 5{NBSP}000 euros, par exemple 35 ou 82,46"),
    )
    embauche_vaut_demande = choice("Déclaration d’un nouveau salarié", "EMBAUCHE_VAUT_DEMANDE", words.HIRES)
    delai_rendez_vous = line(
        "Délai habituel d’un rendez-vous, en semaines",
        f"Dit à l’entreprise qui envoie une demande{NBSP}; 0{NBSP}: rien n’en est dit",
        10,
        required("Saisissez un nombre de semaines, ou 0"),
        checked("Saisissez un nombre de semaines entier, de 0 à 52, par exemple 3"),
    )


class AccessForm(SettingsForm):
    title = "Accès et tiers déclarants"
    names = ("ATTACH_POLICY", "PROVISIONAL_HOURS", "DOCUMENTS_TIERS")
    attach_policy = choice("Qui accepte un nouvel accès à une entreprise", "ATTACH_POLICY", words.POLICIES)
    provisional_hours = line(
        "Validité du premier mot de passe, en heures",
        "Celui que le portail envoie à la création d’un compte",
        10,
        required("Saisissez un nombre d’heures"),
        checked("Saisissez un nombre d’heures entier, de 1 à 72, par exemple 24"),
    )
    documents_tiers = SelectMultipleField(
        "Documents que voit un tiers déclarant",
        choices=[SelectChoice(value, text) for value, text in words.DOCUMENTS.items()],
        description="Les autres sont réservés à l’entreprise",
        validators=[checked("Choisissez parmi les types de documents proposés")],
        validate_choice=False,
        option_widget=CheckboxInput(),
    )


class PaymentsForm(SettingsForm):
    title = "Paiement des factures"
    names = ("IBAN", "BIC", "IBAN_TITULAIRE")
    iban = line(
        "IBAN",
        "Sans IBAN, le portail ne propose pas de payer par virement",
        50,
        checked("Ce n’est pas un IBAN valable. Recopiez-le depuis le relevé d’identité bancaire"),
    )
    bic = line(
        "BIC", "Facultatif en France", 20, checked("Ce n’est pas un BIC valable. Il a 8 ou 11 caractères, sans espace")
    )
    iban_titulaire = line("Titulaire du compte", "Exactement comme la banque le connaît. Vide, c’est le sigle", 70)


GROUPS: dict[str, type[SettingsForm]] = {
    "contacts": ContactsForm,
    "rendez-vous": VisitsForm,
    "acces": AccessForm,
    "paiements": PaymentsForm,
}


def _raw(field: Any) -> str:
    return " ".join(map(str, field.data)) if isinstance(field.data, list) else str(field.data or "")


def _typed(form: type[SettingsForm], name: str, value: str) -> Any:
    """What a field is first filled in with."""
    several = getattr(form, name.lower()).field_class is SelectMultipleField
    return value.split() if several else value
