"""What pages cost a worker, as a multiple of a bare Flask page measured in the same run.

    python -m bench.pages

The accountant has 2,000 clients; one of them has 1,500 employees.
"""

import re
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from app import create_app
from app.clock import now
from app.extensions import db
from app.models import Base, Company, Employee, FollowUp, Membership, Profile, Role, User
from app.services import passwords
from app.services.memberships import derived_columns
from app.tenancy import all_companies
from bench.yardstick import bare_app

CLIENTS, EMPLOYEES, RUNS = 2000, 1500, 60
EMAIL, PASSWORD = "accountant@example.org", "une longue phrase de comptable"


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        app = create_app({"TESTING": True, "BCRYPT_ROUNDS": 4}, {"INSTANCE_PATH": place, "SECRET_KEY": "bench"})
        company = fill(app)
        yardstick = cost(bare_app(folder).test_client(), "/")
        print(f"bare Flask page of {50} rows: {yardstick * 1000:.2f} ms of processor")
        client = signed_in(app)
        for name, address in pages(company).items():
            spent = cost(client, address)
            print(f"{name:45s} {spent * 1000:6.2f} ms   {spent / yardstick:4.1f} ×")


def pages(company: str) -> dict[str, str]:
    return {
        "home of a company": f"/e/{company}/",
        f"employees, 25 of {EMPLOYEES}": f"/e/{company}/salaries",
        f"employees, last page of {EMPLOYEES}": f"/e/{company}/salaries?page=60",
        f"companies, 50 of {CLIENTS}": "/entreprises/",
        f"companies, last page of {CLIENTS}": "/entreprises/?page=40",
        f"search among {CLIENTS} companies": "/entreprises/choix?q=client+0999",
    }


def cost(client: FlaskClient, address: str) -> float:
    """The median processor time of a page, in seconds."""
    return statistics.median(timed(lambda: client.get(address).data) for _ in range(RUNS))


def timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def signed_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    page = client.get("/connexion").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    answer = client.post(
        "/connexion/mot-de-passe", data={"csrf_token": token[1], "email": EMAIL, "password": PASSWORD, "suite": ""}
    )
    assert answer.status_code == 303, answer.text
    return client


def fill(app: Flask) -> str:
    """An accountant, their clients, and the public id of the one with many employees."""
    with app.app_context(), all_companies("a benchmark's own data"):
        Base.metadata.create_all(db.engine)
        user = User(email=EMAIL, last_name="Banc", first_name="Essai", profile=Profile.FIRM, activated_at=now())
        user.password_hash = passwords.hash_password(PASSWORD)
        db.session.add(user)
        companies = [
            Company(name=f"CLIENT {number:04d}", member_code=f"{230000 + number}", city="DINAN", search="")
            for number in range(CLIENTS)
        ]
        for company in companies:
            company.search = derived_columns(company.name, company.city, company.member_code)["search"]
        db.session.add_all(companies)
        db.session.flush()
        links = [{"user_id": user.id, "company_id": one.id, "role": Role.THIRD_PARTY} for one in companies]
        db.session.execute(insert(Membership), links)
        db.session.execute(insert(Employee), [employee(companies[0].id, number) for number in range(EMPLOYEES)])
        others = [employee(one.id, number) for one in companies[1:] for number in range(12)]
        db.session.execute(insert(Employee), others)
        db.session.commit()
        return db.session.scalars(select(Company.public_id).order_by(Company.id).limit(1)).one()


def employee(company_id: int, number: int) -> dict[str, object]:
    return {
        "company_id": company_id,
        "number": number,
        "reference": f"R{number}",
        "birth_name": f"NOM{number:04d}",
        "first_name": "Élise",
        "job": "Comptable",
        "follow_up": FollowUp.SI,
        "sort_name": f"nom{number:04d} elise",
        "search": f"nom{number:04d} elise comptable",
    }


if __name__ == "__main__":
    main()
