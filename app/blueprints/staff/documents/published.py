from functools import partial

from flask import abort, request, url_for

from app.blueprints.staff.documents import documents
from app.blueprints.staff.documents.forms import WithdrawForm, described
from app.blueprints.staff.navigation import breadcrumb
from app.downloads import attachment
from app.formatting import plural
from app.htmx import Answer, done, render_form, render_section
from app.models import Company, Document, DocumentKind
from app.pagination import Pages, page_number, searched
from app.security import keeps_input, me
from app.services import document_files
from app.services.exchange.documents import KINDS
from app.services.staff import document_batches, published_documents
from app.unit_of_work import afterwards

DONE = {
    "retire": "Document retiré",
    "deja": "Ce document était déjà retiré",
    "abandonne": "Lot abandonné",
}


@documents.get("/")
def index() -> Answer:
    query, kind = searched(), _asked_kind()
    page = published_documents.page(query, kind, page_number())
    return render_section(
        "staff/documents/index.html",
        "staff/documents/_published.html",
        page_title="Documents",
        breadcrumb=breadcrumb(),
        batches=document_batches.recent(),
        page=page,
        pages=Pages.of(page),
        query=query,
        kind=kind,
        kinds=KINDS,
        found=plural(page.total, "document publié", "documents publiés"),
        done=DONE.get(request.args.get("fait", "")),
    )


@documents.get("/publies/<row:document_id>/telecharger")
def download(document_id: int) -> Answer:
    document, company = _found(document_id)
    content = published_documents.content(document) or abort(404)
    afterwards(partial(published_documents.note_read, me(), document, company))
    return attachment(content, document_files.name_of(company, document), "application/pdf")


@documents.route("/publies/<row:document_id>/retirer", methods=["GET", "POST"])
@keeps_input
def withdraw(document_id: int) -> Answer:
    document, company = published_documents.find(document_id) or (None, None)
    if (document is None or company is None) and request.method == "POST":
        return done(url_for("staff.documents.index", fait="deja"))
    if document is None or company is None:
        abort(404)
    form = WithdrawForm()
    if form.validate_on_submit():
        published_documents.withdraw(me(), document, company, form.reason.data)
        return done(url_for("staff.documents.index", fait="retire"))
    return render_form(
        "staff/documents/withdraw.html",
        form,
        page_title="Retirer un document",
        breadcrumb=breadcrumb(("Retirer un document", None)),
        name=f"{document.kind.label} {document.reference}",
        document=document,
        member=described(company),
    )


def _found(document_id: int) -> tuple[Document, Company]:
    return published_documents.find(document_id) or abort(404)


def _asked_kind() -> DocumentKind | None:
    return KINDS.get(request.args.get("type", ""))
