"""What managers do about who has access, and what nobody may do: leave a company without anybody to answer for it."""

from typing import Any

import pytest
from flask import Flask

from app.clock import now
from app.extensions import db
from app.models import MembershipStatus, Role
from app.services import company_access
from app.services.company_access import AwaitsStaff, LastManager
from tests.people import NUMBER, People
from tests.support.records import NotTheirs, company_of, journal, letters_to, link, status_of, user_of, visiting
from tests.support.threads import at_once

STAFF = "cotisations@aist22.example.org"


@pytest.fixture
def bakery(people: People) -> str:
    people.yann  # noqa: B018
    return people.bakery


def decide(app: Flask, who: str, public_id: str, decision: str, email: str) -> None:
    """What a manager's click does: find the line, act on it."""
    membership = link(app, email, public_id)
    assert membership is not None
    with visiting(app, who, public_id) as access:
        found = company_access.find(access, membership.id)
        assert found is not None
        getattr(company_access, decision)(access, *found)


def test_a_third_party_is_recognised(app: Flask, people: People, bakery: str) -> None:
    people.attach(people.jeanne, bakery)
    with visiting(app, people.yann, bakery) as access:
        asked = company_access.to_recognise(access)
        assert asked is not None
        assert asked.name == "Jeanne DAVID"
    decide(app, people.yann, bakery, "recognise", people.jeanne)
    with visiting(app, people.yann, bakery) as access:
        assert company_access.to_recognise(access) is None
        assert [one.is_recognised for one in company_access.people(access)] == [False, True]
    assert letters_to(app, people.jeanne) == []
    assert journal(app) == ["membership.recognised"]


def test_a_request_is_accepted_or_refused_and_its_author_told(app: Flask, people: People, bakery: str) -> None:
    for firm, decision, status, letter in (
        (people.jeanne, "recognise", "active", "request_accepted"),
        (people.person("Marc", "Roussel", role=Role.THIRD_PARTY), "remove", "refused", "request_refused"),
    ):
        people.attach(firm, bakery, status=MembershipStatus.PENDING)
        decide(app, people.yann, bakery, decision, firm)
        assert status_of(app, firm, bakery) == status
        assert letters_to(app, firm) == [letter]
    assert journal(app) == ["membership.recognised", "membership.refused"]


def test_what_waits_for_the_association_is_not_a_manager_s_to_accept(app: Flask, people: People, bakery: str) -> None:
    people.attach(people.jeanne, bakery, status=MembershipStatus.PENDING, awaits_staff=True)
    with pytest.raises(AwaitsStaff):
        decide(app, people.yann, bakery, "recognise", people.jeanne)
    assert status_of(app, people.jeanne, bakery) == "pending"


def test_a_removed_person_is_told_and_is_out(app: Flask, people: People, bakery: str) -> None:
    decide(app, people.yann, bakery, "remove", people.maelle)
    found = link(app, people.maelle, bakery)
    assert found is not None
    assert (found.status.value, found.ended_at is not None) == ("removed", True)
    assert letters_to(app, people.maelle) == ["access_ended"]
    assert journal(app) == ["membership.removed"]


def test_a_disowned_third_party_is_out_and_the_number_is_changed(app: Flask, people: People, bakery: str) -> None:
    people.attach(people.jeanne, bakery)
    decide(app, people.yann, bakery, "disown", people.jeanne)
    assert status_of(app, people.jeanne, bakery) == "suspended"
    assert letters_to(app, people.jeanne) == ["access_ended"]
    assert letters_to(app, STAFF) == ["disowned_alert"]
    assert journal(app) == ["membership.disowned"]
    from app.services import declarant_numbers

    with app.app_context():
        assert not declarant_numbers.is_assigned(company_of(bakery), NUMBER)


def test_whoever_only_asked_is_not_told_that_an_access_ended(app: Flask, people: People, bakery: str) -> None:
    people.attach(people.jeanne, bakery, status=MembershipStatus.PENDING)
    decide(app, people.yann, bakery, "disown", people.jeanne)
    assert letters_to(app, people.jeanne) == ["request_refused"]


