"""Asking somebody signed in for their password again, before what gives or takes an access."""

from collections.abc import Callable

from flask import request
from wtforms import PasswordField

from app.formatting import wait
from app.forms.base import Form
from app.forms.fields import password_field
from app.security import me
from app.services import sign_in
from app.services.throttle import TooManyAttempts


def own_password_field() -> PasswordField:
    return password_field("Votre mot de passe", autocomplete="current-password", empty="Saisissez votre mot de passe")


class AsksPassword(Form):
    """A form that asks who fills it in for their password; one with other fields says again that it comes last."""

    password = own_password_field()


def confirmed(form: AsksPassword) -> bool:
    """Whether the password is right; otherwise the form says why not."""
    return tried(form, lambda: sign_in.confirm(me(), str(form.password.data), address=request.remote_addr))


def tried(form: AsksPassword, act: Callable[[], None]) -> bool:
    """Do what asks for the password itself; False, and the reason on the form, when it was refused."""
    try:
        act()
    except sign_in.WrongPassword:
        form.password.errors = ["Le mot de passe est incorrect"]
    except TooManyAttempts as error:
        form.password.errors = [f"Trop de tentatives. Patientez {wait(error.minutes)}"]
    else:
        return True
    return False
