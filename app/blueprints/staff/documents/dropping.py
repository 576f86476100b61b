from flask import url_for

from app.blueprints.staff.documents import documents
from app.blueprints.staff.documents.forms import DropForm
from app.blueprints.staff.navigation import breadcrumb
from app.forms.once import sent_once
from app.htmx import Answer, render_form
from app.models import Job
from app.security import keeps_input, me
from app.services.staff import document_batches
from app.unit_of_work import save_now
from app.uploads import takes_files

TITLE = "Déposer des documents"
LARGEST, MOST = 500 * 1024 * 1024, 1_000


@documents.route("/deposer", methods=["GET", "POST"])
@keeps_input
@takes_files(LARGEST, parts=MOST + 10)
def drop() -> Answer:
    form = DropForm()
    if form.validate_on_submit():
        return _receive(form)
    return render_form(
        "staff/documents/drop.html",
        form,
        page_title=TITLE,
        breadcrumb=breadcrumb((TITLE, None)),
        largest=LARGEST,
        most=MOST,
    )


def _receive(form: DropForm) -> Answer:
    """Keep the files, while nobody waits for the database; then say that they are there."""
    save_now()
    dropped = [document_batches.receive(file.filename or "", file.stream) for file in form.files.data]
    begun: list[Job] = []

    def begin() -> str:
        begun.append(document_batches.begin(me(), dropped, form.issued_on.data))
        return url_for("staff.jobs.show", public_id=begun[0].public_id)

    try:
        return sent_once(form, begin)
    finally:
        if not begun:
            document_batches.give_back(dropped)
