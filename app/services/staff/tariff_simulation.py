"""What a tariff would bring: applied to what the members declared the year before, without writing anything.

Companies alike in all that a tariff looks at are priced once. Declarations of the past do not tell who had a short
contract: everybody is billed. They tell how many apprentices there were, not their follow-up: SI first, SIR last.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.database import reading
from app.extensions import db
from app.law.fee_corridor import corridor
from app.models import Campaign, Company, Declaration, DeclarationState, FollowUp
from app.services import campaigns, pricing
from app.services.headcounts import Group, Headcount
from app.services.staff.campaign_members import Size, is_member
from app.services.tariff import Tariff
from app.tenancy import all_companies

# A fee that changes by more than this share is worth a call.
SURPRISING = 20


@dataclass
class Sum:
    """Companies and what they would pay, in cents without VAT; `before`: what those whose fee is known did pay."""

    companies: int = 0
    employees: int = 0
    net: int = 0
    compared: int = 0
    before: int = 0
    compared_net: int = 0
    surprised: int = 0

    @property
    def mean(self) -> int | None:
        """For each employee, in cents."""
        return round(self.net / self.employees) if self.employees else None

    @property
    def difference(self) -> int:
        return self.compared_net - self.before

    @property
    def percent(self) -> float | None:
        """How much more is asked than before, of those whose fee is known."""
        return self.difference * 100 / self.before if self.before else None

    def add(self, companies: int, employees: int, net: int, before: int | None) -> None:
        """So many companies, each with so many employees, which would pay `net`."""
        self.companies += companies
        self.employees += companies * employees
        self.net += companies * net
        if before is not None:
            self.compared += companies
            self.before += companies * before
            self.compared_net += companies * net
            self.surprised += companies if abs(net - before) * 100 > SURPRISING * before else 0


@dataclass
class Simulation:
    """What a tariff brings on the headcounts of a year; `unpriced`: companies whose payroll is not known."""

    year: int
    least: int
    most: int
    whole: Sum = field(default_factory=Sum)
    by_size: dict[Size, Sum] = field(default_factory=dict)
    unpriced: int = 0
    # Besides: what companies that joined in that year would pay once, in cents without VAT. None: nothing is asked.
    joining: int | None = None
    joined: int = 0

    @property
    def is_within(self) -> bool:
        """Whether the mean for each employee stands in the legal corridor."""
        return self.whole.mean is not None and self.least <= self.whole.mean <= self.most


def headcounts_year(campaign: Campaign) -> int | None:
    """The last year before the campaign of which declarations are known."""
    with all_companies("the years that members declared"):
        return db.session.scalar(
            select(func.max(Declaration.year)).where(
                Declaration.year < campaign.year, Declaration.state == DeclarationState.SENT
            )
        )


def simulate(tariff: Tariff, year: int, national_mean: int) -> Simulation:
    """Apply a tariff to what was declared for a year. `national_mean` is in cents for each employee."""
    found = Simulation(year, *corridor(national_mean), joining=0 if tariff.joining else None)
    campaign = campaigns.of_year(year)
    asked = campaigns.tariff_of(campaign) if campaign else None
    with reading(), all_companies("a tariff is tried on every member"):
        rows = db.session.execute(_figures(year).execution_options(yield_per=500))
        for row in rows:
            _price(found, tariff, asked, row)
    found.by_size = {size: found.by_size[size] for size in Size if size in found.by_size}
    return found


def _figures(year: int) -> Any:
    """What a tariff looks at, what was asked for it, and how many companies are alike in that."""
    each = (
        select(
            Declaration.si.label("si"),
            Declaration.sia.label("sia"),
            Declaration.sir.label("sir"),
            Declaration.facts["apprentices"].as_integer().label("apprentices"),
            Declaration.facts["payroll"].as_integer().label("payroll"),
            (Declaration.net_cents - func.coalesce(Declaration.facts["joining_cents"].as_integer(), 0)).label("fee"),
            func.coalesce(Company.joined_on.between(date(year, 1, 1), date(year, 12, 31)), False).label("joins"),
        )
        .join(Company, Company.id == Declaration.company_id)
        .where(Declaration.year == year, Declaration.state == DeclarationState.SENT, is_member())
        .subquery()
    )
    return select(*each.c, func.count()).group_by(*each.c)


def _price(found: Simulation, tariff: Tariff, asked: Tariff | None, row: Any) -> None:
    """Add companies that are alike; what they were asked for is computed where it was not kept."""
    si, sia, sir, apprentices, payroll, before, joins, companies = row
    headcount = headcount_of({FollowUp.SI: si or 0, FollowUp.SIA: sia or 0, FollowUp.SIR: sir or 0}, apprentices or 0)
    payroll = payroll if payroll is not None or headcount.total else 0
    amount = pricing.price(tariff, headcount, payroll)
    if before is None and asked and (known := pricing.price(asked, headcount, payroll)):
        before = known.net
    if amount is None:
        found.unpriced += companies
        return
    for one in (found.whole, found.by_size.setdefault(Size.of(headcount.total), Sum())):
        one.add(companies, headcount.total, amount.net, before)
    once = pricing.joining_lines(tariff, headcount) if joins else []
    if once and found.joining is not None:
        found.joining += companies * sum(line.total_cents for line in once)
        found.joined += companies


def headcount_of(heads: dict[FollowUp, int], apprentices: int) -> Headcount:
    """The headcount of these figures, where apprentices are found among the simplest follow-ups first."""
    groups = []
    for follow_up, count in heads.items():
        learning = min(count, apprentices)
        apprentices -= learning
        groups += [Group(follow_up, True, False, learning), Group(follow_up, False, False, count - learning)]
    return Headcount(tuple(group for group in groups if group.count))
