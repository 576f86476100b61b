"""What a request says, line by line, in the words of its form."""

from datetime import date
from typing import Any

from app.blueprints.portal.planning import forms
from app.formatting import phone, short_date
from app.law.return_visit import Cause

_LABELS = {
    "starts_on": "Prise de poste",
    "cause": "Cause de l’arrêt",
    "first_day": "Premier jour d’arrêt",
    "last_day": "Dernier jour d’arrêt",
    "returns_on": "Reprise",
    "before_return": "Visite de préreprise",
    "reason": "Motif professionnel",
    "informed_on": "Salarié informé le",
    "agreement": "Accord de branche",
    "event": "Événement",
    "event_on": "Date de l’événement",
    "exposures": "Risques du poste",
    "availability": "Disponibilités",
    "centre": "Centre souhaité",
    "constraints": "À prévoir",
    "comment": "Commentaire",
    "email": "E-mail du salarié",
    "mobile": "N° mobile du salarié",
}
_DAYS = {"starts_on", "first_day", "last_day", "returns_on", "informed_on", "event_on"}
_HALF_DAYS = {
    f"{day}-{half}": f"{said.lower()} {word}" for day, said in forms.DAYS.items() for half, word in forms.HALVES.items()
}
_WORDS: dict[str, dict[Any, str]] = {
    "cause": {cause.value: cause.label for cause in Cause},
    "before_return": forms.BEFORE_RETURN,
    "event": forms.EVENTS,
    "availability": _HALF_DAYS,
    "constraints": forms.CONSTRAINTS,
    "agreement": {True: "Oui"},
}


def told(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """Labels and values, in the order of the form."""
    return [(label, _said(name, facts[name])) for name, label in _LABELS.items() if name in facts]


def _said(name: str, value: Any) -> str:
    if name in _DAYS:
        return short_date(date.fromisoformat(value))
    if name == "mobile":
        return phone(value)
    words = _WORDS.get(name)
    if words is None:
        return str(value)
    several = value if isinstance(value, list) else [value]
    return ", ".join(words.get(one, str(one)) for one in several)
