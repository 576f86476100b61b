from wtforms import BooleanField, StringField
from wtforms.validators import Length

from app.blueprints.auth.confirming import AsksPassword, own_password_field
from app.forms.base import Form
from app.forms.fields import (
    MAX_100,
    email_field,
    mobile_field,
    name_field,
    new_password_field,
    password_again_field,
    password_field,
)
from app.services.preferences import Preferences


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


class EmailChangeForm(AsksPassword):
    email = email_field("Nouvelle adresse e-mail")
    password = own_password_field()


class PreferencesForm(Form):
    reminders = BooleanField("Rappels de déclaration")
    documents = BooleanField("Nouvelles factures et nouveaux documents")
    visits = BooleanField("Rendez-vous")
    daily_digest = BooleanField("Regrouper en un seul e-mail par jour")

    def wanted(self) -> Preferences:
        """What is ticked; the daily letter is only asked of those to whom it is of use."""
        daily = bool(self.daily_digest.data) if self.daily_digest else False
        return Preferences(bool(self.reminders.data), bool(self.documents.data), bool(self.visits.data), daily)
