"""The tariff of a campaign as a form: amounts in euros without VAT, made into the JSON that tariff_reading reads."""

from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import HiddenField, StringField
from wtforms.validators import Length, StopValidation

from app.forms.base import STALE, Form
from app.forms.coordinates import radio_field
from app.models import FollowUp
from app.services.tariff_reading import TariffError, read

BRACKETS = 8
FLAT, BY_SIZE, BY_FOLLOW_UP, PAYROLL, NONE = "unique", "tranches", "suivi", "masse", "aucun"
MODES = (
    (FLAT, "Un taux par salarié, le même pour toutes les entreprises"),
    (BY_SIZE, "Un taux par salarié, selon la taille de l’entreprise"),
    (BY_FOLLOW_UP, "Un taux par salarié, selon son type de suivi"),
    (PAYROLL, "Une part de la masse salariale"),
    (NONE, "Pas de tarif\u00a0: aucun montant n’est montré aux adhérents"),
)
MISSING = "Indiquez ce taux"
LAST = "Laissez la limite de la dernière tranche vide\u00a0: elle vaut pour les plus grandes entreprises"


class DecimalField(StringField):  # type: ignore[misc]
    """A figure as the French type it: « 1 250,50 » with its unit or without. `value` is exact; empty is None."""

    value: Decimal | None = None

    def __init__(self, label: str, *, most: int, example: str, whole: bool = False, **options: Any) -> None:
        self._most, self._example, self._whole = Decimal(most), example, whole
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
        if not value.is_finite() or not 0 <= value <= self._most or value != round(value, 0 if self._whole else 2):
            raise StopValidation(
                f"«\u00a0{str(self.data)[:20]}\u00a0» ne convient pas\u00a0: saisissez {self._example}"
            )
        self.value = value


def _amount(label: str) -> DecimalField:
    return DecimalField(label, most=100_000, example="un montant en euros, par exemple 98,00")


def _whole(label: str) -> DecimalField:
    return DecimalField(label, most=99_999, example="un nombre entier, par exemple 9", whole=True)


def _percent(label: str) -> DecimalField:
    return DecimalField(label, most=100, example="un pourcentage de 0 à 100, par exemple 20")


