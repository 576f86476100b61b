"""Agents reopen a declaration, with a reason that is told, and type those that come on paper."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask

from app.extensions import db
from app.models import Declaration, DeclarationState, Document, FollowUp, OutboxMessage, User
from app.services import declaring, receipt_text
from app.services.editing import ChangedMeanwhile
from app.services.staff import acting, paper_declarations
from app.services.staff import declarations as files
from app.services.staff.declarations import AlreadyReopened, NothingToReopen
from app.services.staff.paper_declarations import Figures, Paper
from app.tenancy import DoorClosed, all_companies
from tests.people import People
from tests.support.declarations import JANUARY, TARIFF, campaign, declarations_of, declared, hire, placed
from tests.support.records import company_of, journal, letters_to, user_of, visiting
from tests.support.season import begins, campaign_2027

APRIL = datetime(2027, 4, 6, 9, 0, tzinfo=UTC)
SIX = Paper(date(2027, 1, 15), {FollowUp.SI: Figures(5, 2), FollowUp.SIR: Figures(1)}, entries=1)


@pytest.fixture
def bakery(app: Flask, people: People) -> str:
    campaign(app)
    placed(people)
    hire(people, people.bakery, "DURAND")
    people.yann, people.anouk  # noqa: B018
    return people.bakery


def reopen(app: Flask, people: People, company: str, reason: str = "Effectif à revoir.") -> int:
    with app.app_context():
        found = acting.company(company)
        assert found
        told = files.reopen(user_of(people.anouk), found, campaign_2027(), reason)
        db.session.commit()
        return told


def type_in(app: Flask, people: People, company: str, paper: Paper = SIX, seen: str | None = None) -> Declaration:
    with app.app_context():
        agent: User = user_of(people.anouk)
        found = acting.company(company)
        assert found
        mark = paper_declarations.mark(paper_declarations.standing(agent, found, campaign_2027()))
        sent = paper_declarations.send(agent, found, campaign_2027(), paper, seen=seen or mark)
        db.session.commit()
        db.session.refresh(sent)
        db.session.expunge(sent)
        return sent


def send_as_yann(app: Flask, people: People, company: str) -> None:
    with visiting(app, people.yann, company) as access:
        declared(access)


def test_what_was_sent_may_be_corrected_after_the_closing(app: Flask, people: People, bakery: str) -> None:
    with time_machine.travel(JANUARY):
        send_as_yann(app, people, bakery)
    hire(people, bakery, "MORIN")
    with time_machine.travel(APRIL):
        with pytest.raises(declaring.CampaignOver):
            send_as_yann(app, people, bakery)
        assert reopen(app, people, bakery) == 1
        send_as_yann(app, people, bakery)
    first, second = declarations_of(app, bakery)
    assert (first.state, second.state, second.total) == (DeclarationState.REPLACED, DeclarationState.SENT, 2)
    # A correction of what was in time is in time.
    assert not second.is_late
    assert letters_to(app, people.yann)[1] == "declaration_reopened"
    with app.app_context():
        letter = db.session.query(OutboxMessage).filter_by(letter="declaration_reopened").one()
        assert letter.facts["reason"] == "Effectif à revoir"
    assert "declaration.reopened" in journal(app)


def test_who_never_declared_may_do_it_late(app: Flask, people: People, bakery: str) -> None:
    with time_machine.travel(APRIL):
        reopen(app, people, bakery)
        send_as_yann(app, people, bakery)
        with pytest.raises(declaring.CampaignOver):
            send_as_yann(app, people, bakery)
    assert declarations_of(app, bakery)[0].is_late


def test_it_is_reopened_once(app: Flask, people: People, bakery: str) -> None:
    with time_machine.travel(APRIL):
        reopen(app, people, bakery)
        with pytest.raises(AlreadyReopened):
            reopen(app, people, bakery)
    assert letters_to(app, people.yann) == ["declaration_reopened"]


@time_machine.travel(JANUARY)
def test_there_is_nothing_to_reopen_before_a_send(app: Flask, people: People, bakery: str) -> None:
    with pytest.raises(NothingToReopen):
        reopen(app, people, bakery)


@time_machine.travel(JANUARY)
def test_a_paper_is_put_in_force_with_a_receipt_that_says_so(app: Flask, people: People, bakery: str) -> None:
    sent = type_in(app, people, bakery)
    assert (sent.state, sent.total, sent.si, sent.sir, sent.is_paper, sent.is_late) == (
        DeclarationState.SENT, 6, 5, 1, True, False,
    )  # fmt: skip
    assert (sent.net_cents, sent.facts["apprentices"], sent.facts["entries"]) == (6 * 9800, 2, 1)
    assert sent.sent_by == "AIST22, d’après une déclaration reçue sur papier"
    assert letters_to(app, people.yann) == ["declaration_received"]
    assert letters_to(app, people.anouk) == []
    with app.app_context(), all_companies("test"):
        assert db.session.query(Document).one().reference == sent.receipt
        assert any("reçue sur papier le 15" in note for note in receipt_text.of(sent).notes)


@time_machine.travel(JANUARY)
def test_a_paper_of_a_company_that_joins_asks_its_fee_too(app: Flask, people: People, bakery: str) -> None:
    campaign(app, tariff={**TARIFF, "adhesion": {"forfait_centimes": 7500}, "factures": [{"nombre": 2}]})
    with app.app_context(), all_companies("test"):
        company_of(bakery).joined_on = date(2027, 1, 4)
        db.session.commit()
    sent = type_in(app, people, bakery)
    assert (sent.net_cents, sent.facts["joining_cents"]) == (6 * 9800 + 7500, 7500)
    assert sent.facts["instalments"] == [39_780, 39_780]


@time_machine.travel(JANUARY)
def test_a_paper_takes_the_place_of_the_draft_and_of_what_was_sent(app: Flask, people: People, bakery: str) -> None:
    begins(app, bakery)
    type_in(app, people, bakery)
    type_in(app, people, bakery, Paper(date(2027, 2, 2), nil_since=date(2026, 12, 1)))
    states = [(one.state, one.total, one.is_late) for one in declarations_of(app, bakery)]
    assert states == [(DeclarationState.REPLACED, 6, False), (DeclarationState.SENT, 0, False)]


@pytest.mark.parametrize(("received_on", "is_late"), [(date(2027, 1, 31), False), (date(2027, 2, 1), True)])
def test_a_paper_is_late_by_the_day_it_came(
    app: Flask, people: People, bakery: str, received_on: date, *, is_late: bool
) -> None:
    with time_machine.travel(APRIL):
        assert type_in(app, people, bakery, Paper(received_on, {FollowUp.SI: Figures(1)})).is_late is is_late


def test_nothing_is_typed_before_the_opening(app: Flask, people: People, bakery: str) -> None:
    with time_machine.travel("2026-12-20T09:00:00Z"), pytest.raises(declaring.NotOpenYet):
        type_in(app, people, bakery)


@time_machine.travel(JANUARY)
def test_what_changed_while_it_was_typed_is_not_overwritten(app: Flask, people: People, bakery: str) -> None:
    send_as_yann(app, people, bakery)
    with pytest.raises(ChangedMeanwhile):
        type_in(app, people, bakery, seen="0-0")
    assert len(declarations_of(app, bakery)) == 1


@time_machine.travel(JANUARY)
def test_an_agent_acts_in_one_company_at_a_time(app: Flask, people: People, bakery: str) -> None:
    with app.app_context():
        found = acting.company(bakery)
        assert found
        with acting.within(user_of(people.anouk), found), pytest.raises(DoorClosed):
            db.session.query(Declaration).all()
