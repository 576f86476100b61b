"""Every message of every form is French, as the house writes it."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from wtforms import StringField, TextAreaField

from app import blueprints
from app.forms.base import Form

# Words that only WTForms' own messages, or a hurried developer's, would use.
_ENGLISH = re.compile(r"\b(this|field|required|invalid|must|not a|characters long|value|choice)\b", re.IGNORECASE)

# Forms that are told something before they are filled in, or that refuse nothing: tests of their pages read them.
TOLD_FIRST = {"CountedForm", "FileForm"}
ALL_OPTIONAL = {"Search"}


def forms() -> list[type[Form]]:
    for module in pkgutil.walk_packages(blueprints.__path__, f"{blueprints.__name__}."):
        importlib.import_module(module.name)
    known = (form for form in descendants(Form) if form.__name__ not in TOLD_FIRST | ALL_OPTIONAL)
    return sorted(known, key=lambda form: (form.__module__, form.__name__))


def descendants(form: type[Form]) -> Iterator[type[Form]]:
    for child in form.__subclasses__():
        if child.__module__.startswith("app."):
            yield child
            yield from descendants(child)


def said(form: Any) -> list[str]:
    return [message for messages in form.errors.values() for message in messages if isinstance(message, str)]


@pytest.mark.parametrize("kind", forms(), ids=lambda form: f"{form.__module__.split('.')[2]}.{form.__name__}")
@pytest.mark.parametrize(
    "value", ["", " ", "x" * 10_000, "\0", "🥖", "-1", "x@", "06"], ids=lambda value: ascii(value[:8])
)
def test_a_form_speaks_french(app: Flask, kind: type[Form], value: str) -> None:
    with app.test_request_context(method="POST", data={"probe": "1"}):
        names = [field.name for field in kind() if isinstance(field, StringField | TextAreaField)]
    data = dict.fromkeys(names, value)
    with app.test_request_context(method="POST", data=data or {"probe": "1"}):
        form = kind()
        assert not form.validate()
        messages = [message for message in said(form) if message not in (form.errors.get("csrf_token") or [])]
    assert messages
    for message in messages:
        assert not _ENGLISH.search(message), message
        assert "'" not in message, f"a straight apostrophe: {message}"
        assert not re.search(r" [:;!?»]|« ", message), f"a blank that breaks: {message!r}"
        assert not message.endswith("."), message


def test_wtforms_own_words_are_replaced(app: Flask) -> None:
    """A validator written without a message would speak English: none of ours does."""
    from wtforms import validators

    with app.test_request_context():
        offenders = [
            f"{kind.__name__}.{field.name}: {type(validator).__name__}"
            for kind in forms()
            for field in kind()
            for validator in field.validators
            if type(validator).__module__ == validators.__name__ and not getattr(validator, "message", None)
        ]
    assert not offenders
