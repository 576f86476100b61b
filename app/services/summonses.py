"""The summons (convocation) that the employee brings along: the same content as a page and as a PDF."""

import re
from dataclasses import dataclass
from typing import Any

from anyascii import anyascii
from flask import current_app

from app import pdf
from app.branding import Branding
from app.formatting import amount, day_and_hour, de, hour, long_date, number
from app.models import VisitState
from app.services import notices
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
        file_name=_file_name(visit, company.name),
    )


def write_pdf(summons: Summons) -> bytes:
    """The same, as a tagged PDF."""
    return pdf.write("summons", summons.as_facts(current_app.extensions["branding"]))


def _absence(visit: Planned) -> list[str]:
    branding: Branding = current_app.extensions["branding"]
    terms = notices.terms(visit)
    told = [
        "Prévenez votre employeur dès que possible\u00a0: il signale l’absence ou demande un autre jour.",
        f"Sans frais jusqu’au {day_and_hour(terms.free_until)}.",
    ]
    if terms.fee:
        told[1] += f" Au-delà, l’association peut facturer {amount(terms.fee)} HT à l’employeur, jamais au salarié."
    reach = " ou ".join(part for part in (branding.contact_phone, branding.contact_email) if part)
    return [*told, f"Pour joindre {branding.sigle}\u00a0: {reach}."]


def _file_name(visit: Planned, company: str) -> str:
    """2027-02-03_Convocation_DURAND-Elise_BOULANGERIE-LE-GALL.pdf"""
    return f"{visit.day.isoformat()}_Convocation_{plain_name(visit.name)}_{plain_name(company)}.pdf"


def plain_name(name: str) -> str:
    """Letters and digits that every system takes, joined by hyphens."""
    return re.sub(r"[^A-Za-z0-9]+", "-", anyascii(name)).strip("-")[:60] or "x"
