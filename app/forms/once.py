"""Forms that are sent once, however often their button is pressed."""

import secrets
from collections.abc import Callable

from wtforms import HiddenField
from wtforms.validators import Regexp

from app.forms.base import STALE, Form
from app.htmx import Answer, done
from app.security import me_or_none
from app.services import sent_forms


class OnceForm(Form):
    """A form that carries the key of its own send."""

    envoi = HiddenField(default=lambda: secrets.token_hex(16), validators=[Regexp(r"^[0-9a-f]{32}$", message=STALE)])


def sent_once(form: OnceForm, send: Callable[[], str]) -> Answer:
    """Do what the form asks, by `send`, which answers the address to go to; a second send only goes there again."""
    key, user = str(form.envoi.data), me_or_none()
    if not sent_forms.is_first(key, user):
        return done(sent_forms.led_to(key, user) or "/")
    url = send()
    sent_forms.leads_to(key, url)
    return done(url)
