"""Long work under way: how far it has come, and what it found."""

import re
from functools import partial

from flask import Response, abort, send_file, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.blueprints.staff.navigation import Entry, breadcrumb, entry
from app.blueprints.staff.section import ask, has_a_recent_code, staff_section
from app.htmx import Answer, done, render_section
from app.models import Job, JobState
from app.security import ask_for_code, me
from app.services import audit, files
from app.services import jobs as work
from app.services.works import WORKS
from app.unit_of_work import afterwards

jobs = staff_section("jobs", __name__, right=None, address="/travaux")

# Where a work leads once it is done, when its own page is more than this one: kind → endpoint that takes `public_id`.
AFTERWARDS: dict[str, str] = {"letters": "staff.identifiers.letters"}
# The section that asks for a work, by how its kind begins.
SECTIONS = {
    "campaign": "campaigns",
    "documents": "documents",
    "exports": "imports",
    "imports": "imports",
    "journal": "journal",
    "letters": "identifiers",
    "portfolio": "attachments",
}


@jobs.get("/<public_id:public_id>")
def show(public_id: str) -> Answer:
    job = _found(public_id)
    if job.state is JobState.DONE and (endpoint := AFTERWARDS.get(job.kind)):
        return done(url_for(endpoint, public_id=public_id))
    label, section = WORKS[job.kind].label, section_of(job.kind)
    return render_section(
        "staff/jobs/show.html",
        "staff/jobs/_progress.html",
        page_title=label,
        breadcrumb=breadcrumb((section.label, url_for(section.endpoint)), (label, None)),
        section=section,
        job=job,
        progress=work.progress(job),
        has_file=bool(job.file_key),
        address=url_for("staff.jobs.show", public_id=public_id),
    )


def section_of(kind: str) -> Entry:
    """Where a work of this kind is asked for."""
    return entry(SECTIONS[re.split("[.-]", kind)[0]])


@jobs.post("/<public_id:public_id>/annuler")
def cancel(public_id: str) -> Answer:
    work.cancel(me(), _found(public_id))
    return done(url_for("staff.jobs.show", public_id=public_id))


@jobs.get("/<public_id:public_id>/fichier")
def download(public_id: str) -> Response | BaseResponse:
    job = _found(public_id)
    kind = WORKS[job.kind]
    if kind.opens_doors and not has_a_recent_code():
        return ask_for_code()
    if job.file_key is None or not (path := files.path(job.file_key)).is_file():
        abort(404)
    afterwards(partial(audit.record, "job.downloaded", actor=me(), kind=job.kind, job=public_id))
    response = send_file(path, mimetype=kind.mimetype, as_attachment=True, download_name=kind.file_name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _found(public_id: str) -> Job:
    """The work of that name, for who has its right."""
    job = work.find(public_id)
    if job is None or job.kind not in WORKS:
        abort(404)
    ask(WORKS[job.kind].right)
    return job
