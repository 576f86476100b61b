"""The visits in a calendar program: files, and a private address to subscribe to."""

from io import BytesIO

from flask import abort, current_app, g, request, url_for

from app.blueprints.portal.planning import planning
from app.blueprints.portal.planning.visits import find
from app.blueprints.portal.section import for_members
from app.calendar_files import MIMETYPE
from app.clock import today
from app.downloads import attachment
from app.forms.base import Confirmation
from app.htmx import Answer, done, render_form
from app.navigation import breadcrumb
from app.security import keeps_input
from app.services import calendars as service
from app.services.file_names import company_part, part

TITLE = "Mes visites dans mon agenda"


@planning.get("/planning/visites.ics")
def calendar() -> Answer:
    """The visits to come, to put in a calendar once."""
    name = f"{today():%Y-%m-%d}_Visites_{company_part(g.access.company)}.ics"
    return attachment(BytesIO(service.everything(g.access)), name, MIMETYPE)


@planning.get("/planning/visites/<row:number>.ics")
def visit_calendar(number: int) -> Answer:
    visit, content = find(number), service.one(g.access, number) or abort(404)
    name = f"{visit.day:%Y-%m-%d}_Visite_{part(visit.name)}_{company_part(g.access.company)}.ics"
    return attachment(BytesIO(content), name, MIMETYPE)


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
