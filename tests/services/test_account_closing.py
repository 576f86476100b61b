"""« Supprimer mon compte » : nothing personal is left, companies keep somebody to answer, the journal its lines."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.models import AuditEvent, DigestItem, EmailChange, Membership, MembershipStatus, Role, UserSession
from app.services import account_closing, accounts, email_changes, sessions, sign_in
from app.services.account_closing import LastManagerOf
from app.tenancy import all_companies, enter_as
from tests.people import PASSWORD, People
from tests.support.accounts import change, person, tell
from tests.support.mailbox import Mailbox, text_of
from tests.support.records import company_of, count, everything, journal, letters_to, status_of, user_of
from tests.support.threads import at_once


def close(app: Flask, who: str, password: str = PASSWORD) -> None:
    with app.app_context():
        user = user_of(who)
        enter_as(user)
        account_closing.close(user, password, address="198.51.100.1")
        db.session.commit()


def only_manager_of(app: Flask, who: str) -> list[str]:
    with app.app_context():
        return [left.name for left in account_closing.left_without_manager(user_of(who))]


@pytest.fixture
def maelle(app: Flask, people: People) -> str:
    """Somebody with everything that an account may hold."""
    people.yann  # noqa: B018
    maelle = people.maelle
    change(app, maelle, mobile="0612345678", daily_digest=True)
    tell(app, maelle, people.bakery)
    with app.app_context():
        user = user_of(maelle)
        sessions.open_for(user)
        accounts.request_reset(maelle, "198.51.100.1")
        email_changes.ask(user, "autre@example.org", PASSWORD, address="198.51.100.1")
        db.session.commit()
    return maelle


def test_nothing_personal_is_left(app: Flask, people: People, maelle: str, mailbox: Mailbox) -> None:
    mailbox.deliver()
    close(app, maelle)
    assert letters_to(app, maelle)[-1] == "account_closed"
    assert "est supprimé" in text_of(mailbox.last_to(maelle))
    assert status_of(app, maelle, people.bakery) is None
    for model in (UserSession, DigestItem, EmailChange):
        assert count(app, model) == 0
    # What left the outbox keeps its address for a month.
    left = json.dumps(everything(app, but=frozenset({"outbox_message"})))
    for word in ("maelle", "Maëlle", "Cariou", "0612345678", "autre@example.org"):
        assert word not in left


def test_what_was_done_stays_without_a_name(app: Flask, people: People, maelle: str) -> None:
    with app.app_context():
        identifier = user_of(maelle).id
    close(app, maelle)
    assert journal(app)[-1] == "account.closed"
    with app.app_context(), all_companies("test"):
        assert db.session.scalars(select(AuditEvent.actor_id)).all()[-1] == identifier
        membership = db.session.scalars(select(Membership).where(Membership.user_id == identifier)).one()
        assert membership.status is MembershipStatus.REMOVED
    closed = person(app, f"compte-{identifier}@supprime.invalid")
    assert closed is not None
    assert closed.full_name == "Compte supprimé"


def test_the_account_opens_nothing_any_more_and_the_address_is_free(app: Flask, maelle: str) -> None:
    close(app, maelle)
    with app.app_context(), pytest.raises(sign_in.WrongPassword):
        sign_in.check(maelle, PASSWORD, address="198.51.100.1", device=None)
    with app.app_context():
        assert accounts.find(maelle) is None


def test_a_letter_that_waits_is_not_sent(app: Flask, maelle: str, mailbox: Mailbox) -> None:
    close(app, maelle)
    assert [str(message["Subject"]) for message in mailbox.to(maelle)] == ["Votre compte AIST22 est supprimé"]


def test_the_only_manager_stays_until_there_is_another(app: Flask, people: People) -> None:
    assert people.yann
    assert only_manager_of(app, people.yann) == ["BOULANGERIE LE GALL"]
    with pytest.raises(LastManagerOf):
        close(app, people.yann)
    people.person("Gwenn", "Le Gall", people.bakery)
    assert only_manager_of(app, people.yann) == []
    close(app, people.yann)
    assert only_manager_of(app, "gwenn.legall@example.org") == ["BOULANGERIE LE GALL"]


@pytest.mark.parametrize("state", ["never came", "disabled", "invited", "a user"])
def test_who_cannot_answer_replaces_nobody(app: Flask, people: People, state: str) -> None:
    assert people.yann
    at = now()
    invited = {"created_at": at, "recognised_at": at} if state == "invited" else {}
    people.attach(people.solene, people.bakery, Role.MEMBER if state == "a user" else Role.MANAGER, **invited)
    if state == "never came":
        change(app, people.solene, activated_at=None)
    if state == "disabled":
        change(app, people.solene, disabled_at=at)
    assert only_manager_of(app, people.yann) == ["BOULANGERIE LE GALL"]


def test_a_company_that_left_the_association_holds_nobody(app: Flask, people: People) -> None:
    assert people.yann
    with app.app_context(), all_companies("test"):
        company_of(people.bakery).left_on = today()
        db.session.commit()
    close(app, people.yann)


def test_two_managers_who_close_their_accounts_at_once_leave_one(app: Flask, people: People) -> None:
    yann, gwenn = people.yann, people.person("Gwenn", "Le Gall", people.bakery)
    outcomes = at_once(app, lambda: close(app, yann), lambda: close(app, gwenn))
    assert [type(one) for one in outcomes if one is not None] == [LastManagerOf], outcomes


def test_the_password_is_asked(app: Flask, maelle: str) -> None:
    with pytest.raises(sign_in.WrongPassword):
        close(app, maelle, "not this one")
    assert person(app, maelle) is not None
