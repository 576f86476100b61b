"""What somebody hired after the reference date costs, told before it is asked for."""

from dataclasses import dataclass
from datetime import date

from app.clock import today
from app.models import Campaign
from app.services import campaigns
from app.services.tariff import HireRule


@dataclass(frozen=True)
class HireTerms:
    """What a campaign says of who is hired after `since`; `cents` without VAT, None: the rate of the others."""

    since: date
    year: int
    rule: HireRule
    cents: int | None
    days: int | None


def terms(campaign: Campaign) -> HireTerms | None:
    """What the tariff of a campaign says of new hires, if it says anything."""
    tariff = campaigns.tariff_of(campaign)
    if tariff is None or tariff.new_hires is None:
        return None
    told = tariff.new_hires
    cents = told.cents if told.cents is not None else tariff.flat
    return HireTerms(campaign.reference_on, campaign.year, told.rule, cents, told.days)


def present_terms() -> HireTerms | None:
    """Those of whoever is hired today; before the campaigns of the portal, those of the next one."""
    campaign = campaigns.of_year(today().year) or campaigns.shown()
    return terms(campaign) if campaign else None
