"""« Pourquoi ce montant ? » : the fee that a tariff asks for a headcount, line by line."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.models import FollowUp
from app.services.headcounts import Headcount
from app.services.tariff import Tariff


@dataclass(frozen=True)
class Line:
    """A line of the amount: so many at so much, in cents without VAT; `why` says the rule in a sentence."""

    label: str
    count: int
    unit_cents: int
    total_cents: int
    why: str = ""


@dataclass(frozen=True)
class Amount:
    """What a company will be billed, in cents."""

    lines: tuple[Line, ...]
    vat: Decimal

    @property
    def net(self) -> int:
        return sum(line.total_cents for line in self.lines)

    @property
    def vat_cents(self) -> int:
        return _rounded(self.net * self.vat / 100)

    @property
    def gross(self) -> int:
        return self.net + self.vat_cents


def price(tariff: Tariff, headcount: Headcount, payroll: int | None = None) -> Amount | None:
    """The amount for a headcount; `payroll` in euros, when the tariff asks for it: None until it is known."""
    if tariff.asks_payroll:
        if payroll is None:
            return None
        lines = [_payroll_line(tariff, headcount.total, payroll)]
    else:
        lines = [*_head_lines(tariff, headcount), *_unbilled(tariff, headcount)]
    net = sum(line.total_cents for line in lines)
    if headcount.total and net < tariff.minimum:
        missing = tariff.minimum - net
        why = "La cotisation ne peut être inférieure au minimum fixé par l’association"
        lines.append(Line("Complément jusqu’au minimum", 1, missing, missing, why))
    return Amount(tuple(lines), tariff.vat)


def _head_lines(tariff: Tariff, headcount: Headcount) -> list[Line]:
    lines = []
    apprentices = headcount.billed(apprentices=True) if tariff.apprentice is not None else 0
    if tariff.by_follow_up is not None:
        for kind in FollowUp:
            heads = headcount.billed(kind, apprentices=False if apprentices else None)
            why = f"Taux du {kind.label.lower()}"
            lines.append(_line(f"{kind.label} ({kind})", heads, tariff.by_follow_up[kind], why))
    else:
        heads = headcount.billed(apprentices=False if apprentices else None)
        rate, why = _rate(tariff, headcount.total)
        lines.append(_line("Salariés hors apprentis" if apprentices else "Salariés", heads, rate, why))
    if tariff.apprentice is not None:
        lines.append(_line("Apprentis", apprentices, tariff.apprentice, "Taux des apprentis"))
    return [line for line in lines if line.count]


def _rate(tariff: Tariff, heads: int) -> tuple[int, str]:
    bracket = tariff.bracket(heads)
    if bracket is None:
        return tariff.flat or 0, "Même taux pour tous, quel que soit le temps de travail"
    below = max((one.up_to for one in tariff.brackets if one.up_to is not None and one.up_to < heads), default=0)
    size = f"de {below + 1} à {bracket.up_to} salariés" if bracket.up_to else f"de plus de {below} salariés"
    return bracket.cents, f"Taux des entreprises {size}"


def _unbilled(tariff: Tariff, headcount: Headcount) -> list[Line]:
    if not headcount.short_contracts:
        return []
    why = f"Suivis, mais non facturés : leur contrat dure moins de {tariff.shortest_contract} jours"
    return [Line("CDD courts", headcount.short_contracts, 0, 0, why.replace(" :", "\u00a0:"))]


def _payroll_line(tariff: Tariff, heads: int, payroll: int) -> Line:
    base, why = payroll * 100, "Masse salariale que vous avez déclarée"
    if tariff.ceiling is not None and base > tariff.ceiling * heads:
        base, why = tariff.ceiling * heads, "Masse salariale ramenée au plafond, multiplié par votre effectif"
    percent = f"{tariff.percent.normalize():f}".replace(".", ",")
    return _line_of(f"{percent}\u00a0% de la masse salariale", _rounded(base * tariff.percent / 100), why)


def _line(label: str, count: int, unit: int, why: str) -> Line:
    return Line(label, count, unit, count * unit, why)


def _line_of(label: str, total: int, why: str) -> Line:
    return Line(label, 1, total, total, why)


def _rounded(cents: Decimal) -> int:
    """Half a cent goes up, as on an invoice."""
    return int(cents.quantize(Decimal(1), rounding=ROUND_HALF_UP))
