"""A campaign of an association of some size: its pages take as many statements as for a few companies, and no table of
declarations or employees is read from one end to the other."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert

from app.clock import now, today
from app.extensions import db
from app.models import Company, Declaration, DeclarationState, Employee, Membership, Role, StaffRight
from app.services.memberships import derived_columns
from app.tenancy import all_companies
from tests.blueprints.test_lists_at_scale import asked
from tests.people import People
from tests.support.browser import Browser
from tests.support.declarations import campaign
from tests.support.records import user_of

YEAR = today().year
COCKPIT = f"/gestion/campagnes/{YEAR}"
PAGES = (
    "/gestion/campagnes/", COCKPIT, f"{COCKPIT}/relancer", f"{COCKPIT}/relancer?etat=brouillon&taille=1-9",
    f"{COCKPIT}/a-appeler", f"{COCKPIT}/a-appeler.csv", f"{COCKPIT}/export.csv", f"{COCKPIT}/tarif",
    *(f"{COCKPIT}/anomalies?quoi={kind}" for kind in ("effectif", "effectif-nul", "sir-sans-risque", "doublons")),
    "/gestion/declarations/", "/gestion/declarations/?page=2", "/gestion/declarations/?etat=envoyee&q=entreprise",
    f"/gestion/declarations/{YEAR}/0000000001",
)  # fmt: skip
# What may be read whole, by an index at best: companies and links are what is counted.
_COUNTED = {"company", "membership", "campaign"}


def grow(people: People, first: int, last: int) -> None:
    """Companies of these ranks: a third sent, a third began, each declared the year before, and employs two people."""
    with all_companies("test"):
        jeanne = user_of(people.jeanne).id
        db.session.execute(insert(Company), list(_companies(first, last)))
        ranks = range(first, last)
        db.session.execute(
            insert(Membership), [{"user_id": jeanne, "company_id": rank, "role": Role.THIRD_PARTY} for rank in ranks]
        )
        db.session.execute(insert(Declaration), [row for rank in ranks for row in _declarations(rank)])
        db.session.execute(insert(Employee), [row for rank in ranks for row in _employees(rank)])
        db.session.commit()


def _companies(first: int, last: int) -> Iterator[dict[str, object]]:
    for rank in range(first, last):
        name, code = f"ENTREPRISE {rank:05d}", f"22{rank:05d}"
        yield {
            "id": rank, "name": name, "member_code": code, "public_id": f"{rank:010d}",
            **derived_columns(name, "DINAN", code),
        }  # fmt: skip


def _declarations(rank: int) -> Iterator[dict[str, object]]:
    state = (DeclarationState.SENT, DeclarationState.DRAFT, None)[rank % 3]
    figures = {"si": 1 + rank % 60, "sia": 0, "sir": 0, "version": 1, "revision": 1, "sent_at": now()}
    yield {**figures, "company_id": rank, "year": YEAR - 1, "state": DeclarationState.SENT}
    if state:
        yield {**figures, "company_id": rank, "year": YEAR, "state": state, "si": 1 + rank % 7}


def _employees(rank: int) -> Iterator[dict[str, object]]:
    for number in (1, 2):
        yield {
            "company_id": rank, "number": number, "reference": f"R{number}", "birth_name": "Nom", "first_name": "Élise",
            "sort_name": "nom elise", "search": "nom elise", "born_on": today(), "follow_up": "SIR", "version": 1,
        }  # fmt: skip


@pytest.fixture
def agent(app: Flask, people: People) -> Browser:
    days = {"opens_on": -10, "due_on": 20, "closes_on": 50, "reference_on": -30}
    campaign(app, YEAR, **{name: today() + timedelta(days=shift) for name, shift in days.items()})
    people.jeanne  # noqa: B018
    with app.app_context():
        grow(people, 1, 130)
    return Browser(app).sign_in(people.agent("Nolwenn", StaffRight.CAMPAIGN))


def test_its_pages_take_as_many_statements_whatever_the_size(app: Flask, people: People, agent: Browser) -> None:
    taken = []
    for last in (0, 900):
        if last:
            with app.app_context():
                grow(people, 130, last)
        counts = {}
        for page in PAGES:
            agent.get(page)
            counts[page] = len(agent.statements)
        taken.append(counts)
    assert taken[0] == taken[1]


def test_no_page_reads_the_declarations_or_the_employees_whole(app: Flask, agent: Browser) -> None:
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("what a small table is read by says nothing on PostgreSQL, which reads it whole")
    whole = []
    for page in PAGES:
        with asked(app) as reads:
            agent.get(page)
        with app.app_context(), db.engine.connect() as connection:
            for statement, parameters in reads:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
                for row in plan:
                    found = re.match(r"SCAN (\w+?)(?:_\d+)?\b(?!.*USING .*INDEX)", row[3])
                    if found and found[1] in db.metadata.tables.keys() - _COUNTED:
                        whole.append(f"{page}: {row[3]} by {statement[:300]}")
    assert not whole, "\n".join(whole)
