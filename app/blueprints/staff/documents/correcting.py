from functools import partial
from typing import Any

from flask import abort, url_for

from app.blueprints.staff.documents import documents
from app.blueprints.staff.documents.batches import address, found
from app.blueprints.staff.documents.forms import FileForm, described
from app.blueprints.staff.navigation import breadcrumb
from app.downloads import attachment
from app.forms.base import Form
from app.htmx import Answer, done, render_form
from app.models import DocumentBatch, DroppedFile
from app.security import keeps_input, me
from app.services.staff import document_corrections
from app.services.staff.document_batches import ChangedMeanwhile
from app.unit_of_work import afterwards

TITLE = "Corriger un document"
CHANGED = (
    "Un autre agent a modifié ce document pendant votre saisie. Voici la vôtre\u00a0: "
    "vérifiez-la, puis enregistrez-la à nouveau si elle doit remplacer la sienne"
)


@documents.route("/lots/<public_id:public_id>/fichiers/<row:file_id>", methods=["GET", "POST"])
@keeps_input
def correct(public_id: str, file_id: int) -> Answer:
    batch, file = _found(public_id, file_id)
    if not document_corrections.is_open(batch, file):
        return done(address(batch))
    member = document_corrections.member_of(file)
    form = FileForm(file, member)
    if form.validate_on_submit():
        try:
            document_corrections.correct(me(), batch, file, form.correction(), _version(form))
        except ChangedMeanwhile:
            form.version.data = form.version.raw_data = str(file.version)
            form.refuse(CHANGED)
        else:
            return done(address(batch, fait="corrige"))
    return _page(batch, file, form, member=described(member) if member else "")


@documents.post("/lots/<public_id:public_id>/fichiers/<row:file_id>/retirer")
def remove(public_id: str, file_id: int) -> Answer:
    batch, file = _found(public_id, file_id)
    try:
        document_corrections.remove(me(), batch, file)
    except ChangedMeanwhile:
        abort(409)
    return done(address(batch, fait="retire"))


@documents.get("/lots/<public_id:public_id>/fichiers/<row:file_id>/telecharger")
def open_dropped(public_id: str, file_id: int) -> Answer:
    batch, file = _found(public_id, file_id)
    content = document_corrections.content(file) or abort(404)
    afterwards(partial(document_corrections.note_read, me(), batch, file))
    return attachment(content, file.name.rpartition("/")[2], "application/pdf")


def _found(public_id: str, file_id: int) -> tuple[DocumentBatch, DroppedFile]:
    batch = found(public_id)
    return batch, document_corrections.find(batch, file_id) or abort(404)


def _version(form: FileForm) -> int:
    typed = str(form.version.data or "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _page(batch: DocumentBatch, file: DroppedFile, form: Form, **context: Any) -> Answer:
    return render_form(
        "staff/documents/correct.html",
        form,
        page_title=TITLE,
        breadcrumb=breadcrumb(("Documents déposés", address(batch)), (TITLE, None)),
        batch=batch,
        file=file,
        remove_url=url_for("staff.documents.remove", public_id=batch.public_id, file_id=file.id),
        **context,
    )
