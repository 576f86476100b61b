"""What a declaration says: the figures of the day for a draft, and how they are frozen when it is sent."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from app.models import Campaign, Company, Declaration
from app.services import campaigns, company_details, declarations, headcounts, pricing
from app.services.company_details import Address
from app.services.headcounts import Headcount
from app.services.pricing import Amount
from app.services.tariff import Tariff
from app.tenancy import CompanyAccess

# A headcount that changes by more than this share asks for an explicit yes.
SURPRISING = 0.3


@dataclass(frozen=True)
class Billing:
    """Where the invoice goes: what the company told of it, or else its establishment."""

    name: str
    email: str
    address: tuple[str, ...]

    @property
    def on_one_line(self) -> str:
        return ", ".join(filter(None, (self.name, *self.address, self.email)))

    @property
    def is_complete(self) -> bool:
        return bool(self.name and self.address)


@dataclass(frozen=True)
class Content:
    """All that a declaration would say if it were sent now. Payroll is in euros."""

    campaign: Campaign
    tariff: Tariff | None
    headcount: Headcount
    amount: Amount | None
    payroll: int | None
    billing: Billing
    previous: Declaration | None

    @property
    def previous_fee(self) -> int | None:
        """What the year before asked, in cents without VAT, without what was asked only once."""
        before = self.previous
        if before is None or before.net_cents is None:
            return None
        return before.net_cents - int(before.facts.get("joining_cents") or 0)

    @property
    def surprise(self) -> str | None:
        """« 34-3 » when the headcount changes so much that it is asked about; the answer holds for these two only.

        Nobody left is no surprise: that is a nil headcount, which is certified by itself.
        """
        if self.previous is None or not self.headcount.total:
            return None
        before, now = self.previous.total, self.headcount.total
        return f"{before}-{now}" if abs(now - before) > SURPRISING * before else None

    @property
    def fingerprint(self) -> str:
        """Changes as soon as a figure or a line does: what is certified is what is sent."""
        return digest(self.facts())

    def facts(self) -> dict[str, Any]:
        """What is kept of it for good, as JSON."""
        amount = self.amount
        return {
            "reference_on": self.campaign.reference_on.isoformat(),
            "follow_ups": [self.headcount.si, self.headcount.sia, self.headcount.sir],
            "apprentices": self.headcount.apprentices,
            "excluded": self.headcount.excluded,
            "entries": self.headcount.entries,
            "departures": self.headcount.departures,
            "payroll": self.payroll,
            "lines": [asdict(line) for line in amount.lines] if amount else [],
            "vat_percent": str(amount.vat) if amount else None,
            "vat_cents": amount.vat_cents if amount else None,
            "joining_cents": amount.joining if amount else 0,
            "instalments": amount.instalments if amount else [],
            "billing": {"name": self.billing.name, "email": self.billing.email, "address": list(self.billing.address)},
        }


def of(access: CompanyAccess, campaign: Campaign, draft: Declaration | None) -> Content:
    """What a draft says today, in a constant number of statements."""
    tariff = campaigns.tariff_of(campaign)
    headcount = headcounts.count(access, campaign, tariff)
    payroll = draft.answers.get("payroll") if draft and tariff and tariff.asks_payroll else None
    return Content(
        campaign,
        tariff,
        headcount,
        pricing.price(tariff, headcount, payroll, joins=joins(access.company, campaign)) if tariff else None,
        payroll,
        billing(access),
        declarations.previous(access, campaign),
    )


def joins(company: Company, campaign: Campaign) -> bool:
    """Whether the company joined the association in the campaign's year."""
    return company.joined_on is not None and company.joined_on.year == campaign.year


def billing(access: CompanyAccess) -> Billing:
    """Where the company wants its invoice."""
    company, told = access.company, company_details.billing(access)
    own = Address(company.address, company.address_extra, company.postcode, company.city)
    where = told.address if told.address.is_known else own
    lines = (where.street, where.extra, f"{where.postcode or ''} {where.city or ''}".strip())
    return Billing(told.name or company.name, told.email or company.email or "", tuple(line for line in lines if line))


def identity(company: Company) -> dict[str, Any]:
    """Who the company was when it declared."""
    return {
        "name": company.name,
        "city": company.city,
        "member_code": company.member_code,
        "siret": company.siret,
    }


def digest(content: Any) -> str:
    """SHA-256 of what JSON can hold, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
