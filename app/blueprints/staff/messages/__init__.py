"""The messages of the contact form: read, answered by mail, marked as handled."""

from functools import partial

from flask import Response, abort, render_template, request, url_for

from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.section import staff_section
from app.downloads import attachment
from app.htmx import Answer, done
from app.models import StaffRight
from app.pagination import Pages, page_number
from app.security import me
from app.services import files
from app.services.contact_messages import SUBJECTS
from app.services.staff import messages as service
from app.services.staff.messages import Filters, Shown
from app.unit_of_work import afterwards

messages = staff_section("messages", __name__, right=StaffRight.MEMBERS, address="/messages")

STATES = {"a-traiter": "À traiter", "traites": "Traités", "tous": "Tous"}
_WAITING = {"a-traiter": True, "traites": False, "tous": None}
_DONE = {"traite": "Message traité", "a-traiter": "Message remis à traiter"}


@messages.get("")
def index() -> Answer:
    state, subject = request.args.get("etat", ""), request.args.get("sujet", "")
    state = state if state in STATES else "a-traiter"
    subject = subject if subject in SUBJECTS else ""
    page = service.page(Filters(_WAITING[state], subject), page_number())
    return render_template(
        "staff/messages/index.html",
        page_title="Messages",
        breadcrumb=breadcrumb(),
        page=page,
        pages=Pages.of(page),
        states=STATES,
        state=state,
        subjects=SUBJECTS,
        subject=subject,
        done=_DONE.get(request.args.get("fait", "")),
    )


@messages.get("/<reference>")
def show(reference: str) -> Answer:
    shown = _found(reference)
    afterwards(partial(service.note_read, me(), reference))
    return _page(shown, done=_DONE.get(request.args.get("fait", "")))


@messages.get("/<reference>/piece-jointe")
def download(reference: str) -> Response:
    shown = _found(reference)
    path = service.enclosure(shown)
    if path is None:
        abort(404)
    afterwards(partial(service.note_read, me(), reference))
    content = path.open("rb")
    kind = files.mimetype_of(content.read(1024))
    return attachment(content, shown.message.file_name or reference, kind)


@messages.post("/<reference>/traiter")
def handle(reference: str) -> Answer:
    shown = _found(reference)
    if service.handle(me(), shown):
        return done(url_for("staff.messages.index", fait="traite"))
    return _page(_found(reference), overtaken=True), 409


@messages.post("/<reference>/remettre")
def reopen(reference: str) -> Answer:
    shown = _found(reference)
    if service.reopen(me(), shown):
        return done(url_for("staff.messages.show", reference=reference, fait="a-traiter"))
    return _page(_found(reference), overtaken=True), 409


def _found(reference: str) -> Shown:
    return service.find(reference) or abort(404)


def _page(shown: Shown, *, done: str | None = None, overtaken: bool = False) -> str:
    title = f"Message {shown.message.reference}"
    return render_template(
        "staff/messages/show.html",
        page_title=title,
        breadcrumb=breadcrumb((title, None)),
        shown=shown,
        message=shown.message,
        done=done,
        overtaken=overtaken,
    )
