"""The visits in a calendar program: files, and a private address to subscribe to."""

from flask import abort, current_app, g, request, url_for

from app.blueprints.portal.planning import planning
from app.blueprints.portal.planning.requests import downloaded
from app.blueprints.portal.section import for_members
from app.calendar_files import MIMETYPE
from app.forms.base import Confirmation
from app.htmx import Answer, done, render_form
from app.navigation import breadcrumb
from app.security import keeps_input
from app.services import calendars as service

TITLE = "Mes visites dans mon agenda"


@planning.get("/planning/visites.ics")
def calendar() -> Answer:
    """The visits to come, to put in a calendar once."""
    return downloaded(service.everything(g.access), f"visites-{g.access.company.public_id}.ics", MIMETYPE)


@planning.get("/planning/visites/<row:number>.ics")
def visit_calendar(number: int) -> Answer:
    content = service.one(g.access, number) or abort(404)
    return downloaded(content, f"visite-{number}.ics", MIMETYPE)


@planning.route("/planning/agenda", methods=["GET", "POST"])
@for_members
@keeps_input
def subscription() -> Answer:
    """An address for calendar programs. It is told once, in the answer to the button that makes it."""
    form = Confirmation()
    address = None
    if form.validate_on_submit():
        token = service.subscribe(g.access)
        address = current_app.config["BASE_URL"] + url_for("agenda.feed", token=token)
    return render_form(
        "portal/planning/subscription.html",
        form,
        page_title=TITLE,
        breadcrumb=breadcrumb(g.access, (TITLE, None)),
        address=address,
        removed=request.args.get("fait") == "supprimee",
        is_subscribed=service.is_subscribed(g.access),
    )


@planning.post("/planning/agenda/supprimer")
def unsubscribe() -> Answer:
    """The address stops working."""
    service.unsubscribe(g.access)
    return done(url_for("portal.planning.subscription", fait="supprimee"))
