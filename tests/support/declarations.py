"""A campaign, and companies that can declare in it on 19 January 2027 at 14 h 32, in Paris."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from app.clock import today
from app.extensions import db
from app.models import Declaration, Employee, FollowUp
from app.services import campaigns, declaration_content, declarations, declaring
from app.services.staff import acting
from app.services.staff import declarations as files
from app.tenancy import CompanyAccess, all_companies
from tests.people import People
from tests.support.browser import Browser
from tests.support.records import company_of, user_of

JANUARY = datetime(2027, 1, 19, 13, 32, tzinfo=UTC)
TARIFF: dict[str, Any] = {"mode": "par_salarie", "taux_centimes": 9800}
DATES = {
    "reference_on": date(2027, 1, 1),
    "opens_on": date(2027, 1, 4),
    "due_on": date(2027, 1, 31),
    "closes_on": date(2027, 2, 28),
}
# All that a declaration asks of an employee.
WHOLE: dict[str, Any] = {
    "born_on": date(1990, 5, 14),
    "entered_on": date(2020, 9, 1),
    "contract": "CDI",
    "job": "Boulanger",
    "pcs": "636c",
    "follow_up": FollowUp.SI,
}


def campaign(app: Flask, year: int = 2027, tariff: dict[str, Any] | None = TARIFF, **dates: date) -> None:
    """The campaign of a year, open at the time of the tests."""
    shifted = {name: day.replace(year=day.year + year - 2027) for name, day in DATES.items()}
    with app.app_context():
        campaigns.define(year, tariff=tariff, **{**shifted, **dates})
        db.session.commit()


def campaign_under_way(app: Flask, tariff: dict[str, Any] | None = TARIFF, **dates: date) -> int:
    """The campaign of this very year, for who cannot choose the day: a browser. Returns the year."""
    day = today()
    shifts = {"opens_on": -10, "due_on": 10, "closes_on": 30}
    around = {name: day + timedelta(days=shift) for name, shift in shifts.items()}
    campaign(app, day.year, tariff, **{"reference_on": date(day.year, 1, 1), **around, **dates})
    return day.year


def hire(people: People, company: str, name: str, first_name: str = "Élise", **others: Any) -> int:
    """An employee about whom nothing is missing; returns the number."""
    return people.employee(company, name, first_name, **{**WHOLE, **others})


def hire_many(app: Flask, company: str, count: int, **others: Any) -> None:
    """So many employees at once."""
    with app.app_context(), all_companies("test"):
        company_id = company_of(company).id
        rows = [
            {
                **WHOLE, "company_id": company_id, "number": rank, "reference": f"N{rank}", "birth_name": f"NOM {rank}",
                "first_name": "Élise", "sort_name": f"nom {rank:05d}", "search": f"nom {rank} elise", **others,
            }
            for rank in range(1001, 1001 + count)
        ]  # fmt: skip
        if rows:
            db.session.execute(insert(Employee), rows)
        db.session.commit()


def three_to_declare(people: People) -> str:
    """The bakery with three employees: one to declare as they are, one who left, one whose follow-up nobody told."""
    placed(people)
    hire(people, people.bakery, "DURAND", follow_up=FollowUp.SIR, risks="amiante")
    hire(people, people.bakery, "MORIN", "Yann")
    hire(people, people.bakery, "TANGUY", "Loïc", follow_up=None)
    return people.bakery


def placed(people: People) -> str:
    """The bakery, with an address for its invoices."""
    if "bakery" not in vars(people):
        people.bakery = people.company(
            "BOULANGERIE LE GALL", "220417", address="3 rue du Port", postcode="22000", email="contact@example.org"
        )
    return people.bakery


def declared(access: CompanyAccess, year: int = 2027) -> Declaration:
    """Declare what the company has today, every step answered."""
    found = campaigns.of_year(year)
    assert found is not None
    draft = declarations.start(access, declarations.standing(access, found))
    content = declaration_content.of(access, found, draft)
    declarations.advance(access, draft, step=4, billing=True, surprise=content.surprise, payroll=128_450)
    content = declaration_content.of(access, found, draft)
    return declaring.send(access, found, seen=content.fingerprint)


def declarations_of(app: Flask, company: str) -> list[Declaration]:
    with app.app_context(), all_companies("test"):
        company_id = company_of(company).id
        found = select(Declaration).where(Declaration.company_id == company_id).order_by(Declaration.version)
        return list(db.session.scalars(found))


def reopen(app: Flask, people: People, company: str, year: int = 2027, reason: str = "Un apprenti manque") -> None:
    """What an agent does for a company whose declaration of that year was sent, or whose campaign is closed."""
    agent = people.anouk
    with app.app_context():
        found, campaign_of_year = acting.company(company), campaigns.of_year(year)
        assert found
        assert campaign_of_year
        files.reopen(user_of(agent), found, campaign_of_year, reason)
        db.session.commit()


CERTIFY = "Je certifie l’exactitude des informations déclarées pour BOULANGERIE LE GALL"


def to_the_check_page(browser: Browser) -> None:
    """From « Ma cotisation », when nothing is in doubt."""
    browser.submit("Commencer")
    browser.submit("Continuer")
    browser.submit("Continuer")
    browser.submit("Ces coordonnées")


def send(browser: Browser, label: str = CERTIFY) -> None:
    browser.submit("Envoyer la déclaration", {label: True})
