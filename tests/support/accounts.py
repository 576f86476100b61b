"""What the tests of accounts, messages and daily letters look at and arrange."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.mail.queue import queue
from app.models import CompanyContact, CompanyDetails, ContactKind, DigestItem, OutboxMessage, Topic, User
from app.tenancy import all_companies
from tests.support.browser import Browser
from tests.support.records import company_of, user_of

BAKERY_CONTACT = {"kind": ContactKind.STAFF, "name": "Nadia MORIN", "phone": "0612345678"}


def contact(app: Flask, public_id: str, **others: Any) -> int:
    """Somebody to call in a company; returns their number there."""
    with app.app_context(), all_companies("test"):
        company = company_of(public_id)
        number = len(db.session.scalars(select(CompanyContact.id).where(CompanyContact.company_id == company.id)).all())
        db.session.add(CompanyContact(company_id=company.id, number=number + 1, **{**BAKERY_CONTACT, **others}))
        db.session.commit()
        return number + 1


def details_of(app: Flask, public_id: str) -> CompanyDetails | None:
    with app.app_context(), all_companies("test"):
        return db.session.scalars(
            select(CompanyDetails).where(CompanyDetails.company_id == company_of(public_id).id)
        ).one_or_none()


def person(app: Flask, email: str) -> User | None:
    with app.app_context():
        return db.session.scalars(select(User).where(User.email == email)).one_or_none()


def change(app: Flask, email: str, **values: Any) -> None:
    """Give somebody's account other values."""
    with app.app_context():
        user = user_of(email)
        for name, value in values.items():
            setattr(user, name, value)
        db.session.commit()


def tell(app: Flask, email: str, public_id: str, topic: Topic = Topic.DOCUMENTS, letter: str = "access_ended") -> None:
    """Something happens that a letter tells of: any letter about a company will do."""
    with app.app_context():
        company, user = company_of(public_id), user_of(email)
        queue(letter, email, user=user, topic=topic, company=company.name, city=company.city, company_id=public_id)
        db.session.commit()


def waiting_news(app: Flask) -> int:
    with app.app_context():
        return len(db.session.scalars(select(DigestItem.id)).all())


def queued(app: Flask, letter: str) -> list[OutboxMessage]:
    """The letters of that name, the oldest first."""
    with app.app_context():
        return list(
            db.session.scalars(select(OutboxMessage).where(OutboxMessage.letter == letter).order_by(OutboxMessage.id))
        )


def rows(browser: Browser, section: str) -> list[dict[str, str]]:
    """The table of one part of « Mon compte », by its visible headers."""
    table = browser.page.select_one(f"#{section}").find_next("table")
    headers = [" ".join(header.get_text().split()) for header in table.select("thead th")]
    return [
        dict(zip(headers, (" ".join(cell.get_text().split()) for cell in row.find_all(["th", "td"])), strict=True))
        for row in table.select("tbody tr")
    ]
