"""The identifiers of one company."""

from flask import abort, render_template, url_for

from app.blueprints.staff.identifiers import identifiers
from app.blueprints.staff.identifiers.forms import Renew
from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.section import needs_a_recent_code
from app.formatting import de
from app.htmx import Answer, render_form
from app.models import Company
from app.security import keeps_input, me
from app.services.editing import ChangedMeanwhile
from app.services.staff import identifiers as service
from app.services.staff import letter_choice, letter_text, letters


@identifiers.get("/entreprises/<public_id:public_id>/identifiants")
def company(public_id: str) -> Answer:
    found = _found(public_id)
    return render_template(
        "staff/identifiers/company.html",
        page_title=f"Identifiants {de(found.name)}",
        breadcrumb=breadcrumb((found.name, None)),
        company=found,
        lines=letter_text.address_of(found),
        is_complete=letter_choice.is_complete(found),
    )


@identifiers.route("/entreprises/<public_id:public_id>/identifiants/nouveau", methods=["GET", "POST"])
@keeps_input
@needs_a_recent_code
def renew(public_id: str) -> Answer:
    """Another n° télédéclarant: it is in this answer, and nowhere else afterwards."""
    found, form = _found(public_id), Renew()
    if form.validate_on_submit():
        try:
            return _shown(found, service.renew(me(), public_id, str(form.vu.data)))
        except (service.Left, letters.UnderWay, ChangedMeanwhile) as refusal:
            return _refused(found, refusal)
    if found.has_left:
        return _refused(found, service.Left())
    if job := letters.under_way():
        return _refused(found, letters.UnderWay(job))
    form.vu.data = service.mark(found)
    return render_form(
        "staff/identifiers/renew.html",
        form,
        page_title="Nouveau n° télédéclarant",
        breadcrumb=_trail(found, "Nouveau n° télédéclarant"),
        company=found,
        is_complete=letter_choice.is_complete(found),
    )


def _shown(found: Company, drawn: service.Drawn) -> Answer:
    return render_template(
        "staff/identifiers/renewed.html",
        page_title="Nouveau n° télédéclarant",
        breadcrumb=_trail(found, "Nouveau n° télédéclarant"),
        company=found,
        drawn=drawn,
        is_complete=letter_choice.is_complete(found),
    )


def _refused(found: Company, refusal: Exception) -> Answer:
    page = render_template(
        "staff/identifiers/refused.html",
        page_title="N° télédéclarant inchangé",
        breadcrumb=_trail(found, "Nouveau n° télédéclarant"),
        company=found,
        job=refusal.job if isinstance(refusal, letters.UnderWay) else None,
        is_changed=isinstance(refusal, ChangedMeanwhile),
    )
    return page, 409


def _trail(found: Company, here: str) -> list[tuple[str, str | None]]:
    return breadcrumb((found.name, url_for("staff.identifiers.company", public_id=found.public_id)), (here, None))


def _found(public_id: str) -> Company:
    return service.find(public_id) or abort(404)
