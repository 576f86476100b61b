"""Forms of « Identifiants et courriers »."""

import re

from wtforms import HiddenField, StringField
from wtforms.validators import StopValidation

from app.formatting import number
from app.forms.base import Form, required

# Past so many letters, their number is typed before they are asked for.
TYPED_ABOVE = 100


class Renew(Form):
    """Another n° télédéclarant, in place of the one whose state was shown."""

    vu = HiddenField()


class PrintLetters(Form):
    """Letters for whom the address names; their number is typed when they are many."""

    count = 0
    letters = StringField(
        "Nombre de courriers",
        name="nombre",
        validators=[required("Saisissez le nombre de courriers")],
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )

    def expect(self, count: int) -> None:
        """Ask for this number, or for none when letters are few."""
        self.count = count
        if count <= TYPED_ABOVE:
            del self.letters

    def validate_letters(self, field: StringField) -> None:
        if re.sub(r"\s", "", str(field.data)) != str(self.count):
            raise StopValidation(f"Il y a {number(self.count)} courriers\u00a0: saisissez ce nombre pour confirmer")
