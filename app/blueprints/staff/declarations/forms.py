from typing import Any

from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from app.blueprints.staff.campaigns.tariff_fields import DecimalField
from app.clock import today
from app.forms.base import required
from app.forms.dates import FrenchDateField
from app.forms.once import OnceForm
from app.models import Campaign, FollowUp
from app.services.staff.paper_declarations import Figures, Paper

_MOST = 99_999


class Reopen(OnceForm):
    reason = TextAreaField(
        "Motif",
        validators=[
            required("Indiquez le motif\u00a0: il est écrit à l’adhérent"),
            Length(max=500, message="500 caractères au maximum"),
        ],
    )


def _heads(label: str) -> DecimalField:
    return DecimalField(label, most=_MOST, example="un nombre entier, par exemple 12", whole=True)


class PaperForm(OnceForm):
    """What a paper declaration says; what is left empty is zero."""

    received_on = FrenchDateField("Reçue le", empty="Indiquez le jour où l’association a reçu la déclaration")
    nil_since = FrenchDateField("Plus aucun salarié depuis le")
    si = _heads("Suivi simple (SI)")
    si_apprentices = _heads("Dont apprentis en suivi simple")
    si_short = _heads("Dont CDD courts en suivi simple")
    sia = _heads("Suivi adapté (SIA)")
    sia_apprentices = _heads("Dont apprentis en suivi adapté")
    sia_short = _heads("Dont CDD courts en suivi adapté")
    sir = _heads("Suivi renforcé (SIR)")
    sir_apprentices = _heads("Dont apprentis en suivi renforcé")
    sir_short = _heads("Dont CDD courts en suivi renforcé")
    entries = _heads("Entrées dans l’année")
    departures = _heads("Départs dans l’année")
    payroll = DecimalField(
        "Masse salariale", most=2_000_000_000, example="un montant en euros entiers, par exemple 128450", whole=True
    )
    seen = HiddenField()

    def paper(self) -> Paper:
        """What was typed, once the form is valid."""
        figures = {
            kind: Figures(*(_int(self[f"{kind.value.lower()}{part}"]) for part in ("", "_apprentices", "_short")))
            for kind in FollowUp
        }
        payroll = int(self.payroll.value) if self.payroll.value is not None else None
        return Paper(
            self.received_on.data, figures, _int(self.entries), _int(self.departures), payroll, self.nil_since.data
        )

    def is_right(self, campaign: Campaign, *, asks_payroll: bool) -> bool:
        """Whether it can be put in force; what cannot stand is said beside each field."""
        if not self.validate_on_submit():
            return False
        if self.received_on.data > today():
            self.received_on.errors = ["Ce jour n’est pas encore venu"]
        for kind in FollowUp:
            self._check_parts(kind.value.lower())
        total = self.paper().headcount.total
        if self.nil_since.data:
            self._check_nil(campaign, total)
        elif not total and not self.errors:
            self.si.errors = ["Indiquez l’effectif, ou le jour depuis lequel l’entreprise n’a plus de salarié"]
        if asks_payroll and total and self.payroll.value is None and not self.payroll.errors:
            self.payroll.errors = ["Indiquez la masse salariale\u00a0: le tarif de la campagne la demande"]
        return not self.errors

    def _check_parts(self, kind: str) -> None:
        if _int(self[f"{kind}_apprentices"]) + _int(self[f"{kind}_short"]) > _int(self[kind]):
            self[kind].errors = ["Les apprentis et les CDD courts dépassent l’effectif de ce suivi"]

    def _check_nil(self, campaign: Campaign, total: int) -> None:
        if total:
            self.nil_since.errors = ["Laissez cette date vide, ou les effectifs\u00a0: l’un contredit l’autre"]
        elif self.nil_since.data > campaign.reference_on:
            self.nil_since.errors = [f"L’entreprise employait encore au {campaign.reference_on:%d/%m/%Y}"]


def _int(field: Any) -> int:
    return int(field.value) if field.value is not None else 0
