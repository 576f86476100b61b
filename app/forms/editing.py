"""Forms that two people may fill in at once: each knows which values it showed, and a conflict shows both versions."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from wtforms import HiddenField, TelField

from app.formatting import phone, short_date
from app.forms.base import Form
from app.services.editing import ChangedMeanwhile, mark_of


class EditForm(Form):
    """A form that knows which values it showed: somebody else may change them meanwhile."""

    seen = HiddenField()

    def shows(self, values: Any) -> None:
        """From now on this form was filled in before these values."""
        self.seen.data = mark_of(values)


@dataclass(frozen=True)
class Conflict:
    """Who changed what meanwhile: (field, what is saved, what was typed)."""

    by: str | None
    at: datetime | None
    lines: list[tuple[str, str, str]]

    @classmethod
    def between(cls, form: EditForm, present: Any, change: ChangedMeanwhile) -> "Conflict":
        """What was typed against what is saved now; the form then counts as filled in before the latter."""
        form.shows(present)
        saved = flat(present)
        lines = [
            (field.label.text, _as_shown(field, saved[field.name]), _as_shown(field, field.data))
            for field in form
            if field.name in saved and (saved[field.name] or "") != (field.data or "")
        ]
        return cls(change.by, change.at, lines)


def flat(values: Any) -> dict[str, Any]:
    """The values of a form by the names of its fields."""
    fields: dict[str, Any] = {}
    for name, value in asdict(values).items():
        fields.update(value if isinstance(value, dict) else {name: value})
    return fields


def _as_shown(field: Any, value: Any) -> str:
    """A choice by its label, a day and a telephone as they are written."""
    if isinstance(value, date):
        return short_date(value)
    if value and isinstance(field, TelField):
        return phone(value)
    labels = {choice.value: choice.label for choice in getattr(field, "choices", None) or ()}
    return labels.get(value, value) or "—"
