"""Sending a declaration: once, as it was seen, frozen for good, and told to whom it concerns."""

from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import (
    Declaration,
    DeclarationState,
    DeclaredEmployee,
    Document,
    DocumentKind,
    FollowUp,
    Role,
)
from app.services import campaigns, declaration_content, declarations, declaring
from app.tenancy import CompanyAccess, all_companies
from tests.people import People
from tests.support.declarations import (
    JANUARY,
    campaign,
    declarations_of,
    declared,
    hire,
    hire_many,
    placed,
)
from tests.support.records import count, journal, letters_to, visiting
from tests.support.threads import at_once


@pytest.fixture(autouse=True)
def january() -> object:
    with time_machine.travel(JANUARY, tick=True) as clock:
        yield clock


@pytest.fixture
def bakery(app: Flask, people: People) -> str:
    campaign(app)
    placed(people)
    people.yann  # noqa: B018
    hire(people, people.bakery, "DURAND", follow_up=FollowUp.SIR, risks="amiante")
    hire(people, people.bakery, "MORIN", follow_up=FollowUp.SIA)
    return people.bakery


def standing(access: CompanyAccess) -> declarations.Standing:
    found = declarations.shown_standing(access)
    assert found is not None
    return found


def prepared(access: CompanyAccess) -> str:
    """A draft with every step answered; returns the fingerprint of what its check page shows."""
    draft = declarations.start(access, standing(access))
    declarations.advance(access, draft, step=4, billing=True)
    return declaration_content.of(access, standing(access).campaign, draft).fingerprint


def test_what_was_declared_is_frozen(app: Flask, people: People, bakery: str) -> None:
    with visiting(app, people.yann, bakery) as access:
        declared(access)
    hire(people, bakery, "TANGUY")
    campaign(app, tariff={"taux_centimes": 1})
    [sent] = declarations_of(app, bakery)
    assert (sent.si, sent.sia, sent.sir, sent.total) == (0, 1, 1, 2)
    assert (sent.net_cents, sent.gross_cents, sent.facts["vat_cents"]) == (19_600, 23_520, 3_920)
    assert sent.facts["lines"][0]["unit_cents"] == 9800
    assert sent.facts["billing"]["address"] == ["3 rue du Port", "22000 SAINT-BRIEUC"]
    assert sent.facts["company"]["name"] == "BOULANGERIE LE GALL"
    assert len(sent.facts["sha256"]) == 64
    assert (sent.sent_by, sent.sent_by_third_party, sent.is_late) == ("Yann LE GALL", False, False)
    assert sent.receipt is not None
    assert sent.receipt.startswith("DE-2027-000001-")
    assert count(app, DeclaredEmployee) == 2
    assert "declaration.sent" in journal(app)


def test_the_receipt_stands_with_the_documents(app: Flask, people: People, bakery: str) -> None:
    with visiting(app, people.yann, bakery) as access:
        sent = declared(access)
        receipt = sent.receipt
    with app.app_context(), all_companies("test"):
        document = db.session.query(Document).one()
        assert (document.kind, document.number, document.reference) == (DocumentKind.RECEIPT, 1, receipt)
        assert document.issued_on == date(2027, 1, 19)


def test_the_sender_and_the_managers_are_told(app: Flask, people: People, bakery: str) -> None:
    people.attach(people.jeanne, bakery)
    people.attach(people.solene, bakery, Role.MEMBER)
    with visiting(app, people.jeanne, bakery) as access:
        assert declared(access).sent_by_third_party
    for email, told in ((people.jeanne, 1), (people.yann, 1), (people.solene, 0)):
        assert letters_to(app, email).count("declaration_received") == told


