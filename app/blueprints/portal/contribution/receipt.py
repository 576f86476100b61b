"""The receipt: a page that stays, and its PDF."""

from flask import Response, abort, g, render_template, request

from app.blueprints.portal.contribution import contribution
from app.formatting import moment
from app.htmx import Answer
from app.models import Declaration, DeclarationState
from app.navigation import breadcrumb
from app.permissions import Right
from app.services import campaigns, document_files, receipt_text, receipts

_DONE = {"deja": "Cette déclaration a déjà été envoyée"}


@contribution.get("/recu/<receipt>")
def receipt(receipt: str) -> Answer:
    declaration = _found(receipt)
    campaign = campaigns.of_year(declaration.year)
    return render_template(
        "portal/contribution/receipt.html",
        page_title="Déclaration envoyée",
        breadcrumb=breadcrumb(g.access, (f"Reçu {declaration.receipt}", None)),
        declaration=declaration,
        text=receipt_text.of(declaration),
        in_force=receipts.in_force(g.access, declaration),
        campaign=campaign,
        may_correct=(
            declaration.state is DeclarationState.SENT
            and campaign is not None
            and campaigns.state(campaign).accepts
            and g.access.may(Right.DECLARE)
        ),
        is_sender=declaration.sent_by_id == g.access.user.id,
        already=_DONE.get(request.args.get("fait", "")),
        sent_on=moment(declaration.sent_at) if declaration.sent_at else "",
    )


@contribution.get("/recu/<receipt>.pdf")
def receipt_pdf(receipt: str) -> Answer:
    declaration = _found(receipt)
    # 2027-01-19_Recu_DE-2027-004812-K7_BOULANGERIE-LE-GALL.pdf: firms keep those of many companies together.
    company = document_files.company_part(g.access.company)
    name = f"{declaration.sent_at:%Y-%m-%d}_Recu_{declaration.receipt}_{company}.pdf"
    response = Response(receipt_text.write_pdf(declaration), mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _found(receipt: str) -> Declaration:
    return receipts.find(g.access, receipt) or abort(404)
