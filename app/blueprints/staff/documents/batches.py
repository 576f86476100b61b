from typing import Any

from flask import abort, redirect, render_template, request, url_for

from app.blueprints.staff.documents import documents
from app.blueprints.staff.documents.forms import CountedForm
from app.blueprints.staff.navigation import breadcrumb
from app.forms.base import Form
from app.htmx import Answer, done, render_form
from app.models import BatchState, DocumentBatch, FileState, Job
from app.pagination import Pages, page_number
from app.security import keeps_input, me
from app.services import jobs
from app.services.staff import document_batches
from app.services.staff.document_batches import ChangedMeanwhile

DONE = {"corrige": "Document corrigé", "retire": "Fichier retiré du lot"}


@documents.get("/travaux/<public_id:public_id>")
def after(public_id: str) -> Answer:
    """Where a work that is over leads: to the batch that it read or published."""
    job = jobs.find(public_id)
    batch = document_batches.of_job(job) if job else None
    return redirect(address(batch or abort(404), fait="travail"), 303)


@documents.get("/lots/<public_id:public_id>")
def show(public_id: str) -> Answer:
    batch = found(public_id)
    if work := document_batches.work_of(batch):
        return redirect(_progress(work), 303)
    counts, state = document_batches.counts(batch), _asked_state()
    page = document_batches.page(batch, state, page_number(), counts.get(state, 0) if state else sum(counts.values()))
    message = request.args.get("fait", "")
    return render_template(
        "staff/documents/batch.html",
        page_title="Documents déposés",
        breadcrumb=breadcrumb(("Documents déposés", None)),
        batch=batch,
        counts=counts,
        state=state,
        page=page,
        pages=Pages.of(page),
        done=DONE.get(message) or (document_batches.last_summary(batch) if message == "travail" else ""),
    )


@documents.route("/lots/<public_id:public_id>/publier", methods=["GET", "POST"])
@keeps_input
def publish(public_id: str) -> Answer:
    batch = found(public_id)
    ready = document_batches.counts(batch).get(FileState.READY, 0)
    is_interrupted = batch.state is BatchState.PUBLISHING
    if document_batches.work_of(batch) or not (is_interrupted or (ready and batch.state is BatchState.TO_CHECK)):
        return done(address(batch))
    form = CountedForm(ready)
    if form.validate_on_submit():
        try:
            return done(_progress(document_batches.publish(me(), batch)))
        except ChangedMeanwhile:
            abort(409)
    return _confirm(
        "staff/documents/publish.html",
        form,
        batch,
        "Publier les documents",
        count=ready,
        members=document_batches.members_of_ready(batch),
        is_interrupted=is_interrupted,
    )


@documents.post("/lots/<public_id:public_id>/reprendre")
def read_again(public_id: str) -> Answer:
    batch = found(public_id)
    try:
        return done(_progress(document_batches.read_again(me(), batch)))
    except ChangedMeanwhile:
        abort(409)


@documents.route("/lots/<public_id:public_id>/abandonner", methods=["GET", "POST"])
@keeps_input
def abandon(public_id: str) -> Answer:
    batch = found(public_id)
    if batch.state is BatchState.PUBLISHING:
        return done(address(batch))
    counts = document_batches.counts(batch)
    count = sum(counts.values()) - counts.get(FileState.PUBLISHED, 0)
    form = CountedForm(count)
    if form.validate_on_submit():
        try:
            document_batches.abandon(me(), batch)
        except ChangedMeanwhile:
            abort(409)
        return done(url_for("staff.documents.index", fait="abandonne"))
    return _confirm("staff/documents/abandon.html", form, batch, "Abandonner ce lot", count=count)


def found(public_id: str) -> DocumentBatch:
    return document_batches.find(public_id) or abort(404)


def address(batch: DocumentBatch, fait: str | None = None) -> str:
    return url_for("staff.documents.show", public_id=batch.public_id, fait=fait)


def _confirm(template: str, form: Form, batch: DocumentBatch, title: str, **context: Any) -> Answer:
    trail = breadcrumb(("Documents déposés", address(batch)), (title, None))
    return render_form(template, form, batch=batch, page_title=title, breadcrumb=trail, **context)


def _asked_state() -> FileState | None:
    asked = request.args.get("etat", "")
    return FileState(asked) if asked in list(FileState) else None


def _progress(work: Job) -> str:
    return url_for("staff.jobs.show", public_id=work.public_id)
