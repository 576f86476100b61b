"""A campaign seen by agents: companies that declared, began, or did nothing, with those who answer for them."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask

from app.extensions import db
from app.models import Campaign, Declaration, DeclarationState
from app.services import campaigns
from app.tenancy import all_companies
from tests.people import People
from tests.support.records import company_of

SENT_AT = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)


def declares(app: Flask, company: str, heads: int, *, year: int = 2027, **others: Any) -> None:
    """A declaration in force, all its employees SI."""
    with app.app_context(), all_companies("test"):
        told = {"state": DeclarationState.SENT, "si": heads, "sia": 0, "sir": 0, "sent_at": SENT_AT, **others}
        number = company_of(company).id
        told.setdefault("receipt", f"DE-{year}-{number:06d}-AA")
        db.session.add(Declaration(company_id=number, year=year, **told))
        db.session.commit()


def begins(app: Flask, company: str, *, year: int = 2027) -> None:
    """A draft under way."""
    with app.app_context(), all_companies("test"):
        db.session.add(Declaration(company_id=company_of(company).id, year=year))
        db.session.commit()


def campaign_2027() -> Campaign:
    return campaign_of(2027)


def campaign_of(year: int) -> Campaign:
    found = campaigns.of_year(year)
    assert found is not None
    return found


def three_companies(app: Flask, people: People) -> list[str]:
    """One that declared, one that began, one that did nothing; Jeanne declares for the last two."""
    sent, begun, idle = (people.company(name, f"22100{rank}") for rank, name in enumerate(("ALPHA", "BETA", "GAMMA")))
    declares(app, sent, 12)
    declares(app, sent, 8, year=2026, net_cents=80_000)
    declares(app, begun, 4, year=2026, net_cents=40_000)
    begins(app, begun)
    for company in (begun, idle):
        people.attach(people.jeanne, company)
    return [sent, begun, idle]
