from wtforms import StringField
from wtforms.validators import Length

from app.forms.base import Form
from app.forms.dates import FrenchDateField

SHORT = Length(max=100, message="100 caractères au maximum")


class Search(Form):
    """What is looked for; it stands in the address, so that it can be kept and sent to a colleague."""

    class Meta(Form.Meta):
        csrf = False

    depuis = FrenchDateField("Depuis le")
    jusqu = FrenchDateField("Jusqu’au")
    famille = StringField("Actes", validators=[SHORT])
    qui = StringField("Personne", validators=[SHORT])
    entreprise = StringField("Entreprise", validators=[SHORT])
    ip = StringField("Adresse IP", validators=[SHORT])
