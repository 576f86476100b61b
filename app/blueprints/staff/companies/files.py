"""The file of a company (fiche)."""

from functools import partial

from flask import abort, render_template, request, url_for

from app.blueprints.staff.companies import companies
from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.section import may
from app.htmx import Answer
from app.models import Company, StaffRight
from app.security import me
from app.services.staff import companies as service
from app.services.staff import company_files
from app.unit_of_work import afterwards

_DONE = {
    "creee": "Entreprise créée",
    "modifiee": "Identité de l’entreprise enregistrée",
    "radiee": "Radiation enregistrée",
    "deja-radiee": "Cette entreprise était déjà radiée",
    "reintegree": "Radiation annulée\u00a0: l’entreprise est adhérente",
    "deja-adherente": "Cette entreprise était déjà adhérente",
    "quitte": "Consultation terminée",
    "duree": "Consultation terminée, une demi-heure après son début",
}


@companies.get("/<public_id:public_id>")
def show(public_id: str) -> Answer:
    company = found(public_id)
    afterwards(partial(company_files.note_read, me(), company))
    file = company_files.read(me(), company)
    return render_template(
        "staff/companies/show.html",
        page_title=company.name,
        breadcrumb=breadcrumb((company.name, None)),
        file=file,
        ways=_ways(file),
        company=company,
        done=_DONE.get(request.args.get("fait", "")),
    )


def _ways(file: company_files.File) -> dict[str, str | bool]:
    """From the file into the sections that this agent has."""
    ways: dict[str, str | bool] = {"visits": may(StaffRight.VISITS)}
    if may(StaffRight.DOCUMENTS) and file.documents:
        ways["documents"] = url_for("staff.documents.index", q=file.company.member_code)
    if may(StaffRight.CAMPAIGN) and file.standing:
        year, public_id = file.standing.campaign.year, file.company.public_id
        ways["declaration"] = url_for("staff.declarations.show", year=year, public_id=public_id)
    return ways


def found(public_id: str) -> Company:
    return service.find(public_id) or abort(404)


def file_url(company: Company, fait: str | None = None) -> str:
    return url_for("staff.companies.show", public_id=company.public_id, fait=fait)


def trail(company: Company, title: str) -> list[tuple[str, str | None]]:
    """The way back from a page about a company, through its file."""
    return breadcrumb((company.name, file_url(company)), (title, None))
