"""« Pourquoi ce montant ? » : the fee that a tariff asks for a headcount, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.formatting import NBSP, amount, plural
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
    """What a company will be billed, in cents, in so many `invoices` when the tariff says it.

    `joining` is the part, without VAT, that is asked once, the year it joins.
    """

    lines: tuple[Line, ...]
    vat: Decimal
    joining: int = 0
    invoices: int | None = None

    @property
    def net(self) -> int:
        return sum(line.total_cents for line in self.lines)

    @property
    def vat_cents(self) -> int:
        return _rounded(self.net * self.vat / 100)

    @property
    def gross(self) -> int:
        return self.net + self.vat_cents

    @property
    def instalments(self) -> list[int]:
        """What each invoice asks, VAT included: equal parts whose sum is exact, the first ones larger by a cent."""
        if not self.invoices or not self.gross:
            return []
        part, rest = divmod(self.gross, self.invoices)
        return [part + 1] * rest + [part] * (self.invoices - rest)

    @property
    def schedule(self) -> str:
        return in_words(self.instalments)


def in_words(instalments: Sequence[int]) -> str:
    """« 4 factures de 240,00 € TTC », « 2 factures : 1 de 100,01 €, puis 1 de 100,00 € TTC »; or nothing."""
    if len(instalments) < 2:
        return "Une seule facture" if instalments else ""
    larger, number = instalments.count(instalments[0]), len(instalments)
    first = amount(instalments[0])
    if larger == number:
        return f"{plural(number, 'facture')} de {first} TTC"
    rest = f"{number - larger} de {amount(instalments[-1])}"
    return f"{plural(number, 'facture')}{NBSP}: {larger} de {first}, puis {rest} TTC"


def price(tariff: Tariff, headcount: Headcount, payroll: int | None = None, *, joins: bool = False) -> Amount | None:
    """The amount for a headcount, with what a company that `joins` this year pays once.

    `payroll` is in euros, when the tariff asks for it: None until it is known.
    """
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
    once = joining_lines(tariff, headcount) if joins else []
    joining = sum(line.total_cents for line in once)
    return Amount((*lines, *once), tariff.vat, joining, tariff.invoices_for(headcount.total))


def joining_lines(tariff: Tariff, headcount: Headcount) -> list[Line]:
    """What a company pays the year it joins, once it employs somebody."""
    fee = tariff.joining
    if fee is None or not headcount.total:
        return []
    why = "Dus une seule fois, à l’adhésion"
    if fee.most_heads is not None:
        why = f"{why}, pour {plural(fee.most_heads, 'salarié')} au plus"
    lines = [_line("Frais d’adhésion", fee.heads(headcount.billed()), fee.cents, why)]
    return [line for line in lines if line.total_cents]


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
