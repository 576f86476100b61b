"""Is this receipt genuine? Anybody who was shown one may ask, without an account."""

from flask import Blueprint, g, render_template, request

from app.htmx import Answer
from app.reading import readable
from app.services import receipts

verification = Blueprint("verification", __name__)
_LONGEST = 60


@verification.get("/verifier")
def index() -> Answer:
    asked = readable(request.args.get("recu", "")[:_LONGEST]).strip()
    nothing_typed = "recu" in request.args and not asked
    g.form_has_errors = nothing_typed
    page = render_template(
        "public/verify.html",
        page_title="Vérifier un reçu",
        asked=asked,
        nothing_typed=nothing_typed,
        found=receipts.verify(asked, request.remote_addr) if asked else None,
    )
    return page, 422 if nothing_typed else 200
