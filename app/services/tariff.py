"""The association's tariff: what a follow-up costs (Code du travail, art. L. 4622-6), and how it is asked for.

Amounts are in cents without VAT. services/tariff_reading.py makes one from JSON; services/pricing.py applies it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.models import FollowUp

VAT = Decimal(20)


class Mode(StrEnum):
    PER_CAPITA = "par_salarie"
    PAYROLL = "masse_salariale"


class HireRule(StrEnum):
    """When somebody hired after the reference date is billed."""

    NEVER = "jamais"
    ADDED = "ajout"
    VISITED = "visite"
    CONTRACT = "contrat"


@dataclass(frozen=True)
class Bracket:
    """A rate for companies of at most so many employees; None: the larger ones."""

    up_to: int | None
    cents: int


@dataclass(frozen=True)
class Invoices:
    """How many invoices companies of at most so many employees get; None: the larger ones."""

    up_to: int | None
    number: int


@dataclass(frozen=True)
class JoiningFee:
    """What a company pays once, the year it joins: a flat fee, or so much a head, for `most_heads` at most."""

    cents: int
    per_head: bool = False
    most_heads: int | None = None

    def heads(self, billed: int) -> int:
        """For how many it is asked."""
        if not self.per_head:
            return 1
        return billed if self.most_heads is None else min(billed, self.most_heads)


@dataclass(frozen=True)
class NewHires:
    """What somebody hired after the reference date costs; `cents` None: the rate of the others.

    With HireRule.CONTRACT, those whose contract lasts more than `days`.
    """

    rule: HireRule
    cents: int | None = None
    days: int | None = None


@dataclass(frozen=True)
class Tariff:
    """Per head: one of `flat`, `brackets`, `by_follow_up`. By payroll: `percent`, up to `ceiling` for each employee."""

    mode: Mode
    vat: Decimal = VAT
    flat: int | None = None
    brackets: tuple[Bracket, ...] = ()
    by_follow_up: Mapping[FollowUp, int] | None = None
    apprentice: int | None = None
    minimum: int = 0
    # A fixed-term contract (CDD) shorter than this many days is followed but not billed.
    shortest_contract: int | None = None
    percent: Decimal = Decimal(0)
    ceiling: int | None = None
    joining: JoiningFee | None = None
    invoices: tuple[Invoices, ...] = ()
    new_hires: NewHires | None = None

    @property
    def asks_payroll(self) -> bool:
        return self.mode is Mode.PAYROLL

    def bracket(self, heads: int) -> Bracket | None:
        """The bracket of a company of this size."""
        return next((one for one in self.brackets if one.up_to is None or heads <= one.up_to), None)

    def invoices_for(self, heads: int) -> int | None:
        """How many invoices a company of this size gets, when the tariff says it."""
        return next((one.number for one in self.invoices if one.up_to is None or heads <= one.up_to), None)
