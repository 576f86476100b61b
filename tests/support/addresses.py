"""The addresses of the portal, read from its map, so that a page added tomorrow is tried too."""

import re
from collections.abc import Iterator

from flask import Flask
from sqlalchemy import insert

from app.extensions import db
from app.models import Company, Employee, Membership, Role
from app.tenancy import all_companies
from tests.people import People
from tests.support.browser import Browser
from tests.support.records import company_of, user_of


def addresses(app: Flask, method: str, public_id: str, row: int = 1) -> Iterator[tuple[str, str]]:
    """(endpoint, address) of everything that answers this method."""
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.endpoint != "static":
            address = re.sub(r"<public_id:\w+>", public_id, rule.rule)
            yield rule.endpoint, re.sub(r"<row:\w+>", str(row), address).replace("<version>", "abc")


def browser_of(app: Flask, people: People, who: str) -> Browser:
    """The browser of somebody with a known name, or of a visitor. The bakery is Yann's, and a client of Jeanne's."""
    people.yann  # noqa: B018
    people.attach(people.jeanne, people.bakery)
    return Browser(app) if who == "visitor" else Browser(app).sign_in(getattr(people, who))


def fill_two_pages(app: Flask, public_id: str, accountant: str) -> None:
    """Enough clients and employees for their lists to have a second page."""
    with app.app_context():
        user, company = user_of(accountant), company_of(public_id)
        with all_companies("test"):
            clients = [{"name": f"CLIENT {rank:02d}", "member_code": f"23{rank:04d}"} for rank in range(50)]
            made = db.session.scalars(insert(Company).returning(Company.id), clients).all()
            links = [{"user_id": user.id, "company_id": client, "role": Role.THIRD_PARTY} for client in made]
            db.session.execute(insert(Membership), links)
            employees = [
                dict(company_id=company.id, number=rank, reference=f"F{rank}", birth_name="N", first_name="P")  # noqa: C408
                for rank in range(100, 126)
            ]
            db.session.execute(insert(Employee), employees)
            db.session.commit()
