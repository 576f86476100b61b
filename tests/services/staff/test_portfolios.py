"""A portfolio goes from one person to another: nothing lost, nobody left without a manager, each told once."""

import pytest
from flask import Flask

from app.clock import now
from app.extensions import db
from app.models import MembershipStatus, Role
from app.services import jobs
from app.services.staff import portfolio_news, portfolio_transfer, portfolios
from app.services.staff.portfolio_transfer import AT_ONCE, NothingToTransfer, PlanChanged, UnderWay
from app.services.staff.portfolios import Fate, Plan
from app.services.works import WORKS
from tests.people import People
from tests.support.mailbox import Mailbox, text_of
from tests.support.records import journal, letters_to, link, status_of, user_of
from tests.support.threads import at_once


@pytest.fixture
def marc(people: People) -> str:
    """Jeanne's colleague."""
    return people.person("Marc", "Roussel", role=Role.THIRD_PARTY)


def planned(people: People, marc: str) -> Plan:
    return portfolios.plan(user_of(people.jeanne), user_of(marc))


def transfer(app: Flask, people: People, marc: str) -> object:
    agent = people.anouk
    with app.app_context():
        plan = planned(people, marc)
        done = portfolio_transfer.transfer(user_of(agent), plan, plan.mark)
        db.session.commit()
        return done if isinstance(done, int) else done.public_id


def test_the_companies_change_hands_with_their_references(app: Flask, people: People, marc: str) -> None:
    known = now()
    people.attach(people.jeanne, people.bakery, reference="C-12", recognised_at=known, calendar_digest="x")
    people.attach(people.jeanne, people.garage, reference="C-13")
    assert transfer(app, people, marc) == 2
    given = link(app, marc, people.bakery)
    assert (given.status, given.role, given.reference) == (MembershipStatus.ACTIVE, Role.THIRD_PARTY, "C-12")
    assert given.recognised_at == known
    left = link(app, people.jeanne, people.bakery)
    assert (left.status, left.calendar_digest) == (MembershipStatus.REMOVED, None)
    assert journal(app) == [portfolios.ACT] * 2
    assert letters_to(app, marc) == ["portfolio_received"]
    assert letters_to(app, people.jeanne) == ["portfolio_given"]


def test_the_managers_of_each_company_are_told_in_one_letter(
    app: Flask, people: People, marc: str, mailbox: Mailbox
) -> None:
    nadia = people.person("Nadia", "Morin", people.bakery, people.garage)
    people.yann  # noqa: B018
    gone = people.person("Paul", "Tanguy", people.bakery)
    people.attach(people.jeanne, people.bakery)
    people.attach(people.jeanne, people.garage)
    with app.app_context():
        user_of(gone).disabled_at = now()
        db.session.commit()
    transfer(app, people, marc)
    assert letters_to(app, nadia) == letters_to(app, people.yann) == ["companies_transferred"]
    assert letters_to(app, gone) == []
    told = text_of(mailbox.last_to(nadia))
    assert "2\u00a0entreprises" in told
    assert "BOULANGERIE LE GALL" in told
    assert "GARAGE" in told
    assert marc in told
    assert f"/e/{people.bakery}/compte#acces" in text_of(mailbox.last_to(people.yann))
    assert "GARAGE" not in text_of(mailbox.last_to(people.yann))


def test_a_company_without_manager_is_told_at_its_known_address(app: Flask, people: People, marc: str) -> None:
    company = people.company("SCIERIE", "22 0999", email="scierie@example.org")
    people.attach(people.jeanne, company, Role.MANAGER)
    transfer(app, people, marc)
    assert letters_to(app, "scierie@example.org") == ["companies_transferred"]
    assert letters_to(app, marc) == ["portfolio_received"]
    assert letters_to(app, people.jeanne) == ["portfolio_given"]


def test_another_firm_is_to_be_recognised_again(app: Flask, people: People) -> None:
    people.attach(people.jeanne, people.bakery, recognised_at=now())
    other = people.person("Nadia", "Morin")
    transfer(app, people, other)
    assert link(app, other, people.bakery).recognised_at is None


def test_what_the_receiver_has_already_stays_as_it_is(app: Flask, people: People, marc: str) -> None:
    people.attach(people.jeanne, people.bakery, reference="C-12")
    people.attach(people.jeanne, people.garage, reference="C-13")
    people.attach(marc, people.bakery, reference="M-1")
    people.attach(marc, people.garage, Role.MEMBER)
    assert transfer(app, people, marc) == 2
    assert link(app, marc, people.bakery).reference == "M-1"
    kept = link(app, marc, people.garage)
    assert (kept.role, kept.reference) == (Role.MEMBER, "C-13")
    assert status_of(app, people.jeanne, people.garage) == "removed"


@pytest.mark.parametrize("status", [MembershipStatus.REMOVED, MembershipStatus.REFUSED, MembershipStatus.PENDING])
def test_an_access_that_had_ended_is_opened_again(
    app: Flask, people: People, marc: str, status: MembershipStatus
) -> None:
    people.attach(people.jeanne, people.bakery)
    people.attach(marc, people.bakery, Role.MEMBER, status=status, awaits_staff=True)
    transfer(app, people, marc)
    given = link(app, marc, people.bakery)
    assert (given.status, given.role, given.awaits_staff) == (MembershipStatus.ACTIVE, Role.THIRD_PARTY, False)


def test_whom_a_company_disowned_is_not_let_in_again(app: Flask, people: People, marc: str) -> None:
    people.attach(people.jeanne, people.bakery)
    people.attach(marc, people.bakery, status=MembershipStatus.SUSPENDED)
    with app.app_context():
        assert [line.fate for line in planned(people, marc).lines] == [Fate.DISOWNED]
    with pytest.raises(NothingToTransfer):
        transfer(app, people, marc)
    assert status_of(app, people.jeanne, people.bakery) == "active"


