from flask import abort, render_template, url_for

from app.addresses import of_each
from app.blueprints.companies import companies, worklist
from app.htmx import Answer
from app.security import me
from app.services import declaration_queues

TITLE = "Déclarer l’une après l’autre"


@companies.get("/file/<public_id:public_id>")
def queue(public_id: str) -> Answer:
    """The companies to declare in a row, and how far one has come."""
    found = declaration_queues.find(me(), public_id) or abort(404)
    return render_template(
        "companies/queue.html",
        page_title=TITLE,
        queue=found,
        next=found.after(),
        declare=of_each("portal.contribution.index", file=found.public_id),
        receipt=of_each("portal.contribution.receipt", "receipt", file=found.public_id),
        kinds=worklist.KINDS,
        breadcrumb=[("Mes entreprises", url_for("companies.index")), (TITLE, None)],
    )
