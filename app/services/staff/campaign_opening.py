"""Opening a campaign: from then on members declare, and each of those who answer for them has its letter, once."""

from sqlalchemy import update

from app.clock import now, today
from app.extensions import db
from app.formatting import day_in_words
from app.models import Campaign, Job, StaffRight, User
from app.services import audit, campaigns, jobs, reminders
from app.services.campaigns import CampaignState
from app.services.jobs import Outcome, Refused, Tell, Work
from app.services.staff import campaign_reminders
from app.services.staff.campaign_members import Filters, Place
from app.services.staff.campaign_reminders import Preview

KIND = "campaign-opening"
LETTER = "ouverture"


class CannotOpen(ValueError):
    """The campaign cannot be opened; the message, in French, says why and how to mend."""


def obstacle(campaign: Campaign) -> str | None:
    """What keeps a campaign from being opened, in French; None when nothing does."""
    if campaign.opened_at:
        return f"La campagne {campaign.year} est déjà ouverte, et sa lettre est partie."
    if campaigns.state(campaign) is CampaignState.CLOSED:
        return f"La campagne {campaign.year} est close\u00a0: modifiez d’abord sa clôture."
    if campaigns.state(campaign) is CampaignState.LATE:
        return "La date limite est passée\u00a0: modifiez d’abord les dates, ou relancez depuis le suivi."
    if reminders.is_sent(campaign, LETTER):
        since = day_in_words(campaign.opens_on)
        return f"La campagne {campaign.year} est ouverte depuis le {since}, et sa lettre est partie."
    earlier = [one for one in campaigns.every() if one.year < campaign.year and one.closes_on >= today()]
    if earlier:
        return f"La campagne {earlier[0].year} n’est pas close\u00a0: modifiez d’abord sa date de clôture."
    return None


def audience(campaign: Campaign) -> Preview:
    """Whom the opening letter concerns."""
    return campaign_reminders.preview(campaign, Filters(place=Place.TO_COME))


def open_now(agent: User, campaign: Campaign) -> Job:
    """Open a campaign today, and have its letter sent. Raises CannotOpen, to the second of two agents as well."""
    if why := obstacle(campaign):
        raise CannotOpen(why)
    ours = db.session.execute(
        update(Campaign)
        .where(Campaign.id == campaign.id, Campaign.opened_at.is_(None))
        .values(
            opened_at=now(),
            opened_by_id=agent.id,
            opens_on=min(campaign.opens_on, today()),
            revision=Campaign.revision + 1,
        )
    )
    if not ours.rowcount:  # type: ignore[attr-defined]
        raise CannotOpen(f"La campagne {campaign.year} vient d’être ouverte par un collègue.")
    db.session.refresh(campaign)
    audit.record("campaign.opened", actor=agent, year=campaign.year)
    return jobs.ask(KIND, agent, year=campaign.year)


def run(job: Job, tell: Tell) -> Outcome:
    """Send the opening letter to whoever did not have it yet, one a person."""
    campaign = campaigns.of_year(job.facts["year"])
    if campaign is None or not campaigns.state(campaign).accepts:
        raise Refused("La campagne n’est pas ouverte.")
    sent = reminders.send(campaign, LETTER, lambda done, total: tell("Lettre d’ouverture", done, total))
    if not sent:
        return Outcome({"summary": "La lettre d’ouverture était déjà partie\u00a0: personne n’est averti deux fois."})
    return Outcome({"summary": f"{sent}\u00a0lettre{'s' if sent > 1 else ''} d’ouverture en cours d’envoi."})


WORK = Work("Ouverture de la campagne", StaffRight.CAMPAIGN, run)
