from wtforms import HiddenField, StringField
from wtforms.validators import Length

from app.forms.base import Form, required

WRONG = "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant, et vérifiez l’heure de votre téléphone"


class SetUp(Form):
    code = StringField(
        "Code à 6 chiffres",
        validators=[required("Saisissez le code que montre l’application"), Length(max=20, message=WRONG)],
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false"},
    )

    def refuse_code(self) -> None:
        self.code.errors = [WRONG]


class GiveCode(SetUp):
    code = StringField(
        "Code",
        validators=[required("Saisissez le code que montre l’application"), Length(max=20, message=WRONG)],
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false"},
    )
    suite = HiddenField()
