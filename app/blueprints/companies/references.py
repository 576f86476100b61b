from flask import abort, request, url_for

from app.blueprints.companies import companies, worklist
from app.blueprints.companies.forms import Reference
from app.htmx import Answer, done, render_form
from app.security import keeps_input, me
from app.services import memberships

TITLE = "Réf. cabinet"


@companies.route("/reference/<public_id:public_id>", methods=["GET", "POST"])
@keeps_input
def refer(public_id: str) -> Answer:
    """The number under which the firm files this client."""
    access = memberships.enter(me(), public_id) or abort(404)
    form = Reference(reference=access.membership.reference)
    if form.validate_on_submit():
        memberships.refer(access, form.reference.data or None)
        return done(worklist.address(page=request.args.get("page"), fait="reference"))
    return render_form(
        "companies/refer.html",
        form,
        company=access.company,
        list_url=worklist.address(page=request.args.get("page")),
        page_title=TITLE,
        breadcrumb=[("Mes entreprises", url_for("companies.index")), (TITLE, None)],
    )
