from collections.abc import Collection
from typing import Any

from wtforms import BooleanField, HiddenField, SelectChoice, SelectMultipleField
from wtforms.validators import StopValidation

from app.forms.base import Form
from app.forms.fields import email_field, name_field
from app.forms.once import OnceForm
from app.models import StaffRight

NO_RIGHT = "Cochez au moins un droit"
CHOICES = [SelectChoice(right.value, right.label) for right in StaffRight]


class RightsField(SelectMultipleField):  # type: ignore[misc]
    """What an agent may do; words that are no right are ignored."""

    def __init__(self, **options: Any) -> None:
        self.data: Any = None
        super().__init__("Ce que l’agent peut ouvrir", choices=CHOICES, validate_choice=False, **options)
        self.flags.required = True

    def pre_validate(self, form: Any) -> None:
        self.data = [right.value for right in self.given()]
        if not self.data:
            raise StopValidation(NO_RIGHT)

    def given(self) -> frozenset[StaffRight]:
        return frozenset(right for right in StaffRight if right.value in (self.data or ()))


class InviteForm(OnceForm):
    last_name = name_field("Nom", "Saisissez son nom", "off", "")
    first_name = name_field("Prénom", "Saisissez son prénom", "off", "")
    email = email_field("Adresse e-mail", autocomplete="off", empty="Saisissez son adresse e-mail")
    rights = RightsField()

    def refuse_email(self, message: str) -> None:
        self.email.errors = [*self.email.errors, message]


class RightsForm(Form):
    """The rights of an agent, and which they had when the form was shown."""

    seen = HiddenField()
    rights = RightsField()
    # Asked of whoever takes rights from themselves.
    knowingly = BooleanField("Je retire ces droits à mon propre compte")

    def shows(self, rights: Collection[StaffRight]) -> None:
        """From now on this form was filled in before these rights."""
        self.seen.data = ",".join(sorted(rights))

    @property
    def seen_rights(self) -> frozenset[StaffRight]:
        words = (self.seen.data or "").split(",")
        return frozenset(right for right in StaffRight if right.value in words)
