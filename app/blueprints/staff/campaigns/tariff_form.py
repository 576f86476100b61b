"""The tariff of a campaign as a form: amounts in euros without VAT, made into the JSON that tariff_reading reads."""

from decimal import Decimal
from typing import Any

from wtforms import HiddenField
from wtforms.validators import Length

from app.blueprints.staff.campaigns.tariff_fields import (
    amount_field,
    cents_of,
    euros,
    given,
    json_number,
    percent_field,
    plain,
    whole_field,
    whole_of,
)
from app.blueprints.staff.campaigns.tariff_rules import (
    BRACKETS,
    INVOICES,
    NOTHING,
    ONCE,
    Rows,
    RulesForm,
    check_sizes,
    is_filled,
)
from app.forms.base import STALE
from app.forms.coordinates import radio_field
from app.models import FollowUp
from app.services.tariff_reading import TariffError, read

FLAT, BY_SIZE, BY_FOLLOW_UP, PAYROLL, NONE = "unique", "tranches", "suivi", "masse", "aucun"
MODES = (
    (FLAT, "Un taux par salarié, le même pour toutes les entreprises"),
    (BY_SIZE, "Un taux par salarié, selon la taille de l’entreprise"),
    (BY_FOLLOW_UP, "Un taux par salarié, selon son type de suivi"),
    (PAYROLL, "Une part de la masse salariale"),
    (NONE, "Pas de tarif\u00a0: aucun montant n’est montré aux adhérents"),
)
MISSING = "Indiquez ce taux"


class TariffForm(RulesForm):
    mode = radio_field("Mode de calcul", MODES, "Choisissez un mode de calcul")
    flat = amount_field("Taux par salarié")
    si = amount_field("Suivi simple (SI)")
    sia = amount_field("Suivi adapté (SIA)")
    sir = amount_field("Suivi renforcé (SIR)")
    apprentice = amount_field("Taux des apprentis")
    shortest = whole_field("CDD facturés à partir de")
    percent = percent_field("Part de la masse salariale")
    ceiling = amount_field("Plafond par salarié")
    minimum = amount_field("Cotisation minimale")
    vat = percent_field("TVA")
    mean = amount_field("Coût moyen national")
    seen = HiddenField(validators=[Length(max=12, message=STALE)])

    def brackets(self) -> Rows:
        return self.sizes(BRACKETS)

    def invoices_rows(self) -> Rows:
        return self.sizes(INVOICES)

    def show(self, raw: dict[str, Any] | None) -> None:
        """Fill in an empty form from a tariff as it is kept."""
        if raw is None:
            self.mode.data, self.vat.data = NONE, "20"
            self.joining_per.data, self.hires.data = ONCE, NOTHING
            return
        self.mode.data = _mode_of(raw)
        self.vat.data = plain(raw.get("tva_pour_cent", 20))
        self.percent.data = plain(raw.get("taux_pour_cent"))
        shown = {
            "flat": "taux_centimes", "apprentice": "apprenti_centimes", "minimum": "minimum_centimes",
            "ceiling": "plafond_par_salarie_centimes",
        }  # fmt: skip
        for name, key in shown.items():
            self[name].data = euros(raw.get(key))
        self.shortest.data = plain(raw.get("cdd_jours_minimum"))
        for name, kind in (("si", FollowUp.SI), ("sia", FollowUp.SIA), ("sir", FollowUp.SIR)):
            self[name].data = euros(raw.get("par_suivi_centimes", {}).get(kind.value))
        kept = [(one.get("jusqu_a"), euros(one["taux_centimes"])) for one in raw.get("tranches", ())]
        self.show_sizes(BRACKETS, kept)
        self.show_rules(raw)

    def tariff(self) -> dict[str, Any] | None:
        """What is to be kept; None for no tariff. Call it once the form is valid. Raises TariffError."""
        if self.mode.data == NONE:
            return None
        raw: dict[str, Any] = {"mode": "masse_salariale" if self.mode.data == PAYROLL else "par_salarie"}
        raw |= {"tva_pour_cent": json_number(self.vat.value if self.vat.value is not None else Decimal(20))}
        raw |= given("minimum_centimes", cents_of(self.minimum))
        if self.mode.data == PAYROLL:
            raw |= {"taux_pour_cent": json_number(self.percent.value)} | given(
                "plafond_par_salarie_centimes", cents_of(self.ceiling)
            )
        else:
            raw |= self._rates()
            raw |= given("apprenti_centimes", cents_of(self.apprentice))
            raw |= given("cdd_jours_minimum", whole_of(self.shortest) or None)
        raw |= self.rules()
        read(raw)
        return raw

    def _rates(self) -> dict[str, Any]:
        if self.mode.data == FLAT:
            return {"taux_centimes": cents_of(self.flat)}
        if self.mode.data == BY_FOLLOW_UP:
            return {"par_suivi_centimes": {kind.value: cents_of(self[kind.value.lower()]) for kind in FollowUp}}
        rows = [(up_to, cents_of(rate)) for up_to, rate in self.brackets() if rate.value is not None]
        return {"tranches": [given("jusqu_a", whole_of(up_to)) | {"taux_centimes": cents} for up_to, cents in rows]}

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        needed = {FLAT: ("flat",), BY_FOLLOW_UP: ("si", "sia", "sir"), PAYROLL: ("percent",)}.get(self.mode.data, ())
        for name in needed:
            if self[name].value is None:
                self[name].errors = [MISSING]
        if self.mode.data == BY_SIZE:
            if not any(map(is_filled, self.brackets())):
                self.rate_1.errors = [MISSING]
            check_sizes(self.brackets(), "Indiquez le taux de cette tranche")
        if self.mode.data != NONE:
            self.check_rules(by_payroll=self.mode.data == PAYROLL)
        if not self.errors:
            self._check_whole()
        return not self.errors

    def _check_whole(self) -> None:
        try:
            self.tariff()
        except TariffError as wrong:
            said = str(wrong)
            self.refuse(said[0].upper() + said[1:])


def _mode_of(raw: dict[str, Any]) -> str:
    if raw.get("mode") == "masse_salariale":
        return PAYROLL
    return BY_SIZE if "tranches" in raw else BY_FOLLOW_UP if "par_suivi_centimes" in raw else FLAT
