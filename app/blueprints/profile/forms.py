from wtforms import StringField
from wtforms.validators import Length

from app.forms.base import Form
from app.forms.fields import (
    MAX_100,
    mobile_field,
    name_field,
    new_password_field,
    password_again_field,
    password_field,
)


class Identity(Form):
    last_name = name_field("Nom", "Saisissez votre nom", "family-name", "Saisissez votre nom")
    first_name = name_field("Prénom", "Saisissez votre prénom", "given-name", "Saisissez votre prénom")
    job_title = name_field("Fonction", "Saisissez votre fonction", "organization-title", "Saisissez votre fonction")
    mobile = mobile_field()
    firm_name = StringField(
        "Nom du cabinet", validators=[Length(max=100, message=MAX_100)], render_kw={"autocomplete": "organization"}
    )


class PasswordChange(Form):
    current = password_field(
        "Mot de passe actuel", autocomplete="current-password", empty="Saisissez votre mot de passe actuel"
    )
    password = new_password_field()
    confirmation = password_again_field()
