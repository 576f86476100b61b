"""Messages to the association: kept, numbered, mailed with their file, acknowledged, and forgotten in a year."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.models import ContactMessage
from app.services import contact_messages, files, upkeep
from app.services.contact_messages import Enclosure, Message
from app.services.throttle import TooManyAttempts
from app.tenancy import all_companies
from tests.people import People
from tests.support.mailbox import Mailbox, text_of
from tests.support.records import count, journal, visiting

STAFF = "cotisations@aist22.example.org"
PDF = b"%PDF-1.7 a bill"
QUESTION = Message(
    "Nadia Morin", "nadia@example.org", "factures", "Bonjour,\n\nOù est ma facture\u00a0?", "GARAGE MORIN"
)


def send(app: Flask, message: Message = QUESTION) -> str:
    with app.app_context():
        reference = contact_messages.send(None, None, message)
        db.session.commit()
    return reference


def kept(app: Flask) -> ContactMessage:
    with app.app_context(), all_companies("test"):
        return db.session.scalars(select(ContactMessage).order_by(ContactMessage.id.desc())).first()  # type: ignore[return-value]


def with_file(content: bytes, name: str) -> Message:
    return Message(QUESTION.name, QUESTION.email, "autre", "Voici.", enclosure=Enclosure(BytesIO(content), name))


def test_a_message_reaches_the_association_which_can_answer_it(app: Flask, mailbox: Mailbox) -> None:
    assert send(app) == f"CT-{today().year}-0001"
    assert send(app) == f"CT-{today().year}-0002"
    letter = mailbox.to(STAFF)[0]
    assert str(letter["Reply-To"]) == "nadia@example.org"
    assert str(letter["Subject"]) == f"CT-{today().year}-0001 : Factures et documents"
    told = text_of(letter)
    for words in ("Nadia Morin", "nadia@example.org", "GARAGE MORIN", "Où est ma facture"):
        assert words in told
    assert journal(app) == ["contact.sent"] * 2


def test_the_sender_is_told_without_what_was_typed(app: Flask, mailbox: Mailbox) -> None:
    """Anybody may type any address: nothing of theirs is sent there."""
    reference = send(app)
    told = text_of(mailbox.last_to("nadia@example.org"))
    assert reference in told
    assert "2\u00a0jours ouvrés" in told
    for words in ("Nadia", "GARAGE", "facture\u00a0?"):
        assert words not in told


def test_inside_a_company_the_message_says_which(app: Flask, people: People, mailbox: Mailbox) -> None:
    assert people.yann
    with visiting(app, people.yann, people.bakery) as access:
        message = Message("Yann LE GALL", people.yann, "visites", "Bonjour")
        contact_messages.send(access, access.user, message)
        company_id = access.company.id
    assert "BOULANGERIE LE GALL (22 0417)" in text_of(mailbox.last_to(STAFF)).replace("\u00a0", " ")
    assert kept(app).company_id == company_id


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("facture.pdf", "facture.pdf"),
        ("C:\\Mes documents\\Relevé d’heures.PDF", "Relevé d’heures.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("virus.exe", "virus.pdf"),
        ('a"\r\nBcc: x@example.org.pdf', 'a"Bcc: x@example.org.pdf'),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ("", "piece-jointe.pdf"),
        (".pdf", "pdf.pdf"),
    ],
)
def test_the_file_goes_along_under_a_harmless_name(app: Flask, mailbox: Mailbox, given: str, name: str) -> None:
    send(app, with_file(PDF, given))
    attached = list(mailbox.last_to(STAFF).iter_attachments())
    assert [(one.get_filename(), one.get_content_type(), one.get_content()) for one in attached] == [
        (name, "application/pdf", PDF)
    ]
    assert not list(mailbox.last_to("nadia@example.org").iter_attachments())


def test_a_file_that_is_none_of_ours_is_refused(app: Flask) -> None:
    with pytest.raises(files.WrongKind):
        send(app, with_file(b"MZ\x90", "facture.pdf"))
    assert count(app, ContactMessage) == 0


def test_a_year_later_the_message_and_its_file_are_gone(app: Flask) -> None:
    send(app, with_file(PDF, "facture.pdf"))
    key = kept(app).file_key
    assert key is not None
    for later, left in ((364, 1), (366, 0)):
        with time_machine.travel(now() + timedelta(days=later), tick=False), app.app_context():
            upkeep.purge()
            assert files.path(key).exists() is bool(left)
        assert count(app, ContactMessage) == left


def test_nobody_floods_the_association_nor_somebody_else_s_address(app: Flask) -> None:
    with app.app_context():
        for _ in range(5):
            contact_messages.count_attempt("nadia@example.org", "198.51.100.1")
        with pytest.raises(TooManyAttempts):
            contact_messages.count_attempt("nadia@example.org", "198.51.100.2")
        for rank in range(15):
            contact_messages.count_attempt(f"a{rank}@example.org", "198.51.100.1")
        with pytest.raises(TooManyAttempts):
            contact_messages.count_attempt("b@example.org", "198.51.100.1")
