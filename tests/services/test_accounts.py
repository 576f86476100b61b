"""Accounts: made by the procedure, never revealed, corrected without leaving a password in a stranger's mailbox."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.clock import now
from app.extensions import db
from app.models import ProvisionalKind, User
from app.services import accounts, enrolment, provisional, sessions, sign_in
from app.services.accounts import PasswordRefused, Person, TooManyCorrections
from app.services.enrolment import Proof
from app.services.throttle import TooManyAttempts
from tests.people import PASSWORD, People
from tests.support.mailbox import Mailbox
from tests.support.records import company_of, count, everything, journal, letters_to, link, status_of, user_of
from tests.support.threads import at_once

HERE = "198.51.100.1"
NEW = "nadia.morin@example.org"
NADIA = Person("Morin", "Nadia", "Comptable", NEW, "0639981234", is_third_party=True, firm_name="Cabinet Exemple")
START = datetime(2027, 1, 19, 9, 0, tzinfo=UTC)


@pytest.fixture
def token(app: Flask, people: People) -> str:
    """A grant for the bakery, whose manager is Yann."""
    people.yann  # noqa: B018
    return granted(app, people.bakery)


def granted(app: Flask, public_id: str) -> str:
    with app.app_context():
        found = enrolment.grant(Proof(company_of(public_id), guarded=False))
        db.session.commit()
        return found


def registers(app: Flask, token: str, person: Person = NADIA) -> Any:
    with app.app_context():
        found = enrolment.granted(token)
        assert found is not None
        try:
            accounts.register(person, found[0], found[1].company, HERE)
        except (TooManyCorrections, TooManyAttempts) as refusal:
            db.session.rollback()
            return refusal
        db.session.commit()
    return None


def chooses(app: Flask, email: str, password: str) -> str:
    with app.app_context():
        token = accounts.choose_password(user_of(email), password)
        db.session.commit()
        return token


def test_the_form_makes_an_account_attached_to_the_company(app: Flask, people: People, token: str) -> None:
    registers(app, token)
    with app.app_context():
        user = user_of(NEW)
        assert (user.full_name, user.firm_name, user.mobile) == ("Nadia MORIN", "Cabinet Exemple", "0639981234")
        assert user.password_hash is None
    found = link(app, NEW, people.bakery)
    assert found is not None
    assert found.role.is_third_party
    assert letters_to(app, NEW) == ["first_password"]
    assert letters_to(app, people.yann) == []  # nobody is announced before they have proved their address
    assert journal(app) == ["membership.active", "account.created"]


def test_an_address_that_has_an_account_gets_a_mail_and_nothing_else_changes(
    app: Flask, people: People, token: str
) -> None:
    jeanne = people.jeanne
    spared = frozenset({"attempt_counter", "enrolment_grant", "outbox_message"})
    before = everything(app, but=spared)
    registers(app, token, replace(NADIA, email=jeanne, last_name="Autre"))
    assert everything(app, but=spared) == before
    assert letters_to(app, jeanne) == ["already_registered"]


def test_the_same_form_sent_twice_counts_once(app: Flask, token: str) -> None:
    for _ in range(8):
        assert registers(app, token) is None
    assert letters_to(app, NEW) == ["first_password"]


def test_the_same_form_sent_eight_times_at_once_counts_once(app: Flask, token: str) -> None:
    """Impatience: one account, one membership, one mail."""
    outcomes = at_once(app, *[lambda: registers(app, token)] * 4)
    assert outcomes == [None] * 4
    assert letters_to(app, NEW) == ["first_password"]


def test_two_people_with_one_address_at_once_make_one_account(app: Flask, people: People, token: str) -> None:
    other = granted(app, people.garage)
    outcomes = at_once(app, lambda: registers(app, token), lambda: registers(app, other))
    assert outcomes == [None, None]
    assert status_of(app, NEW, people.bakery) == status_of(app, NEW, people.garage) == "active"


def test_correcting_the_address_ends_the_password_that_went_astray(app: Flask, token: str, mailbox: Mailbox) -> None:
    registers(app, token, replace(NADIA, email="nadai.morin@example.org"))
    astray = mailbox.password_sent_to("nadai.morin@example.org")
    registers(app, token)
    with app.app_context():
        assert accounts.find("nadai.morin@example.org") is None
        with pytest.raises(sign_in.WrongPassword):
            sign_in.check("nadai.morin@example.org", astray, address=HERE)
        signed_in = sign_in.check(NEW, mailbox.password_sent_to(NEW), address=HERE)
    assert signed_in.must_choose_password


def test_a_password_that_has_not_left_does_not_leave_after_the_correction(app: Flask, token: str) -> None:
    registers(app, token, replace(NADIA, email="nadai.morin@example.org"))
    registers(app, token)
    assert letters_to(app, "nadai.morin@example.org") == []


def test_an_address_is_corrected_a_few_times_only(app: Flask, token: str) -> None:
    outcomes = [registers(app, token, replace(NADIA, email=f"nadia{rank}@example.org")) for rank in range(4)]
    assert [type(one) for one in outcomes] == [type(None)] * 3 + [TooManyCorrections]


def test_correcting_an_address_spares_the_account_that_waited_there_before(
    app: Flask, people: People, token: str
) -> None:
    """Nobody deletes another's account, or its companies, by mistyping its address and then correcting it."""
    registers(app, granted(app, people.garage), replace(NADIA, is_third_party=False))
    registers(app, token, replace(NADIA, last_name="Autre"))
    assert status_of(app, NEW, people.bakery) == "active"
    registers(app, token, replace(NADIA, email="autre@example.org", last_name="Autre"))
    assert status_of(app, NEW, people.garage) == "active"
    assert status_of(app, NEW, people.bakery) is None
    assert status_of(app, "autre@example.org", people.bakery) == "active"


