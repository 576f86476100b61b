from wtforms import EmailField, HiddenField, PasswordField

from app.formatting import plural, wait
from app.forms.base import Form
from app.forms.fields import email_field, new_password_field, password_again_field, password_field
from app.landing import is_ours

PROVISIONAL_OVER = (
    "Ce mot de passe provisoire n’est plus valable : il a déjà servi, ou son délai est passé. Demandez-en un nouveau"
)


def _wanted_page() -> HiddenField:
    """Where to go once signed in; what is no page of ours is forgotten."""
    return HiddenField(filters=[lambda address: address if address and is_ours(address) else ""])


class EmailStep(Form):
    email = email_field("Votre adresse e-mail", autocomplete="username")
    suite = _wanted_page()


class PasswordStep(Form):
    email: EmailField = email_field("Adresse e-mail", autocomplete="username")
    password: PasswordField = password_field(
        "Mot de passe", autocomplete="current-password", empty="Saisissez votre mot de passe"
    )
    suite = _wanted_page()

    def focus_password(self) -> None:
        """Typing goes on where the first step left off."""
        self.password.render_kw = {**self.password.render_kw, "data-focus": True}

    def wrong_password(self, remaining: int | None) -> None:
        message = "L’adresse e-mail ou le mot de passe est incorrect"
        if remaining:
            message += f". Il vous reste {plural(remaining, 'essai')} avant un blocage de quelques minutes"
        self.password.errors = [message]

    def provisional_over(self) -> None:
        self.password.errors = [PROVISIONAL_OVER]

    def too_many(self, minutes: int) -> None:
        advice = f"patientez {wait(minutes)} ou réinitialisez votre mot de passe"
        self.password.errors = [f"Trop de tentatives. Pour protéger ce compte, {advice}"]


class ForgottenPassword(Form):
    email = email_field("Adresse e-mail", autocomplete="username")


class PasswordChoice(Form):
    password = new_password_field()
    confirmation = password_again_field()
