from wtforms import StringField
from wtforms.validators import Length

from app.blueprints.onboarding.forms import Identifiers
from app.forms.base import Form
from app.forms.fields import third_party_field


class AddCompany(Identifiers):
    is_third_party = third_party_field()
    reference = StringField("Réf. cabinet", validators=[Length(max=40, message="40 caractères au maximum")])


class Confirmation(Form):
    """A button and its token."""
