"""Espace gestion: what waits for the association's agreement. For its agents only, and never inside a frame."""

from flask import Blueprint, abort, render_template, request, url_for

from app.htmx import Answer, done
from app.security import me
from app.services import staff_decisions

staff = Blueprint("staff", __name__, url_prefix="/gestion")


@staff.before_request
def _agents_only() -> None:
    if not me().is_staff:
        abort(403, description="accéder à l’espace gestion")


@staff.get("/")
def home() -> Answer:
    return render_template(
        "staff/home.html",
        page_title="Espace gestion",
        waiting=staff_decisions.waiting(),
        done={"accepte": "Accès accordé", "refuse": "Accès refusé"}.get(request.args.get("fait", "")),
    )


@staff.post("/rattachements/<row:membership_id>/accepter")
def accept(membership_id: int) -> Answer:
    if not staff_decisions.accept(me(), membership_id):
        abort(404)
    return done(url_for("staff.home", fait="accepte"))


@staff.post("/rattachements/<row:membership_id>/refuser")
def refuse(membership_id: int) -> Answer:
    if not staff_decisions.refuse(me(), membership_id):
        abort(404)
    return done(url_for("staff.home", fait="refuse"))
