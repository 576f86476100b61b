"""Réglages: what the installation said first, and agents change without touching the machine."""

from flask import abort, render_template, request, url_for

from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.section import needs_a_recent_code, staff_section
from app.blueprints.staff.settings import words
from app.blueprints.staff.settings.editing import DONE, edited, restored
from app.blueprints.staff.settings.forms import GROUPS
from app.htmx import Answer
from app.models import StaffRight
from app.security import keeps_input
from app.services.staff import adjusting

settings = staff_section("settings", __name__, right=StaffRight.ADMINISTRATION, address="/reglages")

NAMES = tuple(name for form in GROUPS.values() for name in form.names)


@settings.get("")
def index() -> Answer:
    return render_template(
        "staff/settings/index.html",
        page_title="Réglages",
        breadcrumb=breadcrumb(),
        groups=GROUPS,
        present=adjusting.shown(NAMES),
        labels=words.LABELS,
        told=words.told,
        done=DONE.get(request.args.get("fait", "")),
    )


@settings.route("/<group>", methods=["GET", "POST"])
@keeps_input
@needs_a_recent_code
def edit(group: str) -> Answer:
    """A recent code is asked: whoever changes the IBAN changes where the members' money goes."""
    kind = GROUPS.get(group) or abort(404)
    form = kind.showing(adjusting.shown(kind.names))
    return edited(
        form,
        "staff/settings/edit.html",
        url_for("staff.settings.index"),
        page_title=kind.title,
        breadcrumb=breadcrumb((kind.title, None)),
    )


@settings.route("/valeurs/<name>/installation", methods=["GET", "POST"])
@needs_a_recent_code
def restore(name: str) -> Answer:
    return restored(name, NAMES, "staff.settings.index")
