"""How the pages of an employee say things."""

from datetime import date
from typing import Any

from app.clock import today
from app.formatting import plural, short_date
from app.law.follow_up import FirstVisit
from app.models import Employee, EmployeeEventKind, FollowUp
from app.services import employees
from app.services.employee_history import Event

FIELDS = {
    "sex": "civilité",
    "birth_name": "nom de naissance",
    "usual_name": "nom d’usage",
    "first_name": "prénom",
    "born_on": "date de naissance",
    "entered_on": "date d’entrée",
    "job": "poste",
    "pcs": "code PCS-ESE",
    "contract": "type de contrat",
    "contract_ends_on": "fin du contrat",
    "has_other_employer": "autre employeur",
    "email": "e-mail",
    "mobile": "mobile",
    "follow_up": "type de suivi",
    "risks": "risques",
}


def event(one: Event) -> str:
    """« Fiche modifiée : poste, type de contrat »."""
    facts = one.facts
    if one.kind is None:
        return f"Présence déclarée au {_day(facts.get('reference_on'))}"
    if one.kind is EmployeeEventKind.CHANGED:
        names = ", ".join(FIELDS[name] for name in facts.get("fields", ()) if name in FIELDS)
        return f"Fiche modifiée\u00a0: {names}" if names else "Fiche modifiée"
    if one.kind is EmployeeEventKind.LEFT:
        reason = f" ({facts['reason']})" if facts.get("reason") else ""
        return f"Départ déclaré au {_day(facts.get('left_on'))}{reason}"
    if one.kind is EmployeeEventKind.DEPARTURE_CANCELLED:
        return f"Départ du {_day(facts.get('left_on'))} annulé"
    entered = _day(facts.get("entered_on"))
    done = "Réintégration" if one.kind is EmployeeEventKind.REINSTATED else "Arrivée déclarée"
    return f"{done}, entrée le {entered}"


def presence(employee: Employee) -> tuple[str, str]:
    """« Présente », « Partie le 27/03/2027 », and the kind of its tag."""
    if not employees.is_present(employee):
        return f"Parti{ending(employee)} le {short_date(employee.left_on)}", "neutre"
    if employee.left_on:
        return f"Départ prévu le {short_date(employee.left_on)}", "attention"
    if employee.entered_on and employee.entered_on > today():
        return f"Arrive le {short_date(employee.entered_on)}", "info"
    return f"Présent{ending(employee)}", "succes"


def ending(employee: Employee) -> str:
    """How participles agree: « parti », « partie », « parti(e) »."""
    return {"F": "e", "M": ""}.get(employee.sex or "", "(e)")


def first_visit(visit: FirstVisit, follow_up: FollowUp | None) -> str:
    """Until when the first visit may wait, and which article says so."""
    what = "Examen médical d’aptitude" if follow_up is FollowUp.SIR else "Visite d’information et de prévention"
    day = short_date(visit.latest_on)
    if visit.before_assignment:
        return f"{what} à faire avant la prise de poste du {day} (art. {visit.article} du Code du travail)."
    within = f"dans les {visit.months} mois de la prise de poste"
    return f"{what} à faire avant le {day}, {within} (art. {visit.article} du Code du travail)."


def cancelled(facts: dict[str, Any]) -> str:
    """« 1 visite et 2 demandes de rendez-vous », cancelled by a departure; empty when it cancelled nothing."""
    visits, requests = facts.get("visits") or 0, facts.get("requests") or 0
    parts = (
        plural(visits, "visite prévue", "visites prévues") if visits else "",
        plural(requests, "demande de rendez-vous", "demandes de rendez-vous") if requests else "",
    )
    return " et ".join(filter(None, parts))


def _day(text: str | None) -> str:
    return short_date(date.fromisoformat(text) if text else None)
