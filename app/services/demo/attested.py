"""The attestation of a visit that was made at the bakery: the association gives it to the employer too."""

from contextlib import nullcontext
from pathlib import Path

from sqlalchemy import select

from app.extensions import db
from app.formatting import short_date
from app.models import Company, DocumentKind, Employee, Visit, VisitState
from app.services import document_publishing
from app.services.demo import identifiers, printing
from app.services.demo.paperwork import ISSUER
from app.services.document_publishing import Particulars
from app.services.planning import full_name

_SEEN = "La personne ci-dessus a été reçue dans le cadre du suivi individuel de son état de santé."
_FICTION = "Association fictive\u00a0: cette attestation est sans valeur."


def attest(folder: Path, *, printed: bool) -> None:
    """Publish the attestation of the last visit made, with its PDF file if it is to be printed."""
    company, employee, visit = db.session.execute(
        select(Company, Employee, Visit)
        .join(Employee, Employee.company_id == Company.id)
        .join(Visit, Visit.employee_id == Employee.id)
        .where(Company.member_code == identifiers.member_code(0), Visit.state == VisitState.DONE)
        .order_by(Visit.day.desc())
        .limit(1)
    ).one()
    number, particulars = f"AS-{visit.day.year}-00001", Particulars(issued_on=visit.day, employee_id=employee.id)
    file = f"documents/{number}.pdf"
    if printed:
        printing.write(folder, [(file, "attestation", _facts(number, company, employee, visit))])
    with (folder / file).open("rb") if printed else nullcontext() as content:
        document_publishing.publish(company.id, DocumentKind.ATTESTATION, number, particulars, content)


def _facts(number: str, company: Company, employee: Employee, visit: Visit) -> dict[str, object]:
    return {
        "title": f"Attestation de suivi {number}",
        "author": "AIST22",
        "association": "Santé au Travail",
        "issuer": ISSUER,
        "customer": [company.name, company.city],
        "about": [["Salarié", full_name(employee)], ["Visite", visit.kind.label], ["Date", short_date(visit.day)]],
        "sentences": [_SEEN, _FICTION],
    }
