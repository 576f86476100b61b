"""A new member, and the identity of one corrected."""

from typing import Any

from flask import g, render_template, url_for

from app.blueprints.staff.companies import companies
from app.blueprints.staff.companies.files import file_url, found, trail
from app.blueprints.staff.companies.forms import CreationForm, IdentityForm
from app.blueprints.staff.navigation import breadcrumb
from app.clock import today
from app.formatting import de
from app.forms.editing import Conflict, flat
from app.forms.once import sent_once
from app.htmx import Answer, render_form
from app.htmx import done as go_to
from app.models import Company
from app.security import keeps_input, me
from app.services import member_codes
from app.services.editing import ChangedMeanwhile
from app.services.staff import company_changes
from app.services.staff.company_changes import CodeTaken, SameEstablishment

CREATE, MODIFY = "Nouvelle entreprise", "Modifier l’identité"


@companies.route("/nouvelle", methods=["GET", "POST"])
@keeps_input
def create() -> Answer:
    form, proposed = CreationForm(), company_changes.next_code()
    same: list[Company] = []
    if not proposed:
        form.ask_for_code()
    if form.validate_on_submit():
        try:
            return sent_once(form, lambda: _created(form, proposed))
        except CodeTaken as taken:
            form.code.errors = [_taken(taken.company)]
        except SameEstablishment as others:
            same = _ask_whether_twice(form, others)
    if not form.is_submitted():
        form.joined_on.data = today()
    return render_form(
        "staff/companies/new.html",
        form,
        page_title=CREATE,
        breadcrumb=breadcrumb((CREATE, None)),
        proposed=member_codes.shown(proposed) if proposed else None,
        same=same,
        back=url_for("staff.companies.index"),
    )


@companies.route("/<public_id:public_id>/modifier", methods=["GET", "POST"])
@keeps_input
def modify(public_id: str) -> Answer:
    company = found(public_id)
    present = company_changes.identity(company)
    form = IdentityForm(data=flat(present))
    context: dict[str, Any] = {"company": company, "same": [], "conflict": None, "back": file_url(company)}
    context |= {"page_title": MODIFY, "breadcrumb": trail(company, MODIFY)}
    if form.validate_on_submit():
        try:
            company_changes.modify(me(), company, form.given(), str(form.seen.data), twice=bool(form.twice.data))
        except ChangedMeanwhile as change:
            g.form_has_errors = True
            context["conflict"] = Conflict.between(form, company_changes.identity(company), change)
            return render_template("staff/companies/edit.html", form=form, **context), 409
        except SameEstablishment as others:
            context["same"] = _ask_whether_twice(form, others)
        else:
            return go_to(file_url(company, "modifiee"))
    if not form.is_submitted():
        form.shows(present)
    return render_form("staff/companies/edit.html", form, **context)


def _created(form: CreationForm, proposed: str | None) -> str:
    code = member_codes.normalise(form.code.data or proposed or "")
    company = company_changes.create(me(), code, form.given(), twice=bool(form.twice.data))
    return file_url(company, "creee")


def _taken(company: Company) -> str:
    where = f" ({company.city})" if company.city else ""
    return f"Ce code est déjà celui {de(company.name)}{where}\u00a0: saisissez-en un autre"


def _ask_whether_twice(form: IdentityForm, others: SameEstablishment) -> list[Company]:
    """The form again, with those that are the same establishment and a box to say that it is meant."""
    form.siret.errors = ["Ce SIRET est déjà celui d’une autre fiche\u00a0: vérifiez-le, ou confirmez ci-dessous"]
    return others.companies
