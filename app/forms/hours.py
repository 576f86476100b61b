"""Hours as the French write them: 9 h 30, 9h, 09:30, 0930."""

import re
from datetime import time
from typing import Any

from wtforms import StringField
from wtforms.validators import StopValidation

from app.formatting import hour
from app.reading import readable

EXAMPLE = "Saisissez une heure comme 9\u00a0h\u00a030"
_SPELT = re.compile(r"(\d{1,2}) ?(?:h|:|\.) ?(\d{2})?(?: ?(?:min|mn))?|(\d{2})(\d{2})|(\d{1,2})", re.ASCII)


def read_hour(text: str) -> time | None:
    """The time of the day that a person wrote, or None."""
    found = _SPELT.fullmatch(" ".join(text.replace("\u00a0", " ").lower().split()))
    if not found:
        return None
    hours, minutes = found[1] or found[3] or found[5], found[2] or found[4] or "0"
    try:
        return time(int(hours), int(minutes))
    except ValueError:
        return None


class FrenchHourField(StringField):  # type: ignore[misc]
    """An hour, typed in any usual spelling and shown again as it was typed. `data` is a time."""

    def __init__(self, label: str, *, empty: str, **options: Any) -> None:
        self.typed = ""
        self.data: Any = None
        self._empty = empty
        super().__init__(label, **options)
        self.flags.required = True

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.typed = readable(valuelist[0]).strip()
            self.data = self.typed

    def _value(self) -> str:
        return self.typed or (hour(self.data) if isinstance(self.data, time) else "")

    def pre_validate(self, form: Any) -> None:
        if isinstance(self.data, time):
            return
        typed = (self.data or "").strip()
        self.data = read_hour(typed)
        if not typed:
            raise StopValidation(self._empty)
        if self.data is None:
            raise StopValidation(
                f"«\u00a0{typed[:20]}\u00a0» n’est pas une heure. Saisissez une heure comme 9\u00a0h\u00a030"
            )
