"""Changing the address of an account: both addresses told, nobody else learnt of, one link, for one day."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app.clock import now
from app.extensions import db
from app.models import EmailChange, UserSession
from app.services import accounts, email_changes, sessions, upkeep
from app.services.email_changes import AddressTaken, SameAddress
from app.services.sign_in import WrongPassword
from app.services.throttle import TooManyAttempts
from tests.people import PASSWORD, People
from tests.support.accounts import person
from tests.support.mailbox import Mailbox, text_of
from tests.support.records import count, journal, letters_to, user_of

NEW = "nouveau@example.org"


def ask(app: Flask, who: str, email: str = NEW, password: str = PASSWORD) -> None:
    with app.app_context():
        email_changes.ask(user_of(who), email, password, address="198.51.100.1")
        db.session.commit()


def link_in(mailbox: Mailbox, email: str = NEW) -> str:
    found = re.search(r"/profil/e-mail/(\S+)", text_of(mailbox.last_to(email)))
    assert found
    return found[1]


def follow(app: Flask, who: str, token: str) -> bool:
    """Follow a link and confirm; False when it opens nothing."""
    with app.app_context():
        user = user_of(who)
        change = email_changes.found(user, token)
        if change is None:
            return False
        sessions.open_for(user)
        sessions.open_for(user)
        db.session.flush()
        here = sessions.live_of(user)[0]
        email_changes.confirm(user, change, here=here)
        db.session.commit()
    return True


def test_the_address_changes_when_the_link_is_followed(app: Flask, people: People, mailbox: Mailbox) -> None:
    yann = people.yann
    ask(app, yann)
    assert letters_to(app, NEW) == ["email_change"]
    assert letters_to(app, yann) == ["email_change_asked"]
    token = link_in(mailbox)
    assert person(app, yann) is not None
    assert follow(app, yann, token)
    changed = person(app, NEW)
    assert changed is not None
    assert person(app, yann) is None
    with app.app_context():
        assert len(sessions.live_of(user_of(NEW))) == 1
    assert letters_to(app, NEW)[-1] == letters_to(app, yann)[-1] == "email_changed"
    assert journal(app)[-2:] == ["email.change_asked", "email.changed"]


def test_a_link_is_for_one_account_once_and_the_last_one_counts(app: Flask, people: People, mailbox: Mailbox) -> None:
    yann, solene = people.yann, people.solene
    ask(app, yann)
    first = link_in(mailbox)
    ask(app, yann, "autre@example.org")
    second = link_in(mailbox, "autre@example.org")
    assert not follow(app, yann, first)
    assert not follow(app, solene, second)
    assert follow(app, yann, second)
    assert not follow(app, "autre@example.org", second)


def test_a_link_that_a_later_request_replaced_before_it_left_is_dead(
    app: Flask, people: People, mailbox: Mailbox
) -> None:
    ask(app, people.yann)
    ask(app, people.yann, "autre@example.org")
    assert not follow(app, people.yann, link_in(mailbox))
    assert follow(app, people.yann, link_in(mailbox, "autre@example.org"))


def test_a_link_lasts_a_day_from_its_letter(app: Flask, people: People, mailbox: Mailbox) -> None:
    yann = people.yann
    ask(app, yann)
    token = link_in(mailbox)
    with time_machine.travel(now() + timedelta(hours=25), tick=False):
        assert not follow(app, yann, token)
        with app.app_context():
            upkeep.purge()
    assert count(app, EmailChange) == 0


def test_an_address_that_has_an_account_says_so_to_its_reader_alone(
    app: Flask, people: People, mailbox: Mailbox
) -> None:
    yann, solene = people.yann, people.solene
    ask(app, yann, solene)
    assert letters_to(app, solene) == ["email_change_taken"]
    assert letters_to(app, yann) == ["email_change_asked"]
    assert "/profil/e-mail/" not in text_of(mailbox.last_to(solene))
    with app.app_context():
        # The person who asked sees what they would see of any address.
        assert email_changes.waiting(user_of(yann)) == solene


def test_an_address_taken_meanwhile_stays_its_owner_s(app: Flask, people: People, mailbox: Mailbox) -> None:
    yann = people.yann
    ask(app, yann)
    token = link_in(mailbox)
    with app.app_context():
        accounts.new(NEW)
        db.session.commit()
    with pytest.raises(AddressTaken):
        follow(app, yann, token)
    assert count(app, UserSession) == 0


def test_the_password_is_asked_and_guesses_are_counted(app: Flask, people: People) -> None:
    for _ in range(5):
        with pytest.raises(WrongPassword):
            ask(app, people.yann, password="not this one")
    with pytest.raises(TooManyAttempts):
        ask(app, people.yann)
    assert count(app, EmailChange) == 0


def test_nobody_is_flooded_and_the_same_address_is_no_change(app: Flask, people: People) -> None:
    with pytest.raises(SameAddress):
        ask(app, people.yann, people.yann)
    for rank in range(5):
        ask(app, people.yann, f"a{rank}@example.org")
    with pytest.raises(TooManyAttempts):
        ask(app, people.yann, "a6@example.org")