def test_the_last_manager_stays(app: Flask, people: People, bakery: str) -> None:
    people.maelle  # noqa: B018 (a user is not a manager)
    with pytest.raises(LastManager):
        decide(app, people.yann, bakery, "remove", people.yann)
    assert status_of(app, people.yann, bakery) == "active"


@pytest.mark.parametrize("state", ["never came", "disabled", "suspended"])
def test_a_manager_who_cannot_come_does_not_count(app: Flask, people: People, bakery: str, state: str) -> None:
    other = people.person("Gwenn", "Le Gall", bakery)
    with app.app_context():
        user = user_of(other)
        user.activated_at = None if state == "never came" else user.activated_at
        user.disabled_at = now() if state == "disabled" else None
        db.session.commit()
    if state == "suspended":
        decide(app, people.yann, bakery, "disown", other)
    with pytest.raises(LastManager):
        decide(app, people.yann, bakery, "remove", people.yann)
    if state != "suspended":
        decide(app, people.yann, bakery, "remove", other)
        assert status_of(app, other, bakery) == "removed"


def test_the_only_manager_refuses_somebody_who_asks_to_be_one(app: Flask, people: People, bakery: str) -> None:
    gwenn = people.person("Gwenn", "Le Gall")
    people.attach(gwenn, bakery, Role.MANAGER, status=MembershipStatus.PENDING)
    decide(app, people.yann, bakery, "remove", gwenn)
    assert status_of(app, gwenn, bakery) == "refused"


def test_two_managers_who_remove_each_other_at_once_leave_one(app: Flask, people: People, bakery: str) -> None:
    yann, gwenn = people.yann, people.person("Gwenn", "Le Gall", bakery)

    def removes(who: str, whom: str) -> str:
        membership = link(app, whom, bakery)
        assert membership is not None
        try:
            with visiting(app, who, bakery) as access:
                found = company_access.find(access, membership.id)
                if found is None:
                    return "gone"
                company_access.remove(access, *found)
        except LastManager:
            return "last"
        except NotTheirs:
            return "gone"
        return "removed"

    outcomes: list[Any] = at_once(app, lambda: removes(yann, gwenn), lambda: removes(gwenn, yann))
    states = sorted(str(status_of(app, email, bakery)) for email in (yann, gwenn))
    assert states == ["active", "removed"], outcomes
    assert sorted(outcomes) in (["last", "removed"], ["gone", "removed"]), outcomes


def test_two_managers_who_leave_at_once_leave_one(app: Flask, people: People, bakery: str) -> None:
    yann, gwenn = people.yann, people.person("Gwenn", "Le Gall", bakery)

    def leaves(who: str) -> None:
        decide(app, who, bakery, "remove", who)

    outcomes = at_once(app, lambda: leaves(yann), lambda: leaves(gwenn))
    assert [type(one) for one in outcomes if one is not None] == [LastManager], outcomes


def test_a_third_party_sees_the_company_s_own_people_and_itself(app: Flask, people: People, bakery: str) -> None:
    other = people.person("Marc", "Roussel", role=Role.THIRD_PARTY)
    people.attach(people.jeanne, bakery)
    people.attach(other, bakery)
    people.maelle  # noqa: B018
    with visiting(app, people.jeanne, bakery) as access:
        seen = company_access.people(access)
    assert {one.email for one in seen} == {people.yann, people.maelle, people.jeanne}
    assert {one.last_sign_in_at for one in seen} == {None}
    with visiting(app, people.yann, bakery) as access:
        assert len(company_access.people(access)) == 4


def test_a_line_of_another_company_is_not_found(app: Flask, people: People, bakery: str) -> None:
    solene = link(app, people.solene, people.garage)
    assert solene is not None
    with visiting(app, people.yann, bakery) as access:
        assert company_access.find(access, solene.id) is None
        assert company_access.find(access, 0) is None


def test_somebody_already_out_is_not_found(app: Flask, people: People, bakery: str) -> None:
    gone = people.attach(people.jeanne, bakery, status=MembershipStatus.REMOVED)
    with visiting(app, people.yann, bakery) as access:
        assert company_access.find(access, gone) is None
