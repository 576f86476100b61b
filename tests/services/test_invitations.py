"""A manager invites a colleague: access, letters, and nothing learnt of who has an account."""

import pytest
from flask import Flask

from app.clock import now
from app.extensions import db
from app.models import MembershipStatus, Role
from app.services import accounts, company_access, invitations, memberships
from app.services.company_access import LastManager
from app.services.invitations import AlreadyThere, Colleague
from app.tenancy import enter_as
from tests.people import People
from tests.support.accounts import change, person, queued
from tests.support.mailbox import Mailbox, text_of
from tests.support.records import journal, letters_to, link, status_of, user_of, visiting

NADIA = "nadia@example.org"


@pytest.fixture
def bakery(people: People) -> str:
    people.yann  # noqa: B018
    return people.bakery


def invite(app: Flask, who: str, public_id: str, email: str = NADIA, role: Role = Role.MEMBER) -> None:
    with visiting(app, who, public_id) as access:
        invitations.invite(access, Colleague("Morin", "Nadia", "Assistante RH", email, role))


def come(app: Flask, email: str, public_id: str) -> None:
    """The invited person chooses a password and opens the company."""
    change(app, email, activated_at=now())
    membership = link(app, email, public_id)
    assert membership is not None
    with app.app_context():
        user = user_of(email)
        enter_as(user)
        memberships.note_opened(user.id, membership.id)
        db.session.commit()


def test_a_new_colleague_gets_an_account_and_a_first_password(
    app: Flask, people: People, bakery: str, mailbox: Mailbox
) -> None:
    invite(app, people.yann, bakery)
    user = person(app, NADIA)
    assert user is not None
    assert (user.full_name, user.activated_at) == ("Nadia MORIN", None)
    assert status_of(app, NADIA, bakery) == "active"
    assert journal(app) == ["membership.invited"]
    letter = text_of(mailbox.last_to(NADIA))
    assert "Yann LE GALL vous invite dans l’espace de BOULANGERIE LE GALL" in letter
    assert mailbox.password_sent_to(NADIA)


def test_somebody_who_has_an_account_is_told_and_keeps_their_name(app: Flask, people: People, bakery: str) -> None:
    invite(app, people.yann, bakery, people.solene, Role.MANAGER)
    assert letters_to(app, people.solene) == ["company_added"]
    user = person(app, people.solene)
    assert user is not None
    assert user.full_name == "Solène MORIN"
    found = link(app, people.solene, bakery)
    assert found is not None
    assert found.role is Role.MANAGER


def test_a_manager_sees_the_same_of_an_account_and_of_none(app: Flask, people: People, bakery: str) -> None:
    invite(app, people.yann, bakery, people.solene)
    invite(app, people.yann, bakery, NADIA)
    with visiting(app, people.yann, bakery) as access:
        lines = [one for one in company_access.people(access) if one.is_invited]
    shown = {(one.name == one.email, one.job_title, one.firm_name, one.last_sign_in_at, one.role) for one in lines}
    assert len(lines) == 2
    assert shown == {(True, "", None, None, Role.MEMBER)}


def test_once_they_came_the_name_is_shown(app: Flask, people: People, bakery: str) -> None:
    invite(app, people.yann, bakery)
    come(app, NADIA, bakery)
    with visiting(app, people.yann, bakery) as access:
        assert "Nadia MORIN" in [one.name for one in company_access.people(access)]


def test_the_other_managers_are_told_of_the_address_alone(app: Flask, people: People, bakery: str) -> None:
    gwenn = people.person("Gwenn", "Le Gall", bakery)
    invite(app, people.yann, bakery, people.solene)
    assert letters_to(app, gwenn) == ["colleague_invited"]
    assert letters_to(app, people.yann) == []
    facts = queued(app, "colleague_invited")[0].facts
    assert people.solene in facts.values()
    assert not any("Solène" in str(value) for value in facts.values())


def test_choosing_a_password_does_not_tell_that_a_code_was_used(app: Flask, people: People, bakery: str) -> None:
    invite(app, people.yann, bakery)
    with app.app_context():
        accounts.choose_password(user_of(NADIA), "une baguette bien cuite")
        db.session.commit()
    assert letters_to(app, people.yann) == []


@pytest.mark.parametrize("status", [MembershipStatus.ACTIVE, MembershipStatus.PENDING])
def test_somebody_already_there_is_not_invited(
    app: Flask, people: People, bakery: str, status: MembershipStatus
) -> None:
    people.attach(people.jeanne, bakery, status=status)
    with pytest.raises(AlreadyThere):
        invite(app, people.yann, bakery, people.jeanne)
    assert letters_to(app, people.jeanne) == []


def test_somebody_removed_may_be_invited_again(app: Flask, people: People, bakery: str) -> None:
    people.attach(people.solene, bakery, Role.MEMBER, status=MembershipStatus.REMOVED, last_opened_at=now())
    invite(app, people.yann, bakery, people.solene)
    found = link(app, people.solene, bakery)
    assert found is not None
    assert found.is_active
    assert found.is_invitation
    assert found.ended_at is None


def test_where_the_association_decides_an_invitation_waits(app: Flask, people: People, bakery: str) -> None:
    app.config["ATTACH_POLICY"] = "staff"
    invite(app, people.yann, bakery)
    assert status_of(app, NADIA, bakery) == "pending"


def test_an_account_closed_by_the_association_is_not_written_to(app: Flask, people: People, bakery: str) -> None:
    change(app, people.solene, disabled_at=now())
    invite(app, people.yann, bakery, people.solene)
    assert letters_to(app, people.solene) == []


def test_a_manager_who_was_only_invited_does_not_answer_for_the_company(
    app: Flask, people: People, bakery: str
) -> None:
    invite(app, people.yann, bakery, people.solene, Role.MANAGER)

    def leave() -> None:
        with visiting(app, people.yann, bakery) as access:
            found = company_access.find(access, access.membership.id)
            assert found is not None
            company_access.remove(access, *found)

    with pytest.raises(LastManager):
        leave()
    come(app, people.solene, bakery)
    leave()
    assert status_of(app, people.yann, bakery) == "removed"


def test_roles_change_but_never_the_last_manager_s(app: Flask, people: People, bakery: str) -> None:
    people.maelle  # noqa: B018

    def give(email: str, role: Role) -> None:
        membership = link(app, email, bakery)
        assert membership is not None
        with visiting(app, people.yann, bakery) as access:
            found = company_access.find(access, membership.id)
            assert found is not None
            company_access.change_role(access, *found, role)

    with pytest.raises(LastManager):
        give(people.yann, Role.MEMBER)
    give(people.maelle, Role.MANAGER)
    give(people.maelle, Role.MANAGER)
    assert letters_to(app, people.maelle) == ["role_changed"]
    give(people.yann, Role.MEMBER)
    found = link(app, people.yann, bakery)
    assert found is not None
    assert found.role is Role.MEMBER
    assert journal(app) == ["membership.role_changed"] * 2