def test_a_correction_replaces_and_both_stay(app: Flask, people: People, bakery: str) -> None:
    with visiting(app, people.yann, bakery) as access:
        first = declared(access).receipt
    hire(people, bakery, "TANGUY")
    with visiting(app, people.yann, bakery) as access:
        declared(access)
    old, new = declarations_of(app, bakery)
    assert (old.state, old.receipt, old.total) == (DeclarationState.REPLACED, first, 2)
    assert (new.state, new.version, new.total) == (DeclarationState.SENT, 2, 3)
    assert new.facts["replaces"] == first
    assert new.receipt != first


@pytest.mark.parametrize(("days", "late"), [(0, False), (12, False), (13, True), (40, True)])
def test_after_the_due_date_it_is_late(app: Flask, people: People, bakery: str, days: int, late: bool) -> None:
    with time_machine.travel(JANUARY + timedelta(days=days)), visiting(app, people.yann, bakery) as access:
        assert declared(access).is_late is late


def test_the_correction_of_what_was_in_time_is_in_time(app: Flask, people: People, bakery: str) -> None:
    with visiting(app, people.yann, bakery) as access:
        declared(access)
    with time_machine.travel(JANUARY + timedelta(days=20)), visiting(app, people.yann, bakery) as access:
        assert not declared(access).is_late


@pytest.mark.parametrize(
    ("day", "refusal"), [(date(2027, 1, 3), declaring.NotOpenYet), (date(2027, 3, 1), declarations.CampaignOver)]
)
def test_nothing_is_sent_before_the_opening_nor_after_the_closing(
    app: Flask, people: People, bakery: str, day: date, refusal: type[Exception]
) -> None:
    with visiting(app, people.yann, bakery) as access:
        seen = prepared(access)
    with time_machine.travel(day), visiting(app, people.yann, bakery) as access:
        with pytest.raises(refusal):
            declaring.send(access, standing(access).campaign, seen=seen)
        with pytest.raises(refusal):
            declaring.send_nil(access, standing(access).campaign, date(2026, 1, 1))
    assert [one.state for one in declarations_of(app, bakery)] == [DeclarationState.DRAFT]


def test_a_draft_may_be_prepared_before_the_opening_and_not_after_the_closing(
    app: Flask, people: People, bakery: str
) -> None:
    with time_machine.travel(date(2027, 3, 1)), visiting(app, people.yann, bakery) as access:
        over = standing(access)
        with pytest.raises(declarations.CampaignOver):
            declarations.start(access, over)
    with time_machine.travel(date(2026, 12, 20)), visiting(app, people.yann, bakery) as access:
        assert declarations.start(access, standing(access)).version == 1


def test_what_changed_since_it_was_certified_is_not_sent(app: Flask, people: People, bakery: str) -> None:
    with visiting(app, people.yann, bakery) as access:
        seen = prepared(access)
    hire(people, bakery, "TANGUY")
    with visiting(app, people.yann, bakery) as access, pytest.raises(declaring.ChangedSince):
        declaring.send(access, standing(access).campaign, seen=seen)


def test_an_incomplete_employee_or_step_stops_the_send(app: Flask, people: People, bakery: str) -> None:
    with visiting(app, people.yann, bakery) as access:
        draft = declarations.start(access, standing(access))
        content = declaration_content.of(access, standing(access).campaign, draft)
        assert [one.step for one in declaring.missing(content, draft)] == ["billing"]
        with pytest.raises(declaring.Incomplete):
            declaring.send(access, standing(access).campaign, seen=content.fingerprint)
    hire(people, bakery, "TANGUY", job=None)
    with visiting(app, people.yann, bakery) as access, pytest.raises(declaring.Incomplete):
        declaring.send(access, standing(access).campaign, seen=prepared(access))


def test_without_a_draft_the_receipt_of_before_is_shown(app: Flask, people: People, bakery: str) -> None:
    with visiting(app, people.yann, bakery) as access:
        with pytest.raises(declaring.NothingToSend):
            declaring.send(access, standing(access).campaign, seen="")
        sent = declared(access)
        with pytest.raises(declaring.AlreadySent) as already:
            declaring.send(access, standing(access).campaign, seen="")
        assert already.value.declaration is sent


