"""« Saisir pour l'adhérent » : a declaration that came on paper, typed by an agent from its figures alone."""

from dataclasses import dataclass, field, replace
from datetime import date

from app.models import Campaign, Company, Declaration, FollowUp, User
from app.services import campaigns, declaration_content, declarations, declaring, pricing
from app.services.campaigns import CampaignState
from app.services.declaration_content import Content
from app.services.declarations import Standing
from app.services.editing import ChangedMeanwhile
from app.services.headcounts import Group, Headcount
from app.services.staff import acting
from app.tenancy import CompanyAccess


@dataclass(frozen=True)
class Figures:
    """What a follow-up counts: all, apprentices among them, contracts too short to be billed among them."""

    total: int = 0
    apprentices: int = 0
    short: int = 0


@dataclass(frozen=True)
class Paper:
    """What the paper says. Payroll is in euros; `nil_since`: nobody has been employed since that day."""

    received_on: date
    figures: dict[FollowUp, Figures] = field(default_factory=dict)
    entries: int = 0
    departures: int = 0
    payroll: int | None = None
    nil_since: date | None = None

    @property
    def headcount(self) -> Headcount:
        groups = []
        for follow_up, one in self.figures.items():
            others = one.total - one.apprentices - one.short
            groups += [
                Group(follow_up, True, False, one.apprentices),
                Group(follow_up, False, True, one.short),
                Group(follow_up, False, False, others),
            ]
        kept = tuple(group for group in groups if group.count)
        return Headcount(kept, entries=self.entries, departures=self.departures)


def mark(where: Standing) -> str:
    """What the form carries to say which declaration it was shown: « 2-1 », the versions sent and begun."""
    return f"{where.sent.version if where.sent else 0}-{where.draft.revision if where.draft else 0}"


def standing(agent: User, company: Company, campaign: Campaign) -> Standing:
    """What the company sent and began already."""
    with acting.within(agent, company) as access:
        return declarations.standing(access, campaign)


def send(agent: User, company: Company, campaign: Campaign, paper: Paper, *, seen: str) -> Declaration:
    """Put in force what a paper says, after the closing as well; returns it with its receipt.

    Whatever draft there was becomes that. Raises NotOpenYet, ChangedMeanwhile.
    """
    with acting.within(agent, company) as access:
        where = declarations.standing(access, campaign, locked=True)
        if where.state is CampaignState.UPCOMING:
            raise declaring.NotOpenYet
        if mark(where) != seen:
            raise ChangedMeanwhile
        if where.state is CampaignState.CLOSED:
            where = replace(where, state=CampaignState.LATE)
        declaration = where.draft or declarations.start(access, where)
        declaration.is_paper, declaration.nil_since = True, paper.nil_since
        # Late is what was received late, whenever it is typed.
        in_time = paper.received_on <= campaign.due_on
        where = replace(where, state=CampaignState.OPEN if in_time else CampaignState.LATE)
        declaring.seal(access, where, declaration, _content(access, campaign, paper), [])
        declaration.facts = {**declaration.facts, "paper": {"received_on": paper.received_on.isoformat()}}
    return declaration


def _content(access: CompanyAccess, campaign: Campaign, paper: Paper) -> Content:
    tariff, headcount = campaigns.tariff_of(campaign), paper.headcount
    payroll = paper.payroll if tariff and tariff.asks_payroll else None
    return Content(
        campaign,
        tariff,
        headcount,
        pricing.price(tariff, headcount, payroll, joins=declaration_content.joins(access.company, campaign))
        if tariff
        else None,
        payroll,
        declaration_content.billing(access),
        declarations.previous(access, campaign),
    )
