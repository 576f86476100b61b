"""The files: one, or several in an archive."""

import secrets

from flask import abort, current_app, g, render_template, request

from app.blueprints.portal.documents import documents
from app.blueprints.portal.documents.reading import chosen_numbers, note_opened, read_filters
from app.blueprints.portal.documents.routes import refuse
from app.downloads import attachment
from app.htmx import Answer
from app.models.base import CROCKFORD
from app.navigation import breadcrumb
from app.services import document_archives, document_files
from app.services import documents as service
from app.services.documents import Listed

NOTHING_TICKED = "Cochez au moins un document"
TOO_MANY = (
    f"Une archive contient {document_archives.MOST} documents au maximum\u00a0: "
    "téléchargez-les en plusieurs fois, par exemple année par année"
)
TOO_LARGE = (
    f"Ces documents dépassent {document_archives.LARGEST // 1024**2}\u00a0Mo au total\u00a0: "
    "téléchargez-les en plusieurs fois"
)


@documents.get("/<row:number>/telecharger")
def download(number: int) -> Answer:
    document = service.find(g.access, number) or abort(404)
    try:
        content = document_files.content(g.access, document)
    except document_files.Unavailable:
        return _unavailable(document)
    note_opened([document])
    return attachment(content, document_files.name_of(g.access.company, document), "application/pdf")


@documents.get("/archive")
def archive() -> Answer:
    """The ticked documents, or all those found, in a ZIP: by GET, since nothing changes and one may try again."""
    found = _asked_for()
    if not found:
        return refuse(NOTHING_TICKED)
    try:
        made = document_archives.write(g.access, found)
    except document_archives.TooMany:
        return refuse(TOO_MANY)
    except document_archives.TooLarge:
        return refuse(TOO_LARGE)
    note_opened(found)
    return attachment(made.file, made.name, "application/zip")


def _asked_for() -> list[Listed]:
    if request.args.get("tous"):
        return service.every(g.access, read_filters(), document_archives.MOST + 1)
    numbers = chosen_numbers()
    return service.chosen(g.access, numbers) if numbers else []


def _unavailable(document: Listed) -> Answer:
    """A reference ties what the member reads on the screen to the line in the log."""
    reference = "E-" + "".join(secrets.choice(CROCKFORD) for _ in range(5))
    current_app.logger.error("document %s has no file to give, reference %s", document.id, reference)
    page = render_template(
        "portal/documents/unavailable.html",
        page_title="Document indisponible",
        breadcrumb=breadcrumb(g.access, ("Document indisponible", None)),
        document=document,
        reference=reference,
    )
    return page, 503
