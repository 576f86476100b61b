"""The companies of a person: entered one by one, found as people type, those opened last first."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask, g
from sqlalchemy import select

from app.extensions import db
from app.models import Employee, MembershipStatus, User
from app.services import memberships
from app.tenancy import DoorClosed, enter_as
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
    suggested, total = memberships.suggest(jeanne, query)
    assert ([company.name.split()[0] for company in suggested], total) == (found, len(found))


@pytest.mark.parametrize("status", [status for status in MembershipStatus if status is not MembershipStatus.ACTIVE])
def test_only_an_active_link_counts(app: Flask, people: People, status: MembershipStatus) -> None:
    people.attach(people.jeanne, people.bakery, status=status)
    email, bakery = people.jeanne, people.bakery
    with app.app_context():
        user = user_of(email)
        enter_as(user)
        assert memberships.enter(user, bakery) is None
        assert memberships.count(user) == 0
        assert memberships.suggest(user, "boulangerie") == ([], 0)
        assert memberships.recent(user) == []
        assert memberships.only_one(user) is None
        assert memberships.waiting(user) == (["BOULANGERIE LE GALL"] if status is MembershipStatus.PENDING else [])
        assert (memberships.link_with(user, bakery) is not None) is (status is MembershipStatus.PENDING)


def test_what_was_opened_last_comes_first(app: Flask, people: People, jeanne: User) -> None:
    listed, _ = memberships.suggest(jeanne, "")
    with time_machine.travel(START, tick=False) as clock:
        for company in reversed(listed):
            access = memberships.enter(jeanne, company.public_id)
            assert access is not None
            memberships.note_opened(jeanne.id, access.membership.id)
            clock.shift(timedelta(minutes=1))
    assert [one.name for one in memberships.recent(jeanne)] == [one.name for one in listed]
    assert listed[0].public_id not in {one.public_id for one in memberships.recent(jeanne, but=listed[0].public_id)}


def test_doors_are_opened_one_after_the_other_and_closed_behind(app: Flask, people: People, jeanne: User) -> None:
    mine = [company.public_id for company in memberships.suggest(jeanne, "")[0]]
    session = db.session()
    opened = []
    for access in memberships.door_by_door(jeanne, [mine[1], people.garage, "0000000000", mine[0]]):
        opened.append(access.company.public_id)
        assert (session.info["company_id"], g.access) == (access.company.id, access)
    assert opened == [mine[1], mine[0]]
    assert (session.info["company_id"], g.access) == (None, None)


def test_a_door_is_closed_behind_who_leaves_half_way(jeanne: User) -> None:
    mine = [company.public_id for company in memberships.suggest(jeanne, "")[0]]
    with closing(memberships.door_by_door(jeanne, mine)) as doors:
        next(doors)
    with pytest.raises(DoorClosed):
        db.session.execute(select(Employee).where(Employee.company_id == 1))


def test_the_only_company_is_known(app: Flask, people: People, jeanne: User) -> None:
    assert memberships.only_one(jeanne) is None
    db.session.rollback()
    solene = user_of(people.solene)
    enter_as(solene)
    assert memberships.only_one(solene) == people.garage
