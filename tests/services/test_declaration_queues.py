"""Declaring in a row: what is left, in the order of the list, one's own companies alone."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.extensions import db
from app.models import DeclarationState, MembershipStatus, User
from app.services import declaration_queues, memberships, portfolio_status
from app.services.portfolio_status import Season
from app.tenancy import enter_as
from tests.people import People
from tests.support.declarations import campaign
from tests.support.portfolio import CLOSED, OPEN, declared
from tests.support.records import user_of

DRAFT = DeclarationState.DRAFT


@pytest.fixture(autouse=True)
def in_january() -> Iterator[Any]:
    with time_machine.travel(OPEN, tick=False) as clock:
        yield clock


@pytest.fixture
def clients(app: Flask, people: People) -> list[str]:
    """Four clients of Jeanne: the third has declared, the fourth has begun."""
    campaign(app)
    people.garage  # noqa: B018
    made = people.clients(people.jeanne, 4)
    declared(app, made[2])
    declared(app, made[3], DRAFT)
    return made


@pytest.fixture
def jeanne(app: Flask, people: People, clients: list[str]) -> Iterator[User]:
    email = people.jeanne
    with app.app_context():
        user = user_of(email)
        enter_as(user)
        db.session.commit()
        yield user


def season() -> Season:
    found = portfolio_status.season()
    assert found
    return found


def test_a_queue_holds_what_is_left_to_declare_in_the_order_of_the_list(
    people: People, jeanne: User, clients: list[str]
) -> None:
    started = declaration_queues.start(jeanne, season(), [*reversed(clients), people.garage, clients[0], "nonsense"])
    assert started
    queue = declaration_queues.find(jeanne, started)
    assert queue
    assert [(stop.rank, stop.public_id, stop.is_begun) for stop in queue.stops] == [
        (1, clients[3], True),
        (2, clients[1], False),
        (3, clients[0], False),
    ]


def test_there_is_no_queue_of_what_is_done_or_not_theirs(people: People, jeanne: User, clients: list[str]) -> None:
    assert declaration_queues.start(jeanne, season(), [clients[2], people.garage]) is None


def test_the_next_company_follows_and_those_passed_over_come_back(app: Flask, jeanne: User, clients: list[str]) -> None:
    first, second, _, last = clients
    queue = declaration_queues.start(jeanne, season(), [first, second, last])
    assert queue
    db.session.commit()

    def following(company: str) -> tuple[str, int, int] | None:
        found = declaration_queues.next_after(jeanne, queue, company)
        db.session.commit()
        assert found
        return (found.stop.public_id, found.stop.rank, found.total) if found.stop else None

    assert following(first) == (second, 2, 3)
    declared(app, last)
    # The second was passed over.
    assert following(last) == (first, 1, 3)
    declared(app, first)
    assert following(first) == (second, 2, 3)
    declared(app, second)
    assert following(second) is None


def test_a_company_that_is_no_longer_theirs_leaves_the_queue(
    app: Flask, people: People, jeanne: User, clients: list[str]
) -> None:
    queue = declaration_queues.start(jeanne, season(), clients)
    assert queue
    access = memberships.enter(jeanne, clients[0])
    assert access
    access.membership.status = MembershipStatus.SUSPENDED
    db.session.flush()
    found = declaration_queues.find(jeanne, queue)
    assert found
    assert clients[0] not in [stop.public_id for stop in found.stops]


def test_a_queue_is_its_owner_s_alone(app: Flask, people: People, jeanne: User, clients: list[str]) -> None:
    queue = declaration_queues.start(jeanne, season(), clients)
    assert queue
    db.session.commit()
    solene = user_of(people.solene)
    enter_as(solene)
    assert declaration_queues.find(solene, queue) is None
    assert declaration_queues.next_after(solene, queue, clients[0]) is None


def test_nothing_follows_once_the_campaign_is_closed(jeanne: User, clients: list[str], in_january: Any) -> None:
    queue = declaration_queues.start(jeanne, season(), clients)
    assert queue
    in_january.move_to(CLOSED)
    found = declaration_queues.next_after(jeanne, queue, clients[0])
    assert found
    assert found.stop is None


def test_old_queues_are_forgotten(jeanne: User, clients: list[str], in_january: Any) -> None:
    declaration_queues.start(jeanne, season(), clients)
    db.session.commit()
    in_january.shift(declaration_queues.KEPT - timedelta(days=1))
    assert declaration_queues.purge() == 0
    in_january.shift(timedelta(days=2))
    assert declaration_queues.purge() == 1
