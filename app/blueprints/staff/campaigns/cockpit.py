"""The cockpit of a campaign."""

from flask import render_template, request, url_for

from app.blueprints.staff.campaigns import campaigns, chart
from app.blueprints.staff.campaigns.found import STATES, campaign_of
from app.blueprints.staff.navigation import breadcrumb
from app.htmx import Answer
from app.services import campaigns as calendar
from app.services.staff import campaign_opening, campaign_progress, campaign_reminders
from app.services.staff.campaign_members import Place

_DONE = {
    "creee": "Campagne créée",
    "modifiee": "Campagne modifiée",
    "tarif": "Tarif enregistré",
}


@campaigns.get("/<row:year>")
def show(year: int) -> Answer:
    campaign = campaign_of(year)
    progress, days = campaign_progress.progress(campaign), campaign_progress.days(campaign)
    return render_template(
        "staff/campaigns/show.html",
        page_title=f"Campagne {year}",
        breadcrumb=breadcrumb((f"Campagne {year}", None)),
        campaign=campaign,
        state=STATES[calendar.state(campaign)],
        accepts=calendar.state(campaign).accepts,
        obstacle=campaign_opening.obstacle(campaign),
        may_remind=campaign_reminders.may_remind(campaign),
        progress=progress,
        funnel=progress.funnel,
        firms=campaign_progress.firms(campaign),
        days=days,
        chart=chart.draw(days, campaign.due_on),
        listed=lambda **query: url_for("staff.declarations.index", annee=year, **query),
        remind=lambda **query: url_for("staff.campaigns.remind", year=year, **query),
        places=Place,
        done=_DONE.get(request.args.get("fait", "")),
    )
