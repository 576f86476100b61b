"""The yearly campaigns of declaration: their dates, which one is shown now, and how far it has come."""

from datetime import date
from enum import StrEnum
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.clock import today
from app.extensions import db
from app.models import Campaign, User
from app.services import audit
from app.services.tariff import Tariff
from app.services.tariff_reading import TariffError, read


class CampaignState(StrEnum):
    UPCOMING = "a-venir"
    OPEN = "ouverte"
    LATE = "en-retard"
    CLOSED = "close"

    @property
    def accepts(self) -> bool:
        """Whether a declaration may be sent."""
        return self in (CampaignState.OPEN, CampaignState.LATE)


class WrongDates(ValueError):
    """These dates make no campaign; the message, in French, says why."""


def state(campaign: Campaign) -> CampaignState:
    """How far a campaign has come today, in Paris."""
    day = today()
    if day < campaign.opens_on:
        return CampaignState.UPCOMING
    if day <= campaign.due_on:
        return CampaignState.OPEN
    return CampaignState.LATE if day <= campaign.closes_on else CampaignState.CLOSED


def shown() -> Campaign | None:
    """The campaign that concerns members now: the first that is not closed, or the last one, or none at all."""
    campaigns = every()
    day = today()
    return next((one for one in campaigns if one.closes_on >= day), campaigns[-1] if campaigns else None)


def every() -> list[Campaign]:
    """All the campaigns, the oldest first."""
    return list(db.session.scalars(select(Campaign).order_by(Campaign.year)))


def of_year(year: int) -> Campaign | None:
    """The campaign of a year."""
    return db.session.scalars(select(Campaign).where(Campaign.year == year)).one_or_none()


def tariff_of(campaign: Campaign) -> Tariff | None:
    """What the association asks for, when it is known: without a tariff, no amount is shown."""
    if campaign.tariff is None:
        return None
    try:
        return read(campaign.tariff)
    except TariffError:
        # Only somebody who wrote in the table by hand: the declaration goes on without its estimate.
        current_app.logger.exception("the tariff of the campaign %s cannot be read", campaign.year)
        return None


def define(
    year: int,
    *,
    reference_on: date,
    opens_on: date,
    due_on: date,
    closes_on: date,
    tariff: dict[str, Any] | None,
    agent: User | None = None,
) -> Campaign:
    """Create or change the campaign of a year; what was already sent keeps its own figures. No tariff: the present one.

    Raises WrongDates, TariffError: both say in French how to mend.
    """
    if not opens_on <= due_on <= closes_on:
        raise WrongDates("l’ouverture, la date limite et la clôture doivent se suivre dans cet ordre")
    if abs(reference_on.year - year) > 1:
        raise WrongDates(f"la date de référence n’est pas celle de la campagne {year}")
    if tariff is not None:
        read(tariff)
    campaign = of_year(year) or Campaign(year=year)
    campaign.reference_on, campaign.opens_on = reference_on, opens_on
    campaign.due_on, campaign.closes_on, campaign.tariff = due_on, closes_on, tariff or campaign.tariff
    db.session.add(campaign)
    audit.record(
        "campaign.defined", actor=agent, year=year, opens=str(opens_on), due=str(due_on), closes=str(closes_on)
    )
    return campaign
