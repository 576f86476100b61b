"""Attaching somebody to a company: let in, made to wait, and who is told, as ATTACH_POLICY says."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from app.extensions import db
from app.models import Membership, MembershipStatus, Role
from app.services import attachments, staff_decisions
from app.services.staff import attachments as waiting
from app.tenancy import all_companies, enter_as
from tests.people import People
from tests.support.records import company_of, journal, letters_to, link, status_of, user_of
from tests.support.threads import at_once

START = datetime(2027, 1, 19, 9, 0, tzinfo=UTC)
CONTACT = "compta@legall.example.org"


def attaches(
    app: Flask, email: str, public_id: str, *, third_party: bool = True, guarded: bool = False, reference: str = ""
) -> Membership:
    with app.app_context():
        user, company = user_of(email), company_of(public_id)
        enter_as(user)
        found = attachments.attach(user, company, third_party=third_party, guarded=guarded, reference=reference or None)
        db.session.commit()
        return found


@pytest.fixture
def managed(people: People) -> str:
    """The bakery, with Yann to answer for it."""
    people.yann  # noqa: B018
    return people.bakery


def test_a_third_party_is_let_in_at_once_and_the_managers_are_told(app: Flask, people: People, managed: str) -> None:
    other_manager = people.person("Gwenn", "Le Gall", managed)
    maelle, jeanne = people.maelle, people.jeanne
    attached = attaches(app, jeanne, managed, reference="LEG1")
    assert (attached.status, attached.role, attached.reference) == (MembershipStatus.ACTIVE, Role.THIRD_PARTY, "LEG1")
    assert letters_to(app, people.yann) == letters_to(app, other_manager) == ["somebody_attached"]
    assert letters_to(app, maelle) == []
    assert letters_to(app, jeanne) == ["company_added"]
    assert journal(app) == ["membership.active"]


@pytest.mark.parametrize(
    ("policy", "guarded", "status"),
    [
        ("immediate", False, "active"),
        ("immediate", True, "pending"),
        ("approve", False, "pending"),
        ("approve", True, "pending"),
        ("staff", False, "pending"),
    ],
)
def test_the_policy_says_who_waits(
    app: Flask, people: People, managed: str, policy: str, guarded: bool, status: str
) -> None:
    app.config["ATTACH_POLICY"] = policy
    attached = attaches(app, people.jeanne, managed, guarded=guarded)
    assert attached.status.value == status
    assert attached.awaits_staff is (guarded or policy == "staff")
    assert letters_to(app, people.yann) == ["somebody_attached"]


@pytest.mark.parametrize(("policy", "status"), [("immediate", "active"), ("approve", "active"), ("staff", "pending")])
def test_where_nobody_may_approve_only_the_association_is_waited_for(
    app: Flask, people: People, policy: str, status: str
) -> None:
    app.config["ATTACH_POLICY"] = policy
    attaches(app, people.jeanne, people.bakery)
    assert status_of(app, people.jeanne, people.bakery) == status


def test_a_company_that_had_nobody_is_told_at_its_known_address(app: Flask, people: People) -> None:
    company = people.company("SANS COMPTE", "220300", email=CONTACT)
    attaches(app, people.jeanne, company)
    assert letters_to(app, CONTACT) == ["somebody_attached"]


def test_nobody_is_told_of_themselves(app: Flask, people: People) -> None:
    gwenn = people.person("Gwenn", "Le Gall")
    company = people.company("SANS COMPTE", "220300", email=gwenn)
    attaches(app, gwenn, company, third_party=False)
    assert letters_to(app, gwenn) == ["company_added"]


def test_the_first_of_the_company_manages_it_and_the_next_ones_use_it(app: Flask, people: People) -> None:
    """A letter found on a desk must not be enough to remove the manager."""
    first, second = people.person("Gwenn", "Le Gall"), people.person("Malo", "Le Gall")
    jeanne = people.jeanne
    assert attaches(app, jeanne, people.bakery).role is Role.THIRD_PARTY
    assert attaches(app, first, people.bakery, third_party=False).role is Role.MANAGER
    assert attaches(app, second, people.bakery, third_party=False).role is Role.MEMBER


def test_attaching_again_changes_nothing(app: Flask, people: People, managed: str) -> None:
    yann, jeanne = people.yann, people.jeanne
    for _ in range(3):
        attaches(app, jeanne, managed)
    assert attaches(app, yann, managed).role is Role.MANAGER
    assert letters_to(app, jeanne) == ["company_added"]
    assert letters_to(app, yann) == ["somebody_attached"]


def test_somebody_removed_may_come_back_and_is_announced_again(app: Flask, people: People, managed: str) -> None:
    people.attach(people.jeanne, managed, status=MembershipStatus.REMOVED)
    attaches(app, people.jeanne, managed, reference="AGAIN")
    found = link(app, people.jeanne, managed)
    assert found is not None
    assert (found.status, found.ended_at, found.recognised_at) == (MembershipStatus.ACTIVE, None, None)
    assert letters_to(app, people.yann) == ["somebody_attached"]


def test_a_manager_who_left_comes_back_as_a_user(app: Flask, people: People, managed: str) -> None:
    gwenn = people.person("Gwenn", "Le Gall")
    people.attach(gwenn, managed, Role.MANAGER, status=MembershipStatus.REMOVED)
    assert attaches(app, gwenn, managed, third_party=False).role is Role.MEMBER


def test_ten_attachments_at_once_are_one(app: Flask, people: People, managed: str) -> None:
    jeanne = people.jeanne
    outcomes = at_once(app, *[lambda: attaches(app, jeanne, managed)] * 8)
    assert [one.status.value for one in outcomes if isinstance(one, Membership)], outcomes
    assert letters_to(app, jeanne) == ["company_added"]
    assert letters_to(app, people.yann) == ["somebody_attached"]


def test_a_request_left_unanswered_is_refused_after_a_fortnight(app: Flask, people: People, managed: str) -> None:
    app.config["ATTACH_POLICY"] = "approve"
    with time_machine.travel(START, tick=False) as clock:
        attaches(app, people.jeanne, managed)
        for days, expired in ((14, 0), (1, 1), (0, 0)):
            clock.shift(timedelta(days=days))
            with app.app_context():
                assert attachments.expire_pending() == expired
                db.session.commit()
    assert status_of(app, people.jeanne, managed) == "refused"
    assert letters_to(app, people.jeanne) == ["company_added", "request_refused"]
    assert journal(app)[-1] == "membership.expired"


def test_the_association_decides_once(app: Flask, people: People, managed: str) -> None:
    jeanne, anouk = people.jeanne, people.anouk
    attached = attaches(app, jeanne, managed, guarded=True)
    with app.app_context():
        agent = user_of(anouk)
        assert waiting.count_waiting() == 1
        assert staff_decisions.accept(agent, attached.id)
        assert not staff_decisions.refuse(agent, attached.id)
        assert not staff_decisions.accept(agent, 999)
        db.session.commit()
    assert status_of(app, jeanne, managed) == "active"
    assert letters_to(app, jeanne) == ["company_added", "request_accepted"]
    assert journal(app)[-1] == "staff.attachment_active"


def test_two_agents_who_decide_at_once_make_one_decision(app: Flask, people: People, managed: str) -> None:
    jeanne, anouk = people.jeanne, people.anouk
    attached = attaches(app, jeanne, managed, guarded=True)

    def decide(decision: str) -> bool:
        done = bool(getattr(staff_decisions, decision)(user_of(anouk), attached.id))
        db.session.commit()
        return done

    outcomes = at_once(app, *[lambda name=name: decide(name) for name in ("accept", "refuse") * 3])
    assert sorted(outcomes) == [False] * 5 + [True], outcomes
    assert len(letters_to(app, jeanne)) == 2


def test_everything_is_journaled_without_naming_anybody(app: Flask, people: People, managed: str) -> None:
    from tests.support.records import everything

    attaches(app, people.jeanne, managed)
    with app.app_context(), all_companies("test"):
        facts = str(everything(app)["audit_event"])
    assert people.jeanne not in facts
    assert "DAVID" not in facts.upper()
