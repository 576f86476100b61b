"""The association's tariff, read from the campaign's JSON: what a follow-up costs (Code du travail, art. L. 4622-6).

Amounts are in cents without VAT. The format is told in docs/guide-exploitant.md; pricing is in services/pricing.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.models import FollowUp

_VAT = Decimal(20)


class TariffError(ValueError):
    """The tariff cannot be used; the message, in French, says which key and how to mend it."""


class Mode(StrEnum):
    PER_CAPITA = "par_salarie"
    PAYROLL = "masse_salariale"


@dataclass(frozen=True)
class Bracket:
    """A rate for companies of at most so many employees; None: the larger ones."""

    up_to: int | None
    cents: int


@dataclass(frozen=True)
class Tariff:
    """Per head: one of `flat`, `brackets`, `by_follow_up`. By payroll: `percent`, up to `ceiling` for each employee."""

    mode: Mode
    vat: Decimal = _VAT
    flat: int | None = None
    brackets: tuple[Bracket, ...] = ()
    by_follow_up: Mapping[FollowUp, int] | None = None
    apprentice: int | None = None
    minimum: int = 0
    # A fixed-term contract (CDD) shorter than this many days is followed but not billed.
    shortest_contract: int | None = None
    percent: Decimal = Decimal(0)
    ceiling: int | None = None

    @property
    def asks_payroll(self) -> bool:
        return self.mode is Mode.PAYROLL

    def bracket(self, heads: int) -> Bracket | None:
        """The bracket of a company of this size."""
        return next((one for one in self.brackets if one.up_to is None or heads <= one.up_to), None)


_COMMON = {"mode", "tva_pour_cent", "minimum_centimes"}
_PER_CAPITA = _COMMON | {
    "taux_centimes", "tranches", "par_suivi_centimes", "apprenti_centimes", "cdd_jours_minimum",
}  # fmt: skip
_PAYROLL = _COMMON | {"taux_pour_cent", "plafond_par_salarie_centimes"}
_RATES = ("taux_centimes", "tranches", "par_suivi_centimes")


def read(raw: Any) -> Tariff:
    """The tariff that this JSON describes. Raises TariffError."""
    if not isinstance(raw, dict):
        raise TariffError("le tarif doit être un objet JSON, entre accolades")
    try:
        mode = Mode(raw.get("mode", Mode.PER_CAPITA))
    except ValueError:
        raise TariffError(f"«\u00a0mode\u00a0» vaut {' ou '.join(Mode)}") from None
    allowed = _PAYROLL if mode is Mode.PAYROLL else _PER_CAPITA
    if unknown := sorted(set(raw) - allowed):
        known = ", ".join(sorted(allowed))
        raise TariffError(f"«\u00a0{unknown[0]}\u00a0» n’est pas connu dans ce mode. Clés possibles\u00a0: {known}")
    vat = _percent(raw, "tva_pour_cent", default=_VAT)
    minimum = _cents(raw, "minimum_centimes") or 0
    if mode is Mode.PAYROLL:
        if "taux_pour_cent" not in raw:
            raise TariffError("indiquez «\u00a0taux_pour_cent\u00a0», la part de la masse salariale")
        ceiling = _cents(raw, "plafond_par_salarie_centimes")
        return Tariff(mode, vat, minimum=minimum, percent=_percent(raw, "taux_pour_cent"), ceiling=ceiling)
    given = [key for key in _RATES if key in raw]
    if len(given) != 1:
        raise TariffError(f"indiquez une seule de ces clés\u00a0: {', '.join(_RATES)}")
    return Tariff(
        mode,
        vat,
        flat=_cents(raw, "taux_centimes"),
        brackets=_brackets(raw["tranches"]) if "tranches" in raw else (),
        by_follow_up=_by_follow_up(raw["par_suivi_centimes"]) if "par_suivi_centimes" in raw else None,
        apprentice=_cents(raw, "apprenti_centimes"),
        minimum=minimum,
        shortest_contract=_days(raw, "cdd_jours_minimum"),
    )


def _brackets(raw: Any) -> tuple[Bracket, ...]:
    if not isinstance(raw, list) or not raw or not all(isinstance(one, dict) for one in raw):
        raise TariffError(
            '«\u00a0tranches\u00a0» est une liste, par exemple [{"jusqu_a": 9, "taux_centimes": 9638}, …]'
        )
    brackets = []
    for rank, one in enumerate(raw, start=1):
        if set(one) - {"jusqu_a", "taux_centimes"} or "taux_centimes" not in one:
            raise TariffError(
                f"la tranche {rank} prend «\u00a0jusqu_a\u00a0» (sauf la dernière) et «\u00a0taux_centimes\u00a0»"
            )
        brackets.append(Bracket(_days(one, "jusqu_a"), _cents(one, "taux_centimes") or 0))
    limits = [one.up_to for one in brackets]
    if limits[-1] is not None or None in limits[:-1]:
        raise TariffError(
            "seule la dernière tranche n’a pas «\u00a0jusqu_a\u00a0»\u00a0: elle vaut pour les plus grandes entreprises"
        )
    if (known := [limit for limit in limits if limit is not None]) != sorted(set(known)):
        raise TariffError("les tranches vont de la plus petite à la plus grande")
    return tuple(brackets)


def _by_follow_up(raw: Any) -> dict[FollowUp, int]:
    if not isinstance(raw, dict) or set(raw) != set(FollowUp):
        raise TariffError(
            "«\u00a0par_suivi_centimes\u00a0» donne un taux pour SI, un pour SIA et un pour SIR, sans autre clé"
        )
    return {kind: _cents(raw, kind) or 0 for kind in FollowUp}


def _cents(raw: dict[str, Any], key: str) -> int | None:
    value = raw.get(key)
    if value is None and key not in raw:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**9:
        raise TariffError(
            f"«\u00a0{key}\u00a0» est un nombre entier de centimes hors taxes, par exemple 9800 pour 98,00\u00a0€"
        )
    return value


def _days(raw: dict[str, Any], key: str) -> int | None:
    value = raw.get(key)
    if value is None and key not in raw:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value < 10**6:
        raise TariffError(f"«\u00a0{key}\u00a0» est un nombre entier, 1 ou plus")
    return value


def _percent(raw: dict[str, Any], key: str, *, default: Decimal | None = None) -> Decimal:
    value = raw.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not 0 <= value <= 100:
        raise TariffError(f"«\u00a0{key}\u00a0» est un pourcentage de 0 à 100, par exemple 20 ou 0.42")
    return Decimal(str(value))
