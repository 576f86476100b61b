"""Letters through a real mail server: what it receives, and what becomes of them when it refuses, sleeps or is away."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.clock import now
from app.extensions import db
from app.mail import letters
from app.mail.queue import queue
from app.models import Company, OutboxMessage, OutboxStatus
from app.services import accounts, outbox
from app.tenancy import all_companies
from tests.people import NUMBER, People
from tests.support.browser import Browser
from tests.support.mailbox import password_in, text_of
from tests.support.smtp import PostOffice, free_port, open_post_office

PROJECT = Path(__file__).parents[2]
YANN = "yann.legall@example.org"
INJECTED = "\r\nBcc: victim@example.org"


@pytest.fixture
def office(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """The mail server of the portal, for this test."""
    with open_post_office() as (office, port):
        _use_server(app, port, monkeypatch)
        yield office


def _use_server(app: Flask, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Flask-Mail read its settings when the application was made, and keeps them in a state of its own."""
    app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=port, MAIL_SENDER="portail@association.example.org")
    state = app.extensions["mail"]
    for name, value in {"server": "127.0.0.1", "port": port, "suppress": False}.items():
        monkeypatch.setattr(state, name, value)


def _queue_reset_codes(app: Flask, *addresses: str) -> None:
    with app.app_context():
        for address in addresses:
            user = accounts.find(address)
            assert user is not None
            letters.reset_code(user)
        db.session.commit()


def _send_due(app: Flask) -> int:
    with app.app_context():
        return outbox.send_due()


def _queued(app: Flask) -> list[OutboxMessage]:
    with app.app_context():
        return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def _make_due(app: Flask) -> None:
    """Time passes."""
    with app.app_context():
        db.session.execute(update(OutboxMessage).values(due_at=now()))
        db.session.commit()


def test_the_first_password_arrives_and_opens_the_door(
    app: Flask, browser: Browser, people: People, office: PostOffice
) -> None:
    assert people.bakery
    browser.get("/connexion/code")
    browser.submit("Valider", {"Code adhérent": "220417", "N° télédéclarant": NUMBER})
    identity = {"Nom": "Le Gall", "Prénom": "Yann", "Fonction": "Gérant"}
    browser.submit("Créer le compte", {**identity, "Adresse e-mail": YANN, "Confirmer adresse e-mail": YANN})
    assert _send_due(app) == 1

    [letter], [envelope] = office.accepted, office.envelopes
    assert envelope == ("portail@association.example.org", [YANN])
    assert letter["From"] == "AIST22 <portail@association.example.org>"
    assert (letter["To"], letter["Subject"]) == (YANN, "Votre espace AIST22")
    assert letter["Message-ID"] == _queued(app)[0].message_id
    assert {part.get_content_type() for part in letter.walk() if not part.is_multipart()} == {"text/plain", "text/html"}

    browser.sign_in(YANN, password_in(text_of(letter)))
    assert browser.heading == "Choisissez votre mot de passe"


def test_a_busy_server_gets_the_letter_later_and_once(app: Flask, people: People, office: PostOffice) -> None:
    office.busy = True
    _queue_reset_codes(app, people.yann)
    assert _send_due(app) == 0
    [kept] = _queued(app)
    assert (kept.status, kept.attempts, kept.last_error) == (OutboxStatus.QUEUED, 1, "SMTPDataError")
    assert kept.due_at > now()

    office.busy = False
    assert _send_due(app) == 0, "not before its time"
    _make_due(app)
    assert [_send_due(app), _send_due(app)] == [1, 0]
    assert [letter["Message-ID"] for letter in office.accepted] == [kept.message_id]
    assert [letter["Message-ID"] for letter in office.turned_away] == [kept.message_id]
    assert _queued(app)[0].status is OutboxStatus.SENT


def test_a_server_that_is_away_loses_nothing(
    app: Flask, people: People, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = app.config["MAIL_PORT"]
    _use_server(app, free_port(), monkeypatch)
    _queue_reset_codes(app, people.yann, people.solene)
    assert _send_due(app) == 0
    assert [(kept.status, kept.last_error) for kept in _queued(app)] == [
        (OutboxStatus.QUEUED, "ConnectionRefusedError")
    ] * 2
    _use_server(app, there, monkeypatch)
    _make_due(app)
    assert _send_due(app) == 2
    assert {letter["To"] for letter in office.accepted} == {people.yann, people.solene}


def test_no_form_takes_a_line_break_in_an_address_or_a_name(browser: Browser, people: People) -> None:
    assert people.bakery
    browser.get("/connexion/code")
    browser.submit("Valider", {"Code adhérent": "220417", "N° télédéclarant": NUMBER})
    typed = {"Nom": "Le Gall", "Prénom": "Yann", "Fonction": "Gérant"}
    typed |= {"Adresse e-mail": YANN, "Confirmer adresse e-mail": YANN}
    for label in ("Nom", "Prénom", "Adresse e-mail"):
        browser.submit("Créer le compte", {**typed, label: f"{typed[label]}{INJECTED}"}, expect=422)


def test_what_is_in_the_database_adds_no_header(app: Flask, people: People, office: PostOffice) -> None:
    garage = people.company(f"GARAGE{INJECTED}", "220999")
    with app.app_context(), all_companies("test"):
        user = accounts.find(people.yann)
        company = db.session.scalars(select(Company).where(Company.public_id == garage)).one()
        assert user is not None
        user.last_name = f"Le Gall{INJECTED}"
        letters.first_password(user, company)
        queue("guessing_alert", f"{YANN}{INJECTED}", at=now().isoformat())
        db.session.commit()
    _send_due(app)
    assert [recipients for _, recipients in office.envelopes] == [[people.yann]]
    assert not any(letter["Bcc"] for letter in office.accepted)


def test_a_worker_killed_while_the_server_sleeps_loses_no_letter(
    app: Flask, browser: Browser, people: People, office: PostOffice
) -> None:
    office.silent = True
    _queue_reset_codes(app, people.yann, people.solene, people.jeanne)
    worker = _start_worker(app)
    office.wait_until_reached()
    worker.send_signal(signal.SIGKILL)
    assert worker.wait(10) == -signal.SIGKILL

    held = _queued(app)[0]
    assert (held.status, held.attempts) == (OutboxStatus.QUEUED, 1)
    assert now() < held.due_at <= now() + outbox.LEASE
    office.silent = False
    assert _send_due(app) == 2, "what was taken waits for the end of its lease; the others leave"
    _make_due(app)
    assert [_send_due(app), _send_due(app)] == [1, 0]
    sent = [letter["Message-ID"] for letter in office.accepted]
    assert sorted(sent) == sorted(message.message_id for message in _queued(app))
    last = next(letter for letter in office.accepted if letter["To"] == people.yann)
    browser.sign_in(people.yann, password_in(text_of(last)))
    assert browser.heading == "Choisissez votre mot de passe"


def _start_worker(app: Flask) -> "subprocess.Popen[bytes]":
    settings = {
        "INSTANCE_PATH": app.instance_path,
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "SECRET_KEY": app.config["SECRET_KEY"],
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(app.config["MAIL_PORT"]),
        "BCRYPT_ROUNDS": "4",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "tasks", "run"],
        cwd=PROJECT,
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
    )
