"""Dates as the French write them: 27/03/2027, 27-3-27, 270327, 27 mars 2027, 1er fév 2027, 2027-03-27."""

import re
from datetime import date
from typing import Any

from wtforms import StringField
from wtforms.validators import StopValidation

from app.clock import today
from app.formatting import MONTHS, short_date
from app.reading import readable
from app.services.search import fold

# Nobody at work was born, nor anything signed, before.
EARLIEST = 1900
_MONTHS = [fold(month) for month in MONTHS]
_NUMBERS = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4}|\d{2})")
_WORDS = re.compile(r"(?:[a-z]+ )?(\d{1,2})(?:er)? *([a-z]{3,9})\.? *(\d{4}|\d{2})")
_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def read_date(text: str, *, in_the_past: bool = False) -> date | None:
    """The day that a person wrote, or None when there is no such day.

    A year of two digits is of this century, or the last one when that would be more than ten years away from now
    (`in_the_past`, as for a birth: when that day is still to come).
    """
    found = _read_as_written(text)
    if found is None:
        return None
    day, month, written = found
    year = int(written)
    if len(written) == 2:
        year += 2000
        latest = today().year if in_the_past else today().year + 10
        if year > latest:
            year -= 100
    try:
        return date(year, month, day) if year >= EARLIEST else None
    except ValueError:
        return None


def _read_as_written(text: str) -> tuple[int, int, str] | None:
    """Day, month and year, be there such a day or not."""
    return _read(fold(text).replace("\u00a0", " ").strip())


def _read(text: str) -> tuple[int, int, str] | None:
    if iso := _ISO.fullmatch(text):
        return int(iso[3]), int(iso[2]), iso[1]
    if numbers := _NUMBERS.fullmatch(text) or _COMPACT.fullmatch(text):
        return int(numbers[1]), int(numbers[2]), numbers[3]
    if (words := _WORDS.fullmatch(text)) and (month := _month(words[2])):
        return int(words[1]), month, words[3]
    return None


def _month(word: str) -> int | None:
    """« fév », « sept », « juillet » : the months that begin so, if there is only one."""
    matching = [rank for rank, month in enumerate(_MONTHS, start=1) if month.startswith(word)]
    return matching[0] if len(matching) == 1 else None


class FrenchDateField(StringField):  # type: ignore[misc]
    """A day, typed in any usual spelling and shown again as it was typed. `data` is a date, or None when empty.

    `empty` is the message when nothing is typed; without it, the field may stay empty.
    """

    def __init__(self, label: str, *, empty: str = "", in_the_past: bool = False, **options: Any) -> None:
        self.typed = ""
        self.data: Any = None
        self._empty, self._in_the_past = empty, in_the_past
        super().__init__(label, **options)
        if empty:
            self.flags.required = True

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.typed = readable(valuelist[0]).strip()
            self.data = self.typed

    def _value(self) -> str:
        return self.typed or (short_date(self.data, "") if isinstance(self.data, date) else "")

    def pre_validate(self, form: Any) -> None:
        if isinstance(self.data, date):
            return
        typed = (self.data or "").strip()
        if not typed:
            self.data = None
            if self._empty:
                raise StopValidation(self._empty)
            return
        self.data = read_date(typed, in_the_past=self._in_the_past)
        if self.data is None:
            trouble = "n’existe pas" if _read_as_written(typed) else "n’est pas une date"
            raise StopValidation(f"«\u00a0{typed[:40]}\u00a0» {trouble}. Saisissez une date comme 27/03/2027")
