"""A tariff read from the campaign's JSON, whose format is told in docs/guide-exploitant.md."""

from decimal import Decimal
from typing import Any

from app.models import FollowUp
from app.services.tariff import VAT, Bracket, HireRule, Invoices, JoiningFee, Mode, NewHires, Tariff

MOST_INVOICES = 12
_COMMON = {"mode", "tva_pour_cent", "minimum_centimes", "adhesion", "factures", "embauches"}
_PER_CAPITA = _COMMON | {
    "taux_centimes", "tranches", "par_suivi_centimes", "apprenti_centimes", "cdd_jours_minimum",
}  # fmt: skip
_PAYROLL = _COMMON | {"taux_pour_cent", "plafond_par_salarie_centimes"}
_RATES = ("taux_centimes", "tranches", "par_suivi_centimes")


class TariffError(ValueError):
    """The tariff cannot be used; the message, in French, says which key and how to mend it."""


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
    return Tariff(
        mode,
        **(_payroll(raw) if mode is Mode.PAYROLL else _per_capita(raw)),
        vat=_percent(raw, "tva_pour_cent", default=VAT),
        minimum=_cents(raw, "minimum_centimes") or 0,
        joining=_joining(raw["adhesion"]) if "adhesion" in raw else None,
        invoices=_invoices(raw["factures"]) if "factures" in raw else (),
        new_hires=_new_hires(raw["embauches"], mode) if "embauches" in raw else None,
    )


def _payroll(raw: dict[str, Any]) -> dict[str, Any]:
    if "taux_pour_cent" not in raw:
        raise TariffError("indiquez «\u00a0taux_pour_cent\u00a0», la part de la masse salariale")
    return {"percent": _percent(raw, "taux_pour_cent"), "ceiling": _cents(raw, "plafond_par_salarie_centimes")}


def _per_capita(raw: dict[str, Any]) -> dict[str, Any]:
    given = [key for key in _RATES if key in raw]
    if len(given) != 1:
        raise TariffError(f"indiquez une seule de ces clés\u00a0: {', '.join(_RATES)}")
    return {
        "flat": _cents(raw, "taux_centimes"),
        "brackets": _brackets(raw["tranches"]) if "tranches" in raw else (),
        "by_follow_up": _by_follow_up(raw["par_suivi_centimes"]) if "par_suivi_centimes" in raw else None,
        "apprentice": _cents(raw, "apprenti_centimes"),
        "shortest_contract": _count(raw, "cdd_jours_minimum"),
    }


def _brackets(raw: Any) -> tuple[Bracket, ...]:
    steps = _steps(raw, "tranches", "taux_centimes", 9638)
    return tuple(Bracket(up_to, _cents(one, "taux_centimes") or 0) for up_to, one in steps)


def _invoices(raw: Any) -> tuple[Invoices, ...]:
    steps = _steps(raw, "factures", "nombre", 1)
    numbers = [(up_to, _count(one, "nombre") or 1) for up_to, one in steps]
    if any(number > MOST_INVOICES for _, number in numbers):
        raise TariffError(f"une entreprise reçoit {MOST_INVOICES} factures par an au plus")
    return tuple(Invoices(up_to, number) for up_to, number in numbers)


def _steps(raw: Any, key: str, value: str, example: int) -> list[tuple[int | None, dict[str, Any]]]:
    """Sizes from the smallest to the largest, the last without a limit, each with the value of `value` still unread."""
    if not isinstance(raw, list) or not raw or not all(isinstance(one, dict) for one in raw):
        raise TariffError(f'«\u00a0{key}\u00a0» est une liste, par exemple [{{"jusqu_a": 9, "{value}": {example}}}, …]')
    among = "" if key == "tranches" else f" de «\u00a0{key}\u00a0»"
    for rank, one in enumerate(raw, start=1):
        if set(one) - {"jusqu_a", value} or value not in one:
            raise TariffError(
                f"la tranche {rank}{among} prend «\u00a0jusqu_a\u00a0» (sauf la dernière) et «\u00a0{value}\u00a0»"
            )
    limits = [_count(one, "jusqu_a") for one in raw]
    if limits[-1] is not None or None in limits[:-1]:
        raise TariffError(
            f"seule la dernière tranche{among} n’a pas «\u00a0jusqu_a\u00a0»\u00a0: "
            "elle vaut pour les plus grandes entreprises"
        )
    if (known := [limit for limit in limits if limit is not None]) != sorted(set(known)):
        raise TariffError(f"les tranches{among} vont de la plus petite à la plus grande")
    return list(zip(limits, raw, strict=True))


def _by_follow_up(raw: Any) -> dict[FollowUp, int]:
    if not isinstance(raw, dict) or set(raw) != set(FollowUp):
        raise TariffError(
            "«\u00a0par_suivi_centimes\u00a0» donne un taux pour SI, un pour SIA et un pour SIR, sans autre clé"
        )
    return {kind: _cents(raw, kind) or 0 for kind in FollowUp}


def _joining(raw: Any) -> JoiningFee:
    keys = set(raw) if isinstance(raw, dict) else set()
    if keys == {"forfait_centimes"}:
        return JoiningFee(_cents(raw, "forfait_centimes") or 0)
    if "par_salarie_centimes" not in keys or keys - {"par_salarie_centimes", "salaries_maximum"}:
        raise TariffError(
            "«\u00a0adhesion\u00a0» prend «\u00a0forfait_centimes\u00a0» seul, ou «\u00a0par_salarie_centimes\u00a0» "
            "et, s’il y a un plafond, «\u00a0salaries_maximum\u00a0»"
        )
    return JoiningFee(_cents(raw, "par_salarie_centimes") or 0, True, _count(raw, "salaries_maximum"))


def _new_hires(raw: Any, mode: Mode) -> NewHires:
    known = {"regle", "taux_centimes", "jours"}
    if not isinstance(raw, dict) or "regle" not in raw or set(raw) - known:
        raise TariffError("«\u00a0embauches\u00a0» prend «\u00a0regle\u00a0», et s’il y a lieu taux_centimes et jours")
    try:
        rule = HireRule(raw["regle"])
    except ValueError:
        raise TariffError(f"«\u00a0regle\u00a0» vaut {', '.join(HireRule)}") from None
    if ("jours" in raw) is not (rule is HireRule.CONTRACT):
        raise TariffError(
            "«\u00a0jours\u00a0», la durée que dépasse le contrat, va avec la seule règle «\u00a0contrat\u00a0»"
        )
    if rule is HireRule.NEVER and "taux_centimes" in raw:
        raise TariffError("avec la règle «\u00a0jamais\u00a0», il n’y a pas de «\u00a0taux_centimes\u00a0»")
    if mode is Mode.PAYROLL and rule is not HireRule.NEVER and "taux_centimes" not in raw:
        raise TariffError(
            "indiquez le «\u00a0taux_centimes\u00a0» des embauches\u00a0: "
            "la masse salariale ne donne pas de taux par salarié"
        )
    return NewHires(rule, _cents(raw, "taux_centimes"), _count(raw, "jours"))


def _cents(raw: dict[str, Any], key: str) -> int | None:
    value = raw.get(key)
    if value is None and key not in raw:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**9:
        raise TariffError(
            f"«\u00a0{key}\u00a0» est un nombre entier de centimes hors taxes, par exemple 9800 pour 98,00\u00a0€"
        )
    return value


def _count(raw: dict[str, Any], key: str) -> int | None:
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