def test_of_two_who_send_at_once_one_wins_and_the_other_is_told(app: Flask, people: People, bakery: str) -> None:
    people.attach(people.jeanne, bakery)
    with visiting(app, people.yann, bakery) as access:
        seen = prepared(access)

    def send_as(email: str) -> str | None:
        with visiting(app, email, bakery) as access:
            return declaring.send(access, standing(access).campaign, seen=seen).receipt

    outcomes = at_once(app, lambda: send_as(people.yann), lambda: send_as(people.jeanne))
    assert sorted(type(one).__name__ for one in outcomes) == ["AlreadySent", "str"]
    assert len(declarations_of(app, bakery)) == 1
    assert count(app, Document) == 1


@pytest.mark.parametrize(
    ("before", "now", "surprise"),
    [(10, 13, None), (10, 14, "10-14"), (10, 7, None), (10, 6, "10-6"), (34, 3, "34-3"), (10, 0, None)],
)
def test_a_headcount_that_changes_a_lot_asks_for_a_yes(
    app: Flask, people: People, before: int, now: int, surprise: str | None
) -> None:
    campaign(app)
    campaign(app, 2026, due_on=date(2040, 1, 1), closes_on=date(2040, 1, 1))
    placed(people)
    people.yann  # noqa: B018
    stays = min(before, now)
    hire_many(app, people.bakery, stays)
    with app.app_context(), all_companies("test"):
        from tests.support.records import company_of

        db.session.add(
            Declaration(
                company_id=company_of(people.bakery).id, year=2026, state=DeclarationState.SENT, si=before, sia=0, sir=0
            )
        )
        db.session.commit()
    for rank in range(now - stays):
        hire(people, people.bakery, f"NEUF {rank}", number=rank + 1, reference=f"X{rank}")
    with visiting(app, people.yann, people.bakery) as access:
        found = campaigns.of_year(2027)
        assert found is not None
        draft = declarations.start(access, declarations.standing(access, found))
        content = declaration_content.of(access, found, draft)
        assert content.surprise == surprise
        assert ("headcount" in [one.step for one in declaring.missing(content, draft)]) is bool(surprise)


def test_a_nil_headcount_is_for_who_employs_nobody(app: Flask, people: People, bakery: str) -> None:
    with visiting(app, people.yann, bakery) as access, pytest.raises(declaring.StillEmploys) as refusal:
        declaring.send_nil(access, standing(access).campaign, date(2026, 12, 1))
    assert refusal.value.count == 2
    with visiting(app, people.solene, people.garage) as access:
        sent = declaring.send_nil(access, standing(access).campaign, date(2026, 12, 1))
        assert (sent.total, sent.nil_since, sent.gross_cents) == (0, date(2026, 12, 1), 0)
        assert sent.state is DeclarationState.SENT


def test_a_nil_headcount_sent_twice_at_once_is_one(app: Flask, people: People, bakery: str) -> None:
    assert bakery
    people.attach(people.jeanne, people.garage)

    def send_as(email: str) -> str | None:
        with visiting(app, email, people.garage) as access:
            return declaring.send_nil(access, standing(access).campaign, date(2026, 12, 1)).receipt

    outcomes = at_once(app, lambda: send_as(people.solene), lambda: send_as(people.jeanne))
    assert len([one for one in outcomes if isinstance(one, str)]) == 1
    assert {type(one) for one in outcomes} <= {str, declaring.AlreadySent, IntegrityError}
    assert len(declarations_of(app, people.garage)) == 1


def test_a_draft_that_is_begun_twice_is_one(app: Flask, people: People, bakery: str) -> None:
    def begin() -> int:
        with visiting(app, people.yann, bakery) as access:
            return declarations.start(access, standing(access)).version

    assert at_once(app, begin, begin, begin) == [1, 1, 1]
    assert len(declarations_of(app, bakery)) == 1
