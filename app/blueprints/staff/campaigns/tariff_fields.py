"""The figures of a tariff as they are typed: euros without VAT, numbers, percentages; and back from what is kept."""

from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import StringField
from wtforms.validators import StopValidation


class DecimalField(StringField):  # type: ignore[misc]
    """A figure as the French type it: « 1 250,50 » with its unit or without. `value` is exact; empty is None."""

    value: Decimal | None = None

    def __init__(
        self, label: str, *, most: int, example: str, least: int = 0, whole: bool = False, **options: Any
    ) -> None:
        self._least, self._most, self._example, self._whole = least, most, example, whole
        super().__init__(label, **options)

    def pre_validate(self, form: Any) -> None:
        typed = "".join((self.data or "").split()).replace("€", "").replace("%", "").replace(",", ".")
        self.value = None
        if not typed:
            return
        try:
            value = Decimal(typed)
        except InvalidOperation:
            value = Decimal("NaN")
        if (
            not value.is_finite()
            or not self._least <= value <= self._most
            or value != round(value, 0 if self._whole else 2)
        ):
            raise StopValidation(
                f"«\u00a0{str(self.data)[:20]}\u00a0» ne convient pas\u00a0: saisissez {self._example}"
            )
        self.value = value


def amount_field(label: str) -> DecimalField:
    return DecimalField(label, most=100_000, example="un montant en euros, par exemple 98,00")


def whole_field(label: str, *, least: int = 0, most: int = 99_999) -> DecimalField:
    example = "un nombre entier, par exemple 9" if most > 99 else f"un nombre entier, de {least} à {most}"
    return DecimalField(label, least=least, most=most, example=example, whole=True)


def percent_field(label: str) -> DecimalField:
    return DecimalField(label, most=100, example="un pourcentage de 0 à 100, par exemple 20")


def cents_of(field: DecimalField) -> int | None:
    return int(field.value * 100) if field.value is not None else None


def whole_of(field: DecimalField) -> int | None:
    return int(field.value) if field.value is not None else None


def given(key: str, value: Any) -> dict[str, Any]:
    return {} if value is None else {key: value}


def json_number(value: Decimal | None) -> int | float:
    """As JSON writes it."""
    value = value or Decimal(0)
    return int(value) if value == int(value) else float(value)


def euros(cents: int | None) -> str:
    return "" if cents is None else f"{cents / 100:.2f}".replace(".", ",")


def plain(value: Any) -> str:
    return "" if value is None else str(value).replace(".", ",")
