"""What the pages of a campaign share."""

from typing import Any

from flask import abort, url_for

from app.blueprints.staff.navigation import breadcrumb
from app.models import Campaign
from app.services import campaigns
from app.services.campaigns import CampaignState

STATES = {
    CampaignState.UPCOMING: ("À venir", "neutre"),
    CampaignState.OPEN: ("Ouverte", "succes"),
    CampaignState.LATE: ("Date limite passée", "attention"),
    CampaignState.CLOSED: ("Close", "neutre"),
}


def campaign_of(year: int) -> Campaign:
    """The campaign of that year, or 404."""
    return campaigns.of_year(year) or abort(404)


def page(campaign: Campaign, title: str, **context: Any) -> dict[str, Any]:
    """What a page under the cockpit shows besides its own: its title, the way back."""
    above = (f"Campagne {campaign.year}", url_for("staff.campaigns.show", year=campaign.year))
    return {
        "page_title": title,
        "breadcrumb": breadcrumb(above, (title, None)),
        "campaign": campaign,
        "state": STATES[campaigns.state(campaign)],
        **context,
    }
