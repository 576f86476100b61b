"""The receipt: a page that stays, and its PDF."""

from io import BytesIO

from flask import abort, g, render_template, request

from app.blueprints.portal.contribution import contribution
from app.blueprints.portal.contribution.frame import found
from app.blueprints.portal.documents.reading import note_opened
from app.downloads import attachment
from app.formatting import moment
from app.htmx import Answer
from app.models import Declaration, DeclarationState
from app.navigation import breadcrumb
from app.permissions import Right
from app.security import me
from app.services import declaration_queues, documents, file_names, receipt_text, receipts
from app.services.declaration_queues import Next

_DONE = {"deja": "Cette déclaration a déjà été envoyée"}


@contribution.get("/recu/<path:receipt>")
def receipt(receipt: str) -> Answer:
    declaration = _found(receipt)
    _note_opened(declaration)
    where = found(declaration.year)
    return render_template(
        "portal/contribution/receipt.html",
        page_title="Déclaration envoyée",
        breadcrumb=breadcrumb(g.access, (f"Reçu {declaration.receipt}", None)),
        declaration=declaration,
        text=receipt_text.of(declaration),
        is_ours=receipts.is_of_the_portal(declaration),
        in_force=receipts.in_force(g.access, declaration),
        where=where,
        may_correct=(
            declaration.state is DeclarationState.SENT
            and where is not None
            and where.state.accepts
            and g.access.may(Right.DECLARE)
        ),
        is_sender=declaration.sent_by_id == g.access.user.id,
        already=_DONE.get(request.args.get("fait", "")),
        next_in_queue=_next_in_queue(),
        sent_on=moment(declaration.sent_at) if declaration.sent_at else "",
    )


@contribution.get("/recu/<path:receipt>.pdf")
def receipt_pdf(receipt: str) -> Answer:
    declaration = _found(receipt)
    if not receipts.is_of_the_portal(declaration):
        abort(404)
    _note_opened(declaration)
    name = file_names.of_receipt(g.access.company, declaration)
    return attachment(BytesIO(receipt_text.write_pdf(declaration)), name, "application/pdf")


def _next_in_queue() -> Next | None:
    """For who declares several companies in a row."""
    queue = request.args.get("file", "")
    return declaration_queues.next_after(me(), queue, g.access.company.public_id) if queue else None


def _note_opened(declaration: Declaration) -> None:
    """It is no longer new among the documents."""
    document = documents.find_receipt(g.access, declaration.receipt or "")
    note_opened([document] if document else [])


def _found(receipt: str) -> Declaration:
    return receipts.find(g.access, receipt) or abort(404)
