"""What the portal learnt, written for the business software."""

from datetime import datetime, time

from flask import abort, url_for

from app.blueprints.staff.imports import imports
from app.blueprints.staff.imports.forms import Since
from app.blueprints.staff.navigation import breadcrumb
from app.clock import PARIS
from app.htmx import Answer, done, render_form
from app.security import keeps_input, me
from app.services.staff import exports as service


@imports.route("/exports", methods=["GET", "POST"])
@keeps_input
def exports() -> Answer:
    form = Since()
    if form.validate_on_submit():
        return _asked(datetime.combine(form.since.data, time(), PARIS))
    return render_form(
        "staff/imports/exports.html",
        form,
        page_title="Exports",
        breadcrumb=breadcrumb(("Exports", None)),
        next_since=service.next_since(),
        runs=service.latest(),
    )


@imports.post("/exports/suite")
def export_what_followed() -> Answer:
    """From where the last export ended."""
    since = service.next_since() or abort(404)
    return _asked(since)


def _asked(since: datetime) -> Answer:
    run = service.ask(me(), since)
    return done(url_for("staff.jobs.show", public_id=run.job))
