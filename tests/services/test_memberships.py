"""The companies of a person: found as people type, in an order, and as quickly among two thousand as among two."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, insert

from app.extensions import db
from app.models import Company, Membership, MembershipStatus, Role, User
from app.services import memberships
from app.services.memberships import derived_columns
from app.tenancy import all_companies, enter_as
from tests.people import People
from tests.support.records import user_of

START = datetime(2027, 1, 19, 9, 0, tzinfo=UTC)


@pytest.fixture
def jeanne(app: Flask, people: People) -> Iterator[User]:
    """Jeanne signed in, with three clients; and a company that is not one."""
    for name, code, city, reference in (
        ("BOULANGERIE LE GALL", "220417", "SAINT-BRIEUC", "LEG1"),
        ("CRÊPERIE L’ŒUF FRAIS", "220900", "PLÉRIN", "OEU-2"),
        ("ÉTABLISSEMENTS 50 % NEUF", "ZX_12", "DINAN", None),
    ):
        people.attach(people.jeanne, people.company(name, code, city), reference=reference)
    people.garage  # noqa: B018
    email = people.jeanne
    with app.app_context():
        user = user_of(email)
        enter_as(user)
        yield user


def names(user: User, query: str = "", order: str = "nom") -> list[str]:
    return [company.name.split()[0] for company in memberships.page(user, query, order).companies]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["BOULANGERIE", "CRÊPERIE", "ÉTABLISSEMENTS"]),
        ("   ", ["BOULANGERIE", "CRÊPERIE", "ÉTABLISSEMENTS"]),
        ("boulangerie", ["BOULANGERIE"]),
        ("GALL boul", ["BOULANGERIE"]),
        ("creperie", ["CRÊPERIE"]),
        ("crêperie plérin", ["CRÊPERIE"]),
        ("oeuf", ["CRÊPERIE"]),
        ("œuf", ["CRÊPERIE"]),
        ("saint-brieuc", ["BOULANGERIE"]),
        ("220417", ["BOULANGERIE"]),
        ("22 0417", ["BOULANGERIE"]),
        ("leg1", ["BOULANGERIE"]),
        ("oeu-2", ["CRÊPERIE"]),
        ("etab", ["ÉTABLISSEMENTS"]),
        ("%", ["ÉTABLISSEMENTS"]),
        ("_", ["ÉTABLISSEMENTS"]),
        ("zx_12", ["ÉTABLISSEMENTS"]),
        ("garage", []),
        ("boulangerie dinan", []),
        ("'; --", []),
        ("🥖", []),
        ("\0", ["BOULANGERIE", "CRÊPERIE", "ÉTABLISSEMENTS"]),
        ("x" * 10_000, []),
    ],
)
def test_a_company_is_found_as_people_type(jeanne: User, query: str, found: list[str]) -> None:
    assert names(jeanne, query) == found
    suggested, total = memberships.suggest(jeanne, query)
    assert ([company.name.split()[0] for company in suggested], total) == (found, len(found))


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("nom", ["BOULANGERIE", "CRÊPERIE", "ÉTABLISSEMENTS"]),
        ("-nom", ["ÉTABLISSEMENTS", "CRÊPERIE", "BOULANGERIE"]),
        ("ville", ["ÉTABLISSEMENTS", "CRÊPERIE", "BOULANGERIE"]),
        ("-ville", ["BOULANGERIE", "CRÊPERIE", "ÉTABLISSEMENTS"]),
        ("code", ["BOULANGERIE", "CRÊPERIE", "ÉTABLISSEMENTS"]),
        ("-code", ["ÉTABLISSEMENTS", "CRÊPERIE", "BOULANGERIE"]),
        ("'; DROP TABLE company; --", ["BOULANGERIE", "CRÊPERIE", "ÉTABLISSEMENTS"]),
    ],
)
def test_the_order_is_what_is_asked(jeanne: User, order: str, found: list[str]) -> None:
    assert names(jeanne, order=order) == found


def test_the_headcount_is_that_of_today(app: Flask, people: People) -> None:
    for left_on in (None, date(2027, 1, 19), date(2027, 1, 18), date(2030, 1, 1)):
        people.employee(people.bakery, "DURAND", "Élise", left_on=left_on)
    people.attach(people.jeanne, people.bakery)
    with time_machine.travel(START, tick=False), app.app_context():
        user = user_of(people.jeanne)
        enter_as(user)
        assert [company.employees for company in memberships.page(user).companies] == [3]


@pytest.mark.parametrize("status", [status for status in MembershipStatus if status is not MembershipStatus.ACTIVE])
def test_only_an_active_link_counts(app: Flask, people: People, status: MembershipStatus) -> None:
    people.attach(people.jeanne, people.bakery, status=status)
    email, bakery = people.jeanne, people.bakery
    with app.app_context():
        user = user_of(email)
        enter_as(user)
        assert memberships.enter(user, bakery) is None
        assert memberships.page(user).total == memberships.count(user) == 0
        assert memberships.suggest(user, "boulangerie") == ([], 0)
        assert memberships.recent(user) == []
        assert memberships.only_one(user) is None
        assert memberships.waiting(user) == (["BOULANGERIE LE GALL"] if status is MembershipStatus.PENDING else [])
        assert (memberships.link_with(user, bakery) is not None) is (status is MembershipStatus.PENDING)


def test_what_was_opened_last_comes_first(app: Flask, people: People, jeanne: User) -> None:
    listed = memberships.page(jeanne).companies
    with time_machine.travel(START, tick=False) as clock:
        for company in reversed(listed):
            access = memberships.enter(jeanne, company.public_id)
            assert access is not None
            memberships.note_opened(jeanne.id, access.membership.id)
            clock.shift(timedelta(minutes=1))
    assert [one.name for one in memberships.recent(jeanne)] == [one.name for one in listed]
    assert listed[0].public_id not in {one.public_id for one in memberships.recent(jeanne, but=listed[0].public_id)}


def test_the_only_company_is_known(app: Flask, people: People, jeanne: User) -> None:
    assert memberships.only_one(jeanne) is None
    db.session.rollback()
    solene = user_of(people.solene)
    enter_as(solene)
    assert memberships.only_one(solene) == people.garage


@pytest.fixture
def firm(app: Flask, people: People) -> Iterator[User]:
    """Jeanne signed in, with two thousand clients."""
    email = people.jeanne
    with app.app_context():
        with all_companies("test"):
            user = user_of(email)
            rows = [
                {
                    "name": f"CLIENT {rank:04d}",
                    "member_code": f"23{rank:04d}",
                    "public_id": f"{rank:010d}",
                    **derived_columns(f"CLIENT {rank:04d}", "DINAN", f"23{rank:04d}"),
                }
                for rank in range(2000)
            ]
            ids = db.session.scalars(insert(Company).returning(Company.id), rows).all()
            links = [{"user_id": user.id, "company_id": company, "role": Role.THIRD_PARTY} for company in ids]
            db.session.execute(insert(Membership), links)
            db.session.commit()
        enter_as(user)
        yield user


@pytest.mark.parametrize(
    ("asked", "number", "first"),
    [(1, 1, 1), (2, 2, 51), (40, 40, 1951), (41, 40, 1951), (999_999, 40, 1951), (0, 1, 1), (-1, 1, 1)],
)
def test_a_page_out_of_bounds_is_the_nearest(firm: User, asked: int, number: int, first: int) -> None:
    page = memberships.page(firm, number=asked)
    assert (page.number, page.first, page.last, page.total, page.pages) == (number, first, first + 49, 2000, 40)
    assert page.companies[0].name == f"CLIENT {first - 1:04d}"


def test_two_thousand_clients_cost_as_many_statements_as_one(firm: User) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        memberships.page(firm, "client", "ville", 20)
        memberships.suggest(firm, "client 1999")
        memberships.recent(firm)
        memberships.count(firm)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len([one for one in asked if not one.startswith(("BEGIN", "PRAGMA"))]) == 7
