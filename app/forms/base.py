"""The form every form descends from: French messages, blanks trimmed, hostile characters refused, input kept."""

import unicodedata
from typing import Any, ClassVar

from flask import current_app, request
from flask_wtf import FlaskForm
from flask_wtf.form import SUBMIT_METHODS
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Field, FileField, StringField
from wtforms.validators import StopValidation

from app.reading import readable

STALE = (
    "La page est restée ouverte trop longtemps. Par sécurité, votre envoi n’a pas été pris en compte : "
    "vérifiez votre saisie puis envoyez à nouveau"
)
COOKIES_BLOCKED = (
    "Votre navigateur n’a pas conservé le cookie de connexion du portail. Autorisez les cookies de ce site, "
    "ou ouvrez le portail en pleine page, puis envoyez à nouveau"
)
UNREADABLE = "Cette saisie contenait des caractères illisibles\u00a0: vérifiez-la puis envoyez à nouveau"
# What separates lines is fine in a long text, never in a name.
_LINE_BREAKS = "\n\r\t"


class Form(FlaskForm):  # type: ignore[misc]
    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        locales: ClassVar[list[str]] = ["fr"]

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Texts are read where a text is expected and files where a file is; JSON is no form."""
            if formdata is None or hasattr(formdata, "getlist"):
                return formdata
            if request.method not in SUBMIT_METHODS:
                return None
            files = [
                item for item in request.files.items(multi=True) if isinstance(getattr(form, item[0], None), FileField)
            ]
            return CombinedMultiDict((request.form, MultiDict(files)))

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            if issubclass(unbound_field.field_class, StringField):
                options["filters"] = [*unbound_field.kwargs.get("filters", ()), _trim]
                options["validators"] = [no_hidden_characters, *unbound_field.kwargs.get("validators", ())]
            return unbound_field.bind(form=form, **options)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if "csrf_token" in self.errors:
            self.refuse(STALE if has_cookie() else COOKIES_BLOCKED)
        return valid

    def refuse(self, message: str) -> None:
        """An error of the form as a whole."""
        self.form_errors: list[str] = [*self.form_errors, message]


class Confirmation(Form):
    """A button and its token."""


def has_cookie() -> bool:
    """Whether the browser sent our session back: inside another site's frame, some refuse to."""
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies


def no_hidden_characters(_form: Form, field: Field) -> None:
    """Refuse what nobody types: control characters, NUL, and what is left of a wrong encoding."""
    text = field.data if isinstance(field.data, str) else ""
    allowed = _LINE_BREAKS if field.type == "TextAreaField" else ""
    if (kept := readable(text, allowed)) != text:
        # A page could not show the others again.
        field.data = kept
        raise StopValidation(UNREADABLE)


def required(message: str) -> Any:
    """Something must be typed; blanks are nothing."""
    return _Required(message)


class _Required:
    """Like WTForms' DataRequired, which marks the field the same way, but stops at its own message alone."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:
        if not field.data or (isinstance(field.data, str) and not any(map(_is_seen, field.data))):
            field.errors[:] = []
            raise StopValidation(self.message)


def _is_seen(char: str) -> bool:
    return char.isprintable() and not char.isspace()


def _trim(value: Any) -> Any:
    return unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else value