def test_an_account_that_waits_keeps_its_name_and_gets_another_password(app: Flask, people: People, token: str) -> None:
    registers(app, token)
    registers(app, granted(app, people.bakery), replace(NADIA, last_name="Morin-Le Goff"))
    with app.app_context():
        assert user_of(NEW).last_name == NADIA.last_name
    assert letters_to(app, NEW) == ["first_password", "first_password"]
    assert count(app, User) == 2


def test_an_agent_who_has_not_come_yet_stays_an_agent(app: Flask, token: str) -> None:
    with app.app_context():
        accounts.create_staff(NEW, "Morin", "Nadia")
        db.session.commit()
    registers(app, token)
    with app.app_context():
        assert user_of(NEW).is_staff


def test_an_agent_is_made_once(app: Flask, people: People) -> None:
    yann = people.yann
    with app.app_context(), pytest.raises(ValueError, match="a déjà un compte"):
        accounts.create_staff(yann)


def test_five_mails_an_hour_are_enough_for_anybody(app: Flask, people: People) -> None:
    yann = people.yann
    with time_machine.travel(START, tick=False) as clock, app.app_context():
        for _ in range(5):
            accounts.request_reset(yann, HERE)
        with pytest.raises(TooManyAttempts):
            accounts.request_reset(yann, HERE)
        accounts.request_reset("personne@example.org", HERE)
        clock.shift(timedelta(hours=1))
        accounts.request_reset(yann, HERE)
        db.session.commit()
    assert letters_to(app, yann) == ["reset_code"] * 6
    assert letters_to(app, "personne@example.org") == []


def test_a_disabled_account_gets_no_code(app: Flask, people: People) -> None:
    yann = people.yann
    with app.app_context():
        user_of(yann).disabled_at = now()
        accounts.request_reset(yann, HERE)
        db.session.commit()
    assert letters_to(app, yann) == []


def test_the_first_password_of_one_s_own_activates_the_account_and_announces_it(
    app: Flask, people: People, token: str
) -> None:
    registers(app, token)
    session_token = chooses(app, NEW, PASSWORD)
    with app.app_context():
        assert user_of(NEW).activated_at is not None
        assert sessions.find(session_token)
    assert letters_to(app, people.yann) == ["somebody_attached"]
    assert letters_to(app, NEW) == ["first_password"]  # it is no change of password


def test_changing_the_password_ends_every_other_session_and_says_so(app: Flask, people: People) -> None:
    yann = people.yann
    with app.app_context():
        other = sessions.open_for(user_of(yann))
        db.session.commit()
    kept = chooses(app, yann, "une tarte aux pommes")
    with app.app_context():
        assert sessions.find(other) is None
        assert sessions.find(kept)
    assert letters_to(app, yann) == ["password_changed"]


def test_choosing_a_password_ends_the_codes_that_wait_in_the_mailbox(app: Flask, people: People) -> None:
    yann = people.yann
    with app.app_context():
        code = provisional.draw(user_of(yann).id, ProvisionalKind.RESET)
        db.session.commit()
    chooses(app, yann, "une tarte aux pommes")
    with app.app_context(), pytest.raises(sign_in.ProvisionalOver):
        sign_in.check(yann, code, address=HERE)


def test_a_weak_choice_changes_nothing(app: Flask, people: People) -> None:
    yann = people.yann
    before = everything(app)
    with app.app_context(), pytest.raises(PasswordRefused, match="le nom de l’entreprise"):
        accounts.choose_password(user_of(yann), "boulangerie le gall")
    assert everything(app) == before
