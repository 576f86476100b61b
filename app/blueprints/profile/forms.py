from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, Length

from app.forms.base import Form
from app.forms.fields import MAX_100, mobile_field, name_field, password_field


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
    password = password_field(
        "Nouveau mot de passe", autocomplete="new-password", empty="Saisissez un nouveau mot de passe", placeholder=""
    )
    confirmation: PasswordField = PasswordField(
        "Confirmez le nouveau mot de passe",
        validators=[EqualTo("password", message="Les deux mots de passe sont différents")],
        render_kw={"autocomplete": "new-password"},
    )
