"""What deserves a look among declarations and employees."""

from flask import render_template, request

from app.blueprints.staff.campaigns import campaigns
from app.blueprints.staff.campaigns.found import campaign_of, page
from app.htmx import Answer
from app.pagination import Pages, page_number
from app.services.staff import campaign_anomalies
from app.services.staff.campaign_anomalies import Anomaly


@campaigns.get("/<row:year>/anomalies")
def anomalies(year: int) -> Answer:
    campaign = campaign_of(year)
    asked = request.args.get("quoi", "")
    counts = campaign_anomalies.counts(campaign)
    kind = Anomaly(asked) if asked in set(Anomaly) else next((one for one in counts if counts[one]), Anomaly.CHANGED)
    found = campaign_anomalies.page(campaign, kind, page_number())
    return render_template(
        "staff/campaigns/anomalies.html",
        **page(campaign, f"Anomalies {year}"),
        counts=counts,
        kind=kind,
        found=found,
        pages=Pages.of(found),
    )
