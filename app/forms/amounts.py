"""Amounts of euros, as people type them: 1 250,00 €, 1250.5, 1250."""

from typing import Any

from wtforms import StringField
from wtforms.validators import StopValidation

from app.formatting import amount
from app.reading import readable
from app.services.exchange import values


class AmountField(StringField):  # type: ignore[misc]
    """An amount, shown again as it was typed. `data` is in cents, or None when empty."""

    def __init__(self, label: str, **options: Any) -> None:
        self.typed = ""
        self.data: Any = None
        super().__init__(label, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.typed = self.data = readable(valuelist[0]).strip()

    def _value(self) -> str:
        return self.typed or (amount(self.data) if isinstance(self.data, int) else "")

    def pre_validate(self, form: Any) -> None:
        if isinstance(self.data, int):
            return
        typed, self.data = self.data or "", None
        if not typed:
            return
        try:
            self.data = values.cents(typed)
        except values.Refused:
            raise StopValidation("Saisissez un montant en euros, par exemple 1250,00") from None
