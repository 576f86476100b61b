"""The list of members by the state of their identifiers, and their letters."""

from flask import abort, render_template, request, url_for

from app.blueprints.staff.identifiers import identifiers
from app.blueprints.staff.identifiers.forms import PrintLetters
from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.section import needs_a_recent_code
from app.formatting import plural
from app.forms.base import Confirmation
from app.htmx import Answer, done, render_form, render_section
from app.models import Job, JobState
from app.pagination import Pages, page_number, searched
from app.security import keeps_input, me
from app.services import files, jobs
from app.services.staff import identifier_list, letter_choice
from app.services.staff import letters as service
from app.services.staff.identifier_list import State
from app.services.staff.letter_choice import Which


@identifiers.get("/identifiants")
def index() -> Answer:
    query, asked = searched(), request.args.get("etat", "")
    state = State(asked) if asked in list(State) else None
    page = identifier_list.page(query, state, page_number())
    return render_section(
        "staff/identifiers/index.html",
        "staff/identifiers/_results.html",
        page_title="Identifiants et courriers",
        breadcrumb=breadcrumb(),
        counts=letter_choice.counts(),
        under_way=service.under_way(),
        latest=jobs.latest(service.KIND),
        labels=_labels(),
        page=page,
        pages=Pages.of(page),
        query=query,
        state=state,
        states=list(State),
        announcement=plural(page.total, "entreprise adhérente", "entreprises adhérentes"),
    )


@identifiers.route("/identifiants/courriers", methods=["GET", "POST"])
@keeps_input
@needs_a_recent_code
def print_letters() -> Answer:
    """Letters for a choice of members, printed by a work of its own."""
    which = _which()
    count = letter_choice.counts()[which]
    form = PrintLetters()
    form.expect(count.letters)
    if form.validate_on_submit():
        try:
            return done(url_for("staff.jobs.show", public_id=service.ask(me(), which).public_id))
        except service.UnderWay as refusal:
            return _refused(refusal.job)
    if job := service.under_way():
        return _refused(job)
    return render_form(
        "staff/identifiers/print.html",
        form,
        page_title="Éditer les courriers",
        breadcrumb=breadcrumb(("Éditer les courriers", None)),
        which=which,
        count=count,
    )


@identifiers.get("/identifiants/courriers/<public_id:public_id>")
def letters(public_id: str) -> Answer:
    job = _found(public_id)
    return render_template(
        "staff/identifiers/letters.html",
        page_title="Courriers d’identifiants",
        breadcrumb=breadcrumb(("Courriers d’identifiants", None)),
        job=job,
        what=_labels()[job.facts["which"]],
        has_file=_has_file(job),
        until=job.created_at + jobs.KEPT,
    )


@identifiers.route("/identifiants/courriers/<public_id:public_id>/effacer", methods=["GET", "POST"])
@keeps_input
def erase(public_id: str) -> Answer:
    """« J’ai imprimé » : the file goes at once."""
    job, form = _found(public_id), Confirmation()
    page = url_for("staff.identifiers.letters", public_id=job.public_id)
    if form.validate_on_submit():
        service.erase(me(), job)
    if not _has_file(job):
        return done(page)
    return render_form(
        "staff/identifiers/erase.html",
        form,
        page_title="Effacer le fichier des courriers",
        breadcrumb=breadcrumb(("Courriers d’identifiants", page), ("Effacer le fichier", None)),
        job=job,
    )


def _refused(job: Job) -> Answer:
    page = render_template(
        "staff/identifiers/under_way.html",
        page_title="Des courriers sont en cours d’édition",
        breadcrumb=breadcrumb(("Éditer les courriers", None)),
        job=job,
    )
    return page, 409


def _which() -> Which:
    asked = request.args.get("selection", "")
    return Which(asked) if asked in list(Which) else abort(404)


def _labels() -> dict[str, str]:
    """What letters were asked for, by the word that their work keeps."""
    return {service.ONE: "Une entreprise", **{which.value: which.label for which in Which}}


def _has_file(job: Job) -> bool:
    return job.file_key is not None and files.path(job.file_key).is_file()


def _found(public_id: str) -> Job:
    """Letters that were printed."""
    job = jobs.find(public_id)
    if job is None or job.kind != service.KIND or job.state is not JobState.DONE:
        abort(404)
    return job
