"""What agents change of a campaign: its dates, its text, its tariff."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.models import Campaign, User
from app.services import audit, campaigns
from app.services.editing import ChangedMeanwhile


class AlreadyThere(Exception):
    """There is a campaign of that year: change it instead."""


@dataclass(frozen=True)
class Dates:
    reference_on: date
    opens_on: date
    due_on: date
    closes_on: date


def create(agent: User, year: int, dates: Dates, intro: str | None) -> Campaign:
    """A new campaign, without a tariff until one is given. Raises AlreadyThere, WrongDates."""
    if campaigns.of_year(year):
        raise AlreadyThere
    campaign = campaigns.define(year, **vars(dates), tariff=None, agent=agent)
    campaign.intro = intro or None
    return campaign


def change(agent: User, campaign: Campaign, dates: Dates, intro: str | None, *, seen: int) -> None:
    """Change the dates and the text of the campaign whose revision `seen` was shown. Raises ChangedMeanwhile,
    WrongDates."""
    _guard(campaign, seen)
    campaigns.define(campaign.year, **vars(dates), tariff=None, agent=agent)
    campaign.intro = intro or None


def price(agent: User, campaign: Campaign, tariff: dict[str, Any] | None, *, seen: int) -> None:
    """Give a campaign its tariff, or none; what was sent keeps its own. Raises ChangedMeanwhile."""
    _guard(campaign, seen)
    campaign.tariff = tariff
    audit.record("campaign.priced", actor=agent, year=campaign.year)


def _guard(campaign: Campaign, seen: int) -> None:
    if campaign.revision != seen:
        raise ChangedMeanwhile
