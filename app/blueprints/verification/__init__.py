"""Is this receipt genuine? Anybody who was shown one may ask, without an account."""

from flask import Blueprint, render_template, request

from app.htmx import Answer
from app.reading import readable
from app.services import receipts

verification = Blueprint("verification", __name__)
_LONGEST = 60


@verification.get("/verifier")
def index() -> Answer:
    asked = readable(request.args.get("recu", "")[:_LONGEST]).strip()
    return render_template(
        "public/verify.html",
        page_title="Vérifier un reçu",
        asked=asked,
        found=receipts.verify(asked, request.remote_addr) if asked else None,
    )
