"""Which version of a thing a form shows: of two people who change it at once, the second is told."""

from typing import Any

from wtforms import HiddenField

from app.forms.base import Form


class VersionField(HiddenField):  # type: ignore[misc]
    """A number; anything else is that of no version."""

    data: int

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = str(valuelist[0]) if valuelist else ""
        self.data = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


class VersionForm(Form):
    """A button about what was shown; others that change it too descend from it."""

    version = VersionField()
