"""What a member will see of a campaign: the page, the letter, and what some headcounts would pay."""

from dataclasses import dataclass

from app.mail import rendering
from app.models import Campaign, FollowUp, OutboxMessage
from app.services import campaigns, pricing, reminders
from app.services.campaigns import CampaignState
from app.services.declarations import Standing
from app.services.headcounts import Group, Headcount

EXAMPLE = 12
_SIZES = (1, 5, 10, 50, 300)


@dataclass(frozen=True)
class Example:
    """What a company of so many employees, all SI, would pay, in cents; `joining`: besides, the year it joins."""

    heads: int
    net: int
    gross: int
    joining: int
    schedule: str


@dataclass(frozen=True)
class Letter:
    subject: str
    body: str


def standing(campaign: Campaign) -> Standing:
    """A company that has not begun, on the first day."""
    return Standing(campaign, CampaignState.OPEN, None, None, 0)


def asks_payroll(campaign: Campaign) -> bool:
    tariff = campaigns.tariff_of(campaign)
    return bool(tariff and tariff.asks_payroll)


def amounts(campaign: Campaign) -> list[Example]:
    """The fee of some sizes; none without a tariff by head."""
    tariff = campaigns.tariff_of(campaign)
    if tariff is None or tariff.asks_payroll:
        return []
    examples = []
    for size in _SIZES:
        headcount = Headcount((Group(FollowUp.SI, False, False, size),))
        once = sum(line.total_cents for line in pricing.joining_lines(tariff, headcount))
        if amount := pricing.price(tariff, headcount):
            examples.append(Example(size, amount.net, amount.gross, once, amount.schedule))
    return examples


def letter(campaign: Campaign) -> Letter:
    """The opening letter of a company, as it will leave."""
    facts = {"moment": "ouverture", "count": 1, "drafts": 0, "company": "BOULANGERIE LE GALL", "city": "SAINT-BRIEUC"}
    queued = OutboxMessage(
        letter="declaration_reminder",
        recipient="nom.prenom@structure.example",
        facts={**reminders.dates(campaign), **facts, "company_id": "exemple"},
        message_id="<apercu@localhost>",
    )
    message = rendering.write(queued)
    return Letter(str(message.subject), str(message.body))
