"""Agents: there is always somebody left to give rights, whoever does what at the same moment."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.extensions import db
from app.mail import letters
from app.models import StaffRight, User
from app.services import second_factor, sessions, staff_members
from app.services.editing import ChangedMeanwhile
from app.services.staff_members import LastAdministrator, Overtaken
from tests.people import People
from tests.support.records import journal, letters_to, user_of
from tests.support.threads import at_once

VISITS = frozenset({StaffRight.VISITS})
Act = Callable[[User, User], object]


def take_rights(agent: User, other: User) -> object:
    return staff_members.give(agent, other, VISITS)


@pytest.mark.parametrize("act", [take_rights, staff_members.disable])
def test_two_administrators_who_remove_each_other_leave_one(app: Flask, people: People, act: Act) -> None:
    emails = people.agent("Nolwenn", *StaffRight), people.agent("Ewen", *StaffRight)

    def remove(mine: str, theirs: str) -> None:
        act(user_of(mine), user_of(theirs))
        db.session.commit()

    outcomes = at_once(app, lambda: remove(*emails), lambda: remove(*reversed(emails)))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "Overtaken"]
    with app.app_context():
        assert len(staff_members.administrators()) == 1


@pytest.mark.parametrize("act", [take_rights, staff_members.disable])
def test_two_who_leave_at_once_do_not_both(app: Flask, people: People, act: Act) -> None:
    emails = people.agent("Nolwenn", *StaffRight), people.agent("Ewen", *StaffRight)

    def leave(email: str) -> None:
        act(user_of(email), user_of(email))
        db.session.commit()

    outcomes = at_once(app, *[lambda email=email: leave(email) for email in emails])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["LastAdministrator", "NoneType"]


def test_whoever_was_removed_meanwhile_does_nothing_more(context: Flask, people: People) -> None:
    anouk, nolwenn = map(user_of, (people.anouk, people.agent("Nolwenn", StaffRight.VISITS)))
    for act in (
        lambda: staff_members.give(nolwenn, anouk, VISITS),
        lambda: staff_members.disable(nolwenn, anouk),
        lambda: staff_members.forget_second_factor(nolwenn, anouk),
        lambda: staff_members.create("ewen@example.org", agent=nolwenn),
    ):
        with pytest.raises(Overtaken):
            act()


def test_an_administrator_who_cannot_sign_in_does_not_count(context: Flask, people: People) -> None:
    anouk, nolwenn = map(user_of, (people.anouk, people.agent("Nolwenn", *StaffRight)))
    assert staff_members.disable(anouk, nolwenn)
    with pytest.raises(LastAdministrator):
        staff_members.give(anouk, anouk, VISITS)


def test_rights_that_changed_meanwhile_are_not_written_over(context: Flask, people: People) -> None:
    anouk, nolwenn = map(user_of, (people.anouk, people.agent("Nolwenn", StaffRight.VISITS)))
    staff_members.give(anouk, nolwenn, {StaffRight.TEXTS}, seen=VISITS)
    with pytest.raises(ChangedMeanwhile):
        staff_members.give(anouk, nolwenn, {StaffRight.DOCUMENTS}, seen=VISITS)
    assert staff_members.rights_of(nolwenn) == {StaffRight.TEXTS}


def test_an_agent_who_leaves_is_out_at_once_and_may_come_back(app: Flask, context: Flask, people: People) -> None:
    anouk, nolwenn = map(user_of, (people.anouk, people.agent("Nolwenn", StaffRight.VISITS)))
    token = sessions.open_for(nolwenn)
    assert staff_members.disable(anouk, nolwenn)
    assert not staff_members.disable(anouk, nolwenn)
    assert sessions.find(token) is None
    assert staff_members.enable(anouk, nolwenn)
    assert not staff_members.enable(anouk, nolwenn)
    assert staff_members.rights_of(nolwenn) == VISITS
    db.session.commit()
    assert journal(app) == ["account.disabled", "account.enabled"]


def test_forgetting_a_second_factor_signs_out_everywhere(context: Flask, people: People) -> None:
    anouk, nolwenn = map(user_of, (people.anouk, people.agent("Nolwenn", StaffRight.VISITS)))
    token = sessions.open_for(nolwenn)
    staff_members.forget_second_factor(anouk, nolwenn)
    assert not second_factor.is_set_up(nolwenn)
    assert sessions.find(token) is None


def test_who_never_came_is_invited_again(app: Flask, context: Flask, people: People) -> None:
    anouk = user_of(people.anouk)
    ewen = staff_members.create("ewen@example.org", "Agent", "Ewen", agent=anouk)
    assert staff_members.invite_again(anouk, ewen)
    assert not staff_members.invite_again(anouk, anouk)
    db.session.commit()
    assert letters_to(app, "ewen@example.org") == [letters.first_password.__name__] * 2
