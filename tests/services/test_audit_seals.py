"""The journal is sealed line by line: whatever is changed, taken out or slipped in afterwards shows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, update

from app.clock import now
from app.extensions import db
from app.models import AuditEvent, User
from app.services import audit, audit_seals, jobs
from app.services.audit_seals import Verdict
from app.services.works import WORKS
from app.tenancy import all_companies
from tests.people import People
from tests.support.records import user_of


@pytest.fixture
def context(app: Flask, people: People) -> Iterator[Flask]:
    """The people exist before a transaction is open."""
    people.anouk, people.solene, people.maelle  # noqa: B018
    with app.app_context():
        yield app


@pytest.fixture
def sealed(context: Flask, people: People) -> list[int]:
    """Five lines, an hour old and sealed; their numbers."""
    agent, person = user_of(people.anouk), user_of(people.solene)
    for rank in range(5):
        audit.record("sign_in", actor=agent, person=person, rank=rank)
    db.session.commit()
    with all_companies("test"):
        db.session.execute(update(AuditEvent).values(at=now() - timedelta(hours=1)))
        db.session.commit()
    assert audit_seals.seal_due() == 5
    with all_companies("test"):
        return list(db.session.scalars(db.select(AuditEvent.id).order_by(AuditEvent.id)))


def change(line: int, **values: object) -> None:
    with all_companies("test"):
        db.session.execute(update(AuditEvent).where(AuditEvent.id == line).values(**values))
        db.session.commit()


def test_an_untouched_journal_is_whole(sealed: list[int]) -> None:
    assert audit_seals.verify() == Verdict(5)


@pytest.mark.parametrize(
    "values",
    [
        {"action": "sign_in.locked"},
        {"at": datetime(2020, 1, 1, tzinfo=UTC)},
        {"facts": {"rank": 7}},
        {"address": "192.0.2.1"},
        {"seal": "0" * 64},
    ],
)
def test_a_changed_line_shows(sealed: list[int], values: dict[str, object]) -> None:
    change(sealed[2], **values)
    assert audit_seals.verify().broken_at in (sealed[2], sealed[3])


def test_another_author_shows(sealed: list[int], people: People) -> None:
    with all_companies("test"):
        other = user_of(people.maelle).id
    change(sealed[2], actor_id=other)
    assert audit_seals.verify() == Verdict(2, broken_at=sealed[2])


def test_a_line_taken_out_shows(sealed: list[int]) -> None:
    with all_companies("test"):
        db.session.execute(delete(AuditEvent).where(AuditEvent.id == sealed[2]))
        db.session.commit()
    assert audit_seals.verify() == Verdict(2, broken_at=sealed[3])


def test_the_first_lines_taken_out_show(sealed: list[int]) -> None:
    with all_companies("test"):
        db.session.execute(delete(AuditEvent).where(AuditEvent.id.in_(sealed[:2])))
        db.session.commit()
    assert not audit_seals.verify().is_whole


def test_an_account_that_is_deleted_breaks_nothing(sealed: list[int], people: People) -> None:
    with all_companies("test"):
        db.session.execute(delete(User).where(User.email == people.solene))
        db.session.commit()
    assert audit_seals.verify() == Verdict(5)


def test_lines_forgotten_in_their_time_leave_the_rest_whole(sealed: list[int]) -> None:
    with time_machine.travel(now() + timedelta(days=364, hours=23, minutes=30), tick=False):
        audit.record("sign_in")
        db.session.commit()
    with time_machine.travel(now() + timedelta(days=365), tick=False):
        audit_seals.seal_due()
        assert audit.purge() == 5
        db.session.commit()
        assert audit.purge() == 0
    with time_machine.travel(now() + timedelta(days=366), tick=False):
        audit_seals.seal_due()
        assert audit_seals.verify() == Verdict(2)


def test_the_newest_lines_wait_for_those_that_may_still_come(context: Flask) -> None:
    audit.record("sign_in")
    db.session.commit()
    assert audit_seals.seal_due() == 0


def test_an_agent_learns_where_it_was_changed(sealed: list[int], people: People) -> None:
    change(sealed[2], action="sign_in.locked")
    jobs.ask("journal.verify", user_of(people.anouk))
    db.session.commit()
    jobs.run_waiting(WORKS)
    assert "Le journal a été modifié" in jobs.latest("journal.verify")[0].result["refusal"]
