from flask import g, render_template, request, url_for

from app.blueprints.portal.account import account
from app.blueprints.portal.section import requires
from app.htmx import Answer
from app.navigation import breadcrumb
from app.permissions import Right
from app.services import journal as service


@account.get("/journal")
@requires(Right.MANAGE_ACCESS)
def journal() -> Answer:
    """Who did what in the company's space, for its managers."""
    asked = request.args.get("avant", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    return render_template(
        "portal/account/journal.html",
        page_title="Journal des accès",
        breadcrumb=breadcrumb(g.access, ("Journal des accès", None)),
        page=service.page_of(g.access, before=before),
        newest_url=url_for("portal.account.journal") if before else None,
    )
