"""What a tariff asks besides its rates, as a part of its form: joining fee, invoices by size, employees hired later."""

from dataclasses import dataclass
from typing import Any

from app.blueprints.staff.campaigns.tariff_fields import (
    DecimalField,
    amount_field,
    cents_of,
    euros,
    given,
    plain,
    whole_field,
    whole_of,
)
from app.forms.base import Form
from app.forms.coordinates import radio_field
from app.services.tariff import HireRule
from app.services.tariff_reading import MOST_INVOICES

Rows = list[tuple[DecimalField, DecimalField]]
ONCE, PER_HEAD, NOTHING = "entreprise", "salarie", "rien"
JOINING = ((ONCE, "Par entreprise"), (PER_HEAD, "Par salarié"))
HIRES = (
    (NOTHING, "Rien n’est annoncé"),
    (HireRule.NEVER.value, "Jamais facturés dans l’année"),
    (HireRule.ADDED.value, "Facturés dès que l’entreprise les déclare"),
    (HireRule.VISITED.value, "Facturés s’ils sont reçus en visite"),
    (HireRule.CONTRACT.value, "Facturés si leur contrat dépasse une durée"),
)
LAST = "Laissez la limite de la dernière tranche vide\u00a0: elle vaut pour les plus grandes entreprises"


@dataclass(frozen=True)
class Sizes:
    """Rows of fields, the smallest companies first: their names, how many there are, are shown at first, stay free."""

    limit: str
    value: str
    most: int
    few: int
    spare: int


BRACKETS = Sizes("up_to", "rate", most=40, few=8, spare=4)
INVOICES = Sizes("invoices_up_to", "invoices", most=MOST_INVOICES, few=3, spare=1)


class RulesForm(Form):
    joining = amount_field("Frais d’adhésion")
    joining_per = radio_field("Frais demandés", JOINING, "Choisissez comment sont demandés les frais")
    joining_most = whole_field("Plafond", least=1)
    hires = radio_field("Salariés embauchés après la date de référence", HIRES, "Choisissez une règle")
    hire_days = whole_field("Durée que dépasse le contrat", least=1)
    hire_rate = amount_field("Montant par salarié embauché")

    def sizes(self, of: Sizes) -> Rows:
        """The rows worth showing: companies of up to so many employees, and their rate or their invoices."""
        rows = [(self[f"{of.limit}_{rank}"], self[f"{of.value}_{rank}"]) for rank in range(1, of.most + 1)]
        last = max((rank for rank, row in enumerate(rows, start=1) if is_filled(row)), default=0)
        return rows[: max(of.few, last + of.spare)]

    def show_sizes(self, of: Sizes, steps: list[tuple[int | None, str]]) -> None:
        """Fill in rows from what is kept."""
        if len(steps) > of.most:
            self.refuse(f"Ce tarif a plus de {of.most} tranches, qui ne sont pas toutes montrées ici")
        for rank, (up_to, shown) in enumerate(steps[: of.most], start=1):
            self[f"{of.limit}_{rank}"].data, self[f"{of.value}_{rank}"].data = plain(up_to), shown

    def show_rules(self, raw: dict[str, Any]) -> None:
        """Fill in from a tariff as it is kept."""
        fee, hires = raw.get("adhesion", {}), raw.get("embauches", {})
        self.joining_per.data = PER_HEAD if "par_salarie_centimes" in fee else ONCE
        self.joining.data = euros(fee.get("par_salarie_centimes", fee.get("forfait_centimes")))
        self.joining_most.data = plain(fee.get("salaries_maximum"))
        self.show_sizes(INVOICES, [(one.get("jusqu_a"), plain(one["nombre"])) for one in raw.get("factures", ())])
        self.hires.data = hires.get("regle", NOTHING)
        self.hire_days.data, self.hire_rate.data = plain(hires.get("jours")), euros(hires.get("taux_centimes"))

    def rules(self) -> dict[str, Any]:
        """What is to be kept of them, once the form is valid."""
        invoices = [
            given("jusqu_a", whole_of(up_to)) | {"nombre": whole_of(number)}
            for up_to, number in self.sizes(INVOICES)
            if number.value is not None
        ]
        return (
            given("adhesion", self._joining()) | given("factures", invoices or None) | given("embauches", self._hires())
        )

    def check_rules(self, *, by_payroll: bool) -> None:
        """Refuse what makes no rule, on the field to mend."""
        check_sizes(self.sizes(INVOICES), "Indiquez le nombre de factures de cette tranche")
        if self.joining_per.data == PER_HEAD and self.joining.value is None and self.joining_most.data:
            self.joining.errors = ["Indiquez les frais par salarié, ou effacez le plafond"]
        if self.hires.data == HireRule.CONTRACT and self.hire_days.value is None:
            self.hire_days.errors = ["Indiquez une durée en jours, par exemple 31"]
        if by_payroll and self.hires.data not in (NOTHING, HireRule.NEVER) and self.hire_rate.value is None:
            self.hire_rate.errors = ["Indiquez ce montant\u00a0: la masse salariale ne donne pas de taux par salarié"]

    def _joining(self) -> dict[str, Any] | None:
        cents = cents_of(self.joining)
        if cents is None:
            return None
        if self.joining_per.data == ONCE:
            return {"forfait_centimes": cents}
        return {"par_salarie_centimes": cents} | given("salaries_maximum", whole_of(self.joining_most))

    def _hires(self) -> dict[str, Any] | None:
        if self.hires.data == NOTHING:
            return None
        rule = {"regle": self.hires.data}
        if self.hires.data == HireRule.NEVER:
            return rule
        days = whole_of(self.hire_days) if self.hires.data == HireRule.CONTRACT else None
        return rule | given("jours", days) | given("taux_centimes", cents_of(self.hire_rate))


def is_filled(row: tuple[DecimalField, DecimalField]) -> bool:
    return bool(row[0].data or row[1].data)


def check_sizes(rows: Rows, missing: str) -> None:
    """Each size has its value, and only the last one has no limit."""
    filled = [row for row in rows if is_filled(row)]
    for up_to, value in filled:
        if value.value is None:
            value.errors = [missing]
        elif up_to.value is None and up_to is not filled[-1][0]:
            up_to.errors = ["Seule la dernière tranche n’a pas de limite"]
    if filled and filled[-1][0].value is not None:
        filled[-1][0].errors = [LAST]


for _rank in range(1, BRACKETS.most + 1):
    setattr(RulesForm, f"up_to_{_rank}", whole_field(f"Tranche {_rank}\u00a0: jusqu’à", least=1))
    setattr(RulesForm, f"rate_{_rank}", amount_field(f"Tranche {_rank}\u00a0: taux par salarié"))
for _rank in range(1, INVOICES.most + 1):
    setattr(RulesForm, f"invoices_up_to_{_rank}", whole_field(f"Taille {_rank}\u00a0: jusqu’à", least=1))
    setattr(RulesForm, f"invoices_{_rank}", whole_field(f"Taille {_rank}\u00a0: factures", least=1, most=INVOICES.most))
