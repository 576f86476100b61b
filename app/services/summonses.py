"""The summons (convocation) that the employee brings along: the same content as a page and as a PDF."""

from dataclasses import dataclass
from typing import Any

from flask import current_app

from app import pdf
from app.branding import Branding
from app.formatting import amount, day_and_hour, de, hour, long_date, number
from app.models import VisitState
from app.services import notices
from app.services.file_names import company_part, part
from app.services.planning import Planned
from app.tenancy import CompanyAccess

BRING = (
    "cette convocation",
    "une pièce d’identité",
    "vos lunettes, lentilles ou appareils auditifs, si vous en portez",
    "votre carnet de vaccination, si vous l’avez",
)
PAID = (
    "Le temps de la visite et du trajet est pris sur vos heures de travail, sans retenue de salaire, "
    "ou rémunéré comme du temps de travail (Code du travail, art. R. 4624-39)."
)


@dataclass(frozen=True)
class Summons:
    """What a summons says, written as its reader sees it."""

    title: str
    lines: list[tuple[str, str]]
    bring: tuple[str, ...]
    absence: list[str]
    paid: str
    file_name: str

    def as_facts(self, branding: Branding) -> dict[str, Any]:
        return {
            "title": self.title,
            "author": branding.sigle,
            "association": branding.name,
            "foot": branding.foot,
            "lines": self.lines,
            "bring": self.bring,
            "absence": self.absence,
            "paid": self.paid,
        }


def write(access: CompanyAccess, visit: Planned) -> Summons | None:
    """The summons of a visit that is still to take place."""
    if visit.state is not VisitState.PLANNED:
        return None
    company = access.company
    when = f"{long_date(visit.day)}, à {hour(visit.at)}" if visit.at else f"{long_date(visit.day)}, heure à confirmer"
    told = (
        ("Salarié", visit.name),
        ("Entreprise", ", ".join(part for part in (company.name, company.city) if part)),
        ("Rendez-vous", visit.kind.label),
        ("Date et heure", when),
        ("Durée prévue", f"{number(visit.minutes)}\u00a0minutes" if visit.minutes else ""),
        ("Lieu", visit.place or "Lieu à confirmer"),
    )
    return Summons(
        title=f"Convocation {de(visit.name)}",
        lines=[(label, value) for label, value in told if value],
        bring=BRING,
        absence=_absence(visit),
        paid=PAID,
        file_name=f"{visit.day.isoformat()}_Convocation_{part(visit.name)}_{company_part(company)}.pdf",
    )


def write_pdf(summons: Summons) -> bytes:
    """The same, as a tagged PDF."""
    return pdf.write("summons", summons.as_facts(current_app.extensions["branding"]))


def _absence(visit: Planned) -> list[str]:
    branding: Branding = current_app.extensions["branding"]
    terms = notices.terms(visit)
    limit = day_and_hour(terms.free_until)
    told = [
        "Prévenez votre employeur dès que possible\u00a0: il signale l’absence ou demande un autre jour.",
        f"Le délai sans frais est passé depuis le {limit}." if terms.is_late else f"Sans frais jusqu’au {limit}.",
    ]
    if terms.fee:
        since = "L’association" if terms.is_late else "Au-delà, l’association"
        told[1] += f" {since} peut facturer {amount(terms.fee)} HT à l’employeur, jamais au salarié."
    reach = " ou ".join(part for part in (branding.contact_phone, branding.contact_email) if part)
    return [*told, f"Pour joindre {branding.sigle}\u00a0: {reach}."]