class TariffForm(Form):
    mode = radio_field("Mode de calcul", MODES, "Choisissez un mode de calcul")
    flat = _amount("Taux par salarié")
    si = _amount("Suivi simple (SI)")
    sia = _amount("Suivi adapté (SIA)")
    sir = _amount("Suivi renforcé (SIR)")
    apprentice = _amount("Taux des apprentis")
    shortest = _whole("CDD facturés à partir de")
    percent = _percent("Part de la masse salariale")
    ceiling = _amount("Plafond par salarié")
    minimum = _amount("Cotisation minimale")
    vat = _percent("TVA")
    mean = _amount("Coût moyen national")
    seen = HiddenField(validators=[Length(max=12, message=STALE)])

    def brackets(self) -> list[tuple[DecimalField, DecimalField]]:
        """The rows of sizes: up to so many employees, at this rate."""
        return [(self[f"up_to_{rank}"], self[f"rate_{rank}"]) for rank in range(1, BRACKETS + 1)]

    def show(self, raw: dict[str, Any] | None) -> None:
        """Fill in an empty form from a tariff as it is kept."""
        if raw is None:
            self.mode.data, self.vat.data = NONE, "20"
            return
        self.mode.data = _mode_of(raw)
        self.vat.data = _plain(raw.get("tva_pour_cent", 20))
        self.percent.data = _plain(raw.get("taux_pour_cent"))
        shown = {
            "flat": "taux_centimes", "apprentice": "apprenti_centimes", "minimum": "minimum_centimes",
            "ceiling": "plafond_par_salarie_centimes",
        }  # fmt: skip
        for name, key in shown.items():
            self[name].data = _euros(raw.get(key))
        self.shortest.data = _plain(raw.get("cdd_jours_minimum"))
        for name, kind in (("si", FollowUp.SI), ("sia", FollowUp.SIA), ("sir", FollowUp.SIR)):
            self[name].data = _euros(raw.get("par_suivi_centimes", {}).get(kind.value))
        if len(raw.get("tranches", ())) > BRACKETS:
            self.refuse(f"Ce tarif a plus de {BRACKETS} tranches, qui ne sont pas toutes montrées ici")
        for (up_to, rate), bracket in zip(self.brackets(), raw.get("tranches", ()), strict=False):
            up_to.data, rate.data = _plain(bracket.get("jusqu_a")), _euros(bracket["taux_centimes"])

    def tariff(self) -> dict[str, Any] | None:
        """What is to be kept; None for no tariff. Call it once the form is valid. Raises TariffError."""
        if self.mode.data == NONE:
            return None
        raw: dict[str, Any] = {"mode": "masse_salariale" if self.mode.data == PAYROLL else "par_salarie"}
        raw |= {"tva_pour_cent": _number(self.vat.value if self.vat.value is not None else Decimal(20))}
        raw |= _given("minimum_centimes", _cents(self.minimum))
        if self.mode.data == PAYROLL:
            raw |= {"taux_pour_cent": _number(self.percent.value)} | _given(
                "plafond_par_salarie_centimes", _cents(self.ceiling)
            )
        else:
            raw |= self._rates()
            raw |= _given("apprenti_centimes", _cents(self.apprentice))
            raw |= _given("cdd_jours_minimum", int(self.shortest.value) if self.shortest.value else None)
        read(raw)
        return raw

    def _rates(self) -> dict[str, Any]:
        if self.mode.data == FLAT:
            return {"taux_centimes": _cents(self.flat)}
        if self.mode.data == BY_FOLLOW_UP:
            return {"par_suivi_centimes": {kind.value: _cents(self[kind.value.lower()]) for kind in FollowUp}}
        rows = [(up_to, _cents(rate)) for up_to, rate in self.brackets() if rate.value is not None]
        return {
            "tranches": [
                _given("jusqu_a", int(up_to.value) if up_to.value is not None else None) | {"taux_centimes": cents}
                for up_to, cents in rows
            ]
        }

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        needed = {FLAT: ("flat",), BY_FOLLOW_UP: ("si", "sia", "sir"), PAYROLL: ("percent",)}.get(self.mode.data, ())
        for name in needed:
            if self[name].value is None:
                self[name].errors = [MISSING]
        if self.mode.data == BY_SIZE:
            self._check_brackets()
        if not self.errors:
            self._check_whole()
        return not self.errors

    def _check_brackets(self) -> None:
        rows = [(up_to, rate) for up_to, rate in self.brackets() if up_to.data or rate.data]
        if not rows:
            self.rate_1.errors = [MISSING]
        for up_to, rate in rows:
            if rate.value is None:
                rate.errors = ["Indiquez le taux de cette tranche"]
            elif up_to.value is None and up_to is not rows[-1][0]:
                up_to.errors = ["Seule la dernière tranche n’a pas de limite"]
        if rows and rows[-1][0].value is not None:
            rows[-1][0].errors = [LAST]

    def _check_whole(self) -> None:
        try:
            self.tariff()
        except TariffError as wrong:
            said = str(wrong)
            self.refuse(said[0].upper() + said[1:])


for _rank in range(1, BRACKETS + 1):
    setattr(TariffForm, f"up_to_{_rank}", _whole(f"Tranche {_rank}\u00a0: jusqu’à"))
    setattr(TariffForm, f"rate_{_rank}", _amount(f"Tranche {_rank}\u00a0: taux par salarié"))


def _mode_of(raw: dict[str, Any]) -> str:
    if raw.get("mode") == "masse_salariale":
        return PAYROLL
    return BY_SIZE if "tranches" in raw else BY_FOLLOW_UP if "par_suivi_centimes" in raw else FLAT


def _cents(field: DecimalField) -> int | None:
    return int(field.value * 100) if field.value is not None else None


def _given(key: str, value: Any) -> dict[str, Any]:
    return {} if value is None else {key: value}


def _number(value: Decimal | None) -> int | float:
    """As JSON writes it."""
    value = value or Decimal(0)
    return int(value) if value == int(value) else float(value)


def _euros(cents: int | None) -> str:
    return "" if cents is None else f"{cents / 100:.2f}".replace(".", ",")


def _plain(value: Any) -> str:
    return "" if value is None else str(value).replace(".", ",")
