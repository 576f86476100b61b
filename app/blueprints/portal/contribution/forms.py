import re

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, StopValidation

from app.clock import today
from app.formatting import de
from app.forms.base import Form, required
from app.forms.dates import FrenchDateField
from app.forms.once import OnceForm
from app.models import FollowUp
from app.services.follow_up_review import Doubtful

CERTIFY = "Cochez la case pour certifier votre déclaration"
YES, NO = "oui", "non"
_LARGEST_PAYROLL = 10**10


class Figures(Form):
    """Step 3: the payroll where the tariff asks for it, and a yes when the headcount changes a lot."""

    revision = HiddenField()
    payroll = StringField("Masse salariale", validators=[required("Indiquez un nombre, même 0")])
    surprise = RadioField(
        "Est-ce exact\u00a0?",
        choices=[SelectChoice(YES, "Oui"), SelectChoice(NO, "Non, corriger la liste")],
        validators=[required("Répondez par oui ou par non")],
        validate_choice=False,
    )

    def validate_payroll(self, field: StringField) -> None:
        plain = re.sub(r"[\s\u00a0\u202f.€]", "", field.data or "")
        if not re.fullmatch(r"\d{1,11}(,00?)?", plain, re.ASCII):
            raise StopValidation("Saisissez un nombre entier d’euros, sans centimes, par exemple 128450")
        if int(plain.partition(",")[0]) > _LARGEST_PAYROLL:
            raise StopValidation("Ce montant est trop grand\u00a0: vérifiez le nombre de zéros")

    @property
    def euros(self) -> int:
        return int(re.sub(r"[^\d,]", "", self.payroll.data).partition(",")[0])


class Certified(OnceForm):
    """The check page. `seen` is the fingerprint of what was shown: nothing else may be sent."""

    seen = HiddenField()
    certified = BooleanField("Je certifie l’exactitude des informations déclarées", validators=[required(CERTIFY)])


class NilHeadcount(OnceForm):
    since = FrenchDateField(
        "Plus aucun salarié depuis le", empty="Saisissez la date depuis laquelle vous n’employez plus"
    )
    certified = BooleanField("Je certifie l’exactitude des informations déclarées", validators=[required(CERTIFY)])

    def validate_since(self, field: FrenchDateField) -> None:
        if field.data and field.data > today():
            raise StopValidation(
                "Cette date est à venir\u00a0: déclarez un effectif nul une fois le dernier salarié parti"
            )


_FOLLOW_UPS = [SelectChoice(kind.value, f"{kind.label} ({kind})") for kind in FollowUp]


class Review(Form):
    """Step 2: the follow-up of a few employees, one field each."""

    is_complete = False


def review_form(doubtful: list[Doubtful]) -> Review:
    fields = {f"suivi_{one.number}": _follow_up_of(one) for one in doubtful}
    return type("ReviewOfSome", (Review,), fields)()  # type: ignore[no-any-return]


def _follow_up_of(one: Doubtful) -> SelectField:
    message = f"Choisissez le type de suivi {de(one.name)}"
    return SelectField(
        f"{one.name}, {one.job}" if one.job else one.name,
        choices=[
            SelectChoice("", "Choisissez…"),
            *(SelectChoice(kind.value, f"{kind.label} ({kind})") for kind in FollowUp),
        ],
        validators=[required(message), AnyOf(list(FollowUp), message=message)],
        validate_choice=False,
    )
