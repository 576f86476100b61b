from typing import Any

from flask import abort, current_app, g, render_template, request, url_for

from app.blueprints.portal.documents import documents
from app.blueprints.portal.documents.reading import chosen_numbers, note_opened, read_filters
from app.formatting import plural
from app.forms.base import Confirmation
from app.htmx import Answer, render_form, render_section
from app.models import DocumentKind, DocumentState
from app.navigation import breadcrumb
from app.pagination import Pages, page_number
from app.services import documents as service
from app.services import transfers, visibility
from app.services.documents import Filters, Listed

KINDS = {
    DocumentKind.INVOICE: "Factures",
    DocumentKind.CREDIT_NOTE: "Avoirs",
    DocumentKind.RECEIPT: "Reçus de déclaration",
    DocumentKind.ATTESTATION: "Attestations",
    DocumentKind.OTHER: "Autres",
}
_TEMPLATES = ("portal/documents/index.html", "portal/documents/_results.html")
STATES = {DocumentState.TO_PAY: "À régler", DocumentState.PAID: "Réglées"}


@documents.get("")
def index() -> Answer:
    return render_section(*_TEMPLATES, **_context())


@documents.get("/<row:number>")
def show(number: int) -> Answer:
    document = service.find(g.access, number) or abort(404)
    note_opened([document])
    return render_template(
        "portal/documents/show.html",
        page_title=document.name,
        breadcrumb=breadcrumb(g.access, (document.name, None)),
        document=document,
        receipt_url=receipt_url(document),
        transfer=transfers.to_pay(g.access, document),
    )


def refuse(message: str) -> Answer:
    """The list again, as it was ticked, with what is wrong."""
    form = Confirmation()
    form.refuse(message)
    return render_form(_TEMPLATES[0], form, **_context())


def _context() -> dict[str, Any]:
    """The list as the address narrows it."""
    filters = read_filters()
    page = service.page(g.access, filters, page_number())
    return {
        "page_title": "Mon espace documentaire" + (f", page {page.number}" if page.number > 1 else ""),
        "breadcrumb": breadcrumb(g.access),
        "page": page,
        "pages": Pages.of(page, _page_url),
        "filters": filters,
        "query": _query(filters),
        "kinds": {kind: KINDS[kind] for kind in visibility.document_kinds(g.access.role)},
        "years": service.years(g.access),
        "states": STATES,
        "situation": service.situation(g.access),
        "ticked": set(chosen_numbers()),
        "all_ticked": request.args.get("cocher") == "tout",
        "receipt_url": receipt_url,
        "takes_transfers": bool(current_app.config["IBAN"]),
        "announcement": _found(page.total, filters),
    }


def receipt_url(document: Listed) -> str | None:
    """The page of the declaration that a receipt is about."""
    return url_for("portal.contribution.receipt", receipt=document.reference) if document.declaration_id else None


def _query(filters: Filters) -> dict[str, Any]:
    """The address of this list, for the links inside it."""
    asked = {"type": filters.kind, "annee": filters.year, "etat": filters.state}
    return {name: value for name, value in asked.items() if value}


def _page_url(number: int) -> str:
    """A page of the list, whichever address shows it, and with nothing ticked."""
    return url_for("portal.documents.index", **_query(read_filters()), page=number)


def _found(total: int, filters: Filters) -> str:
    if not filters.are_set:
        return plural(total, "document")
    return plural(total, "document trouvé", "documents trouvés")
