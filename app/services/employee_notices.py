"""The notice by which an employer tells an employee that the association was informed (art. R. 4624-28-2)."""

from dataclasses import dataclass
from typing import Any

from flask import current_app

from app import pdf
from app.branding import Branding
from app.clock import PARIS
from app.formatting import long_date
from app.services.appointments import Found
from app.services.file_names import company_part, part
from app.services.planning import full_name
from app.tenancy import CompanyAccess

INFORMED = (
    "Nous avons informé {association}, notre service de prévention et de santé au travail, de la fin de votre "
    "exposition à des risques particuliers, de votre départ ou de votre mise à la retraite (Code du travail, "
    "art. R. 4624-28-2)."
)
EXAMINED = (
    "Si les conditions en sont remplies, vous serez convoqué à une visite médicale (art. L. 4624-2-1). Le médecin du "
    "travail y établit un état des lieux de vos expositions, qu’il vous remet\u00a0; il peut proposer une surveillance "
    "après l’exposition ou après la vie professionnelle. Votre employeur n’en connaît pas le contenu."
)
MAY_ASK = (
    "Vous pouvez aussi demander cette visite vous-même, du mois qui précède la fin de l’exposition ou votre départ "
    "jusqu’à six mois après\u00a0: {reach}."
)


@dataclass(frozen=True)
class EmployeeNotice:
    """What the notice says, written as its reader sees it."""

    title: str
    lines: list[tuple[str, str]]
    paragraphs: list[str]
    file_name: str

    def as_facts(self, branding: Branding) -> dict[str, Any]:
        return {
            "title": self.title,
            "author": branding.sigle,
            "association": branding.name,
            "foot": branding.foot,
            "lines": self.lines,
            "paragraphs": self.paragraphs,
        }


def write(access: CompanyAccess, found: Found) -> EmployeeNotice:
    """The notice that goes with a request made after an exposure, a departure or a retirement."""
    branding: Branding = current_app.extensions["branding"]
    name, company = full_name(found.employee), access.company
    sent_on = found.request.created_at.astimezone(PARIS).date()
    reach = " ou ".join(part for part in (branding.contact_phone, branding.contact_email) if part)
    return EmployeeNotice(
        title="Information du salarié",
        lines=[
            ("Salarié", name),
            ("Entreprise", ", ".join(part for part in (company.name, company.city) if part)),
            ("Informé par l’entreprise", f"{branding.sigle}, le {long_date(sent_on)}"),
            ("Référence", found.request.reference),
        ],
        paragraphs=[INFORMED.format(association=branding.sigle), EXAMINED, MAY_ASK.format(reach=reach)],
        file_name=f"{sent_on.isoformat()}_Avis-au-salarie_{part(name)}_{company_part(company)}.pdf",
    )


def write_pdf(notice: EmployeeNotice) -> bytes:
    """The same, as a tagged PDF."""
    return pdf.write("employee_notice", notice.as_facts(current_app.extensions["branding"]))