def test_a_company_is_never_left_without_its_last_manager(app: Flask, people: People, marc: str) -> None:
    people.attach(people.jeanne, people.bakery, Role.MANAGER)
    people.attach(people.jeanne, people.garage, Role.MANAGER)
    people.attach(marc, people.garage)
    with app.app_context():
        plan = planned(people, marc)
        assert [line.fate for line in plan.lines] == [Fate.MOVES, Fate.LAST_MANAGER]
        assert [line.takes_over for line in plan.lines] == [True, False]
    assert transfer(app, people, marc) == 1
    assert link(app, marc, people.bakery).role is Role.MANAGER
    assert status_of(app, people.jeanne, people.garage) == "active"


def test_what_was_not_agreed_to_is_not_done(app: Flask, people: People, marc: str) -> None:
    people.attach(people.jeanne, people.bakery)
    agent = people.anouk
    with app.app_context():
        mark = planned(people, marc).mark
    people.attach(people.jeanne, people.garage)
    with app.app_context(), pytest.raises(PlanChanged):
        portfolio_transfer.transfer(user_of(agent), planned(people, marc), mark)


def test_what_a_colleague_transferred_meanwhile_is_told_to_nobody(app: Flask, people: People, marc: str) -> None:
    people.attach(people.jeanne, people.bakery)
    agent = people.anouk
    with app.app_context():
        plan = planned(people, marc)
        portfolios.move(user_of(agent), plan.giver, plan.receiver, plan.ids)
        with pytest.raises(NothingToTransfer):
            portfolio_transfer.transfer(user_of(agent), plan, plan.mark)
        db.session.commit()
    assert letters_to(app, marc) == []


def test_a_large_portfolio_is_not_transferred_twice_at_the_same_time(
    app: Flask, people: People, marc: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.clients(people.jeanne, 5)
    monkeypatch.setattr(portfolio_transfer, "AT_ONCE", 4)
    transfer(app, people, marc)
    with pytest.raises(UnderWay):
        transfer(app, people, marc)
    with app.app_context():
        assert jobs.run_waiting(WORKS) == 1
    assert letters_to(app, marc) == ["portfolio_received"]


def test_two_agents_who_transfer_at_once_do_it_once(app: Flask, people: People, marc: str) -> None:
    people.attach(people.jeanne, people.bakery, reference="C-12")
    paul = people.person("Paul", "Tanguy", role=Role.THIRD_PARTY)
    people.anouk  # noqa: B018
    outcomes = at_once(app, lambda: transfer(app, people, marc), lambda: transfer(app, people, paul))
    assert [outcome for outcome in outcomes if outcome == 1] == [1], outcomes
    assert {status_of(app, email, people.bakery) for email in (marc, paul)} == {None, "active"}
    assert journal(app) == [portfolios.ACT]


def test_a_large_portfolio_is_a_work_that_may_be_killed(
    app: Flask, people: People, marc: str, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    nadia = people.person("Nadia", "Morin", *people.clients(people.jeanne, 5))
    monkeypatch.setattr(portfolio_transfer, "AT_ONCE", 4)
    monkeypatch.setattr(portfolio_news, "_AT_ONCE", 2)
    monkeypatch.setattr(portfolio_transfer, "_BATCH", 2)
    public_id = transfer(app, people, marc)
    with app.app_context():
        job = jobs.find(str(public_id))
        half = job.facts["ids"][:3]
        portfolios.move(user_of(people.anouk), user_of(people.jeanne), user_of(marc), half)
        db.session.commit()
        assert jobs.run_waiting(WORKS) == 1
        job = jobs.find(str(public_id))
        assert "5\u00a0entreprises transférées" in job.result["summary"]
        assert portfolio_transfer.run(job, lambda *_: None).result == job.result
    assert journal(app).count(portfolios.ACT) == 5
    assert letters_to(app, marc) == ["portfolio_received"]
    assert "CLIENT 0005" in text_of(mailbox.last_to(people.jeanne))
    assert letters_to(app, nadia) == ["companies_transferred"]
    assert "5\u00a0entreprises" in text_of(mailbox.last_to(nadia))
    assert AT_ONCE > 100


def test_a_work_for_somebody_who_left_meanwhile_does_nothing(
    app: Flask, people: People, marc: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.attach(people.jeanne, people.bakery)
    monkeypatch.setattr(portfolio_transfer, "AT_ONCE", 0)
    public_id = transfer(app, people, marc)
    with app.app_context():
        user_of(marc).disabled_at = now()
        db.session.commit()
        jobs.run_waiting(WORKS)
        assert "fermé entre-temps" in jobs.find(str(public_id)).result["refusal"]
    assert status_of(app, people.jeanne, people.bakery) == "active"


def test_companies_are_given_to_who_can_sign_in(app: Flask, people: People, marc: str) -> None:
    never, gone = people.person("Nadia", "Morin"), people.person("Paul", "Tanguy")
    agent = people.anouk
    people.jeanne  # noqa: B018
    with app.app_context():
        user_of(never).activated_at = None
        user_of(gone).disabled_at = now()
        db.session.commit()
        assert [user.email for user in portfolios.receivers(user_of(people.jeanne), "").rows] == [marc]
        for email in (never, gone, agent):
            assert portfolios.receiver(user_of(email).id) is None
        assert portfolios.giver(user_of(gone).id) is not None
        assert portfolios.giver(user_of(agent).id) is None
