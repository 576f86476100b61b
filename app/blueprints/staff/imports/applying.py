"""An import done; what it refused, and the numbers it drew."""

from functools import partial
from io import BytesIO

from flask import Response, abort, render_template, url_for

from app.blueprints.staff.imports import imports
from app.blueprints.staff.imports.forms import Apply
from app.blueprints.staff.imports.receiving import found
from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.section import needs_a_recent_code
from app.downloads import attachment
from app.formatting import sentence
from app.forms.base import Confirmation
from app.htmx import Answer, done, render_form
from app.models import ImportState
from app.security import me
from app.services.staff import imports as service
from app.services.staff.arrivals import Refused
from app.unit_of_work import afterwards

REPORTS = {"refus": service.PROBLEMS, "avertissements": service.WARNINGS}


@imports.route("/<public_id:run_id>/appliquer", methods=["GET", "POST"])
def apply(run_id: str) -> Answer:
    """Confirm, having seen what the trial found."""
    run = found(run_id)
    if run.state is not ImportState.RECEIVED or run.trial is None:
        return done(url_for("staff.imports.show", run_id=run_id))
    counts = run.trial["counts"].values()
    writes = sum(one["created"] + one["updated"] for one in counts)
    form = Apply(writes=writes)
    if form.validate_on_submit():
        try:
            service.ask_apply(me(), run, strict=form.strict.data, invite=form.invite.data, notify=form.notify.data)
        except Refused as refusal:
            form.refuse(sentence(str(refusal)))
        except service.Conflict:
            abort(409)
        else:
            return done(url_for("staff.imports.show", run_id=run_id))
    return render_form(
        "staff/imports/apply.html",
        form,
        page_title="Appliquer l’import",
        breadcrumb=breadcrumb(("Import", url_for("staff.imports.show", run_id=run_id)), ("Appliquer", None)),
        run=run,
        report=run.trial,
        writes=writes,
    )


@imports.get("/<public_id:run_id>/rapport/<name>")
def report(run_id: str, name: str) -> Response:
    """The lines that were refused, or doubtful: a file that a spreadsheet opens without running anything."""
    run = found(run_id)
    path = (name in REPORTS and service.report(run, REPORTS[name])) or abort(404)
    afterwards(partial(service.note_read, me(), run, name))
    return attachment(path.open("rb"), f"import-{run_id}-{name}.csv", "text/csv")


@imports.route("/<public_id:run_id>/identifiants", methods=["GET", "POST"])
@needs_a_recent_code
def numbers(run_id: str) -> Answer:
    """The n° télédéclarants that the import drew, handed over once."""
    run, form = found(run_id), Confirmation()
    if not service.has_numbers(run):
        abort(404)
    if form.validate_on_submit():
        try:
            told = service.hand_over_numbers(me(), run)
        except service.Conflict:
            abort(404)
        return attachment(BytesIO(told.encode()), f"identifiants-{run_id}.csv", "text/csv")
    return render_template(
        "staff/imports/numbers.html",
        page_title="N° télédéclarants créés",
        breadcrumb=breadcrumb(("Import", url_for("staff.imports.show", run_id=run_id)), ("N° télédéclarants", None)),
        run=run,
    )
