"""Files sent, their columns, their trial."""

from functools import partial

from flask import Response, abort, render_template, request, url_for

from app.blueprints.staff.imports import imports
from app.blueprints.staff.imports.forms import SendFiles, naming
from app.blueprints.staff.imports.forms import named as named_in
from app.blueprints.staff.navigation import breadcrumb
from app.downloads import streamed
from app.formatting import sentence
from app.forms.base import Form
from app.htmx import Answer, done, render_form
from app.models import ImportRun, JobState
from app.pagination import Pages, page_number
from app.security import keeps_input, me
from app.services import jobs
from app.services.exchange import columns
from app.services.staff import imports as service
from app.services.staff.arrivals import Refused
from app.unit_of_work import afterwards, save_now
from app.uploads import MEGABYTE, takes_files

LARGEST = 200
SAID = {
    "recu": "Fichiers reçus",
    "fichiers": "Fichiers enregistrés",
    "essai": "Essai à blanc terminé",
    "applique": "Import terminé",
    "abandon": "Import abandonné",
}


@imports.route("/", methods=["GET", "POST"])
@takes_files(LARGEST * MEGABYTE)
@keeps_input
def index() -> Answer:
    """Send files; the imports of before."""
    form = SendFiles()
    if form.validate_on_submit():
        # Laying files out is slow: nobody waits for the database meanwhile.
        save_now()
        try:
            run = service.receive(me(), [(file.filename, file.stream) for file in form.chosen()])
        except Refused as refusal:
            form.files.errors = [sentence(str(refusal))]
        else:
            return done(url_for("staff.imports.show", run_id=run.public_id, fait="recu"))
    page = service.page(page_number())
    return render_form(
        "staff/imports/index.html",
        form,
        page_title="Imports et exports",
        breadcrumb=breadcrumb(),
        page=page,
        pages=Pages.of(page),
        files=list(columns.layouts()),
        largest=LARGEST,
    )


@imports.get("/modeles/<name>")
def template(name: str) -> Response:
    """An empty file, its columns named."""
    layout = columns.layouts().get(name) or abort(404)
    return streamed([columns.template(layout)], name, "text/csv")


@imports.get("/travaux/<public_id:public_id>")
def after(public_id: str) -> Answer:
    """Where a work about an import leads once it is done."""
    job = jobs.find(public_id)
    if job is None or job.kind not in (service.TRIAL, service.APPLY):
        abort(404)
    said = "essai" if job.kind == service.TRIAL else "applique"
    return done(url_for("staff.imports.show", run_id=job.facts["run"], fait=said))


@imports.get("/<public_id:run_id>")
def show(run_id: str) -> Answer:
    run = found(run_id)
    if run.created_by_id != me().id:
        afterwards(partial(service.note_read, me(), run, "page"))
    return page_of(run)


@imports.post("/<public_id:run_id>/fichiers")
def choose(run_id: str) -> Answer:
    """Which file of the exchange each of those sent is; and the trial, when that is the button pressed."""
    run = found(run_id)
    sheets = service.sheets(run)
    form = naming(sheets, list(columns.layouts()))
    if not form.validate_on_submit():
        return page_of(run, form)
    try:
        service.choose(me(), run, named_in(form, sheets))
        if "essai" in request.form:
            service.ask_trial(me(), run)
    except Refused as refusal:
        form.refuse(sentence(str(refusal)))
        return page_of(run, form)
    except service.Conflict:
        abort(409)
    said = None if "essai" in request.form else "fichiers"
    return done(url_for("staff.imports.show", run_id=run_id, fait=said))


@imports.post("/<public_id:run_id>/abandonner")
def abandon(run_id: str) -> Answer:
    try:
        service.abandon(me(), found(run_id))
    except service.Conflict:
        abort(409)
    return done(url_for("staff.imports.show", run_id=run_id, fait="abandon"))


def found(run_id: str) -> ImportRun:
    return service.find(run_id) or abort(404)


def page_of(run: ImportRun, form: Form | None = None) -> Answer:
    """An import, wherever it stands."""
    job, sheets = service.work_of(run), service.sheets(run)
    at_work = job is not None and not job.state.is_over
    names = list(columns.layouts())
    report = run.outcome or run.trial
    html = render_template(
        "staff/imports/show.html",
        page_title="Import",
        breadcrumb=breadcrumb(("Import", None)),
        run=run,
        job=job,
        at_work=at_work,
        stopped=job if job and job.state in (JobState.FAILED, JobState.CANCELLED) else None,
        progress=jobs.progress(job) if job else None,
        address=url_for("staff.jobs.show", public_id=job.public_id) if job else "",
        has_file=False,
        sheets=sheets,
        form=form,
        naming=form if form and sheets and f"fichier_{sheets[0].number}" in form else naming(sheets, names),
        report=report,
        problems=service.first_lines(run, service.PROBLEMS) if report else [],
        warnings=service.first_lines(run, service.WARNINGS) if report else [],
        has_numbers=service.has_numbers(run),
        said=None if at_work else SAID.get(request.args.get("fait", "")),
    )
    return html, 422 if form and form.errors else 200
