"""A company leaves the association, or comes back."""

from app.blueprints.staff.companies import companies
from app.blueprints.staff.companies.files import file_url, found, trail
from app.blueprints.staff.companies.forms import RadiationForm
from app.clock import today
from app.formatting import short_date
from app.forms.base import Confirmation
from app.htmx import Answer, done, render_form
from app.security import keeps_input, me
from app.services.staff import company_changes, company_files
from app.services.staff.company_changes import DoneAlready, LeftBeforeJoining

RADIATE, REINSTATE = "Radier l’entreprise", "Annuler la radiation"


@companies.route("/<public_id:public_id>/radier", methods=["GET", "POST"])
@keeps_input
def radiate(public_id: str) -> Answer:
    company, form = found(public_id), RadiationForm()
    if company.left_on is not None:
        return done(file_url(company, "deja-radiee"))
    if form.validate_on_submit():
        try:
            company_changes.radiate(me(), company, form.left_on.data)
        except DoneAlready:
            return done(file_url(company, "deja-radiee"))
        except LeftBeforeJoining:
            joined = short_date(company.joined_on)
            form.left_on.errors = [f"La radiation ne peut pas précéder l’adhésion ({joined})"]
        else:
            return done(file_url(company, "radiee"))
    if not form.is_submitted():
        form.left_on.data = today()
    return render_form(
        "staff/companies/radiate.html",
        form,
        page_title=RADIATE,
        breadcrumb=trail(company, RADIATE),
        company=company,
        concerned=company_files.concerned(me(), company),
    )


@companies.route("/<public_id:public_id>/reintegrer", methods=["GET", "POST"])
@keeps_input
def reinstate(public_id: str) -> Answer:
    company, form = found(public_id), Confirmation()
    if company.left_on is None:
        return done(file_url(company, "deja-adherente"))
    if form.validate_on_submit():
        try:
            company_changes.reinstate(me(), company)
        except DoneAlready:
            return done(file_url(company, "deja-adherente"))
        return done(file_url(company, "reintegree"))
    return render_form(
        "staff/companies/reinstate.html",
        form,
        page_title=REINSTATE,
        breadcrumb=trail(company, REINSTATE),
        company=company,
    )
