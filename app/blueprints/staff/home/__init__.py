"""What is to be done today."""

from flask import Blueprint, abort, render_template, request, url_for

from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.section import ask, may
from app.htmx import Answer, done
from app.models import StaffRight
from app.security import me
from app.services import staff_decisions

home = Blueprint("home", __name__)


@home.get("/")
def index() -> Answer:
    return render_template(
        "staff/home.html",
        page_title="Espace gestion",
        breadcrumb=breadcrumb(),
        waiting=staff_decisions.waiting() if may(StaffRight.MEMBERS) else [],
        done={"accepte": "Accès accordé", "refuse": "Accès refusé"}.get(request.args.get("fait", "")),
    )


@home.post("/rattachements/<row:membership_id>/accepter")
def accept(membership_id: int) -> Answer:
    ask(StaffRight.MEMBERS)
    if not staff_decisions.accept(me(), membership_id):
        abort(404)
    return done(url_for("staff.home.index", fait="accepte"))


@home.post("/rattachements/<row:membership_id>/refuser")
def refuse(membership_id: int) -> Answer:
    ask(StaffRight.MEMBERS)
    if not staff_decisions.refuse(me(), membership_id):
        abort(404)
    return done(url_for("staff.home.index", fait="refuse"))
