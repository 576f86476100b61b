"""« Messages »: what people wrote by the contact form is read, and handled once."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import update

from app.extensions import db
from app.models import ContactMessage, StaffRight
from app.services import contact_messages, files
from app.services.contact_messages import Enclosure, Message
from app.services.staff import messages as service
from app.services.staff.messages import Filters
from app.services.staff.paging import PER_PAGE
from app.tenancy import all_companies
from tests.people import People
from tests.support.browser import Browser
from tests.support.records import journal, visiting

BODY = "Bonjour,\n\nMa facture n’est pas la bonne."


@pytest.fixture
def agent(app: Flask, people: People) -> Browser:
    return Browser(app).sign_in(people.agent("Nolwenn", StaffRight.MEMBERS))


def write(app: Flask, name: str = "Nadia Morin", subject: str = "factures", enclosure: Enclosure | None = None) -> str:
    with app.app_context():
        message = Message(name, "nadia@example.org", subject, BODY, company="MORIN", enclosure=enclosure)
        reference = contact_messages.send(None, None, message)
        db.session.commit()
        return reference


def test_nothing_waits(agent: Browser) -> None:
    agent.get("/gestion/messages")
    assert "Rien à traiter." in agent.text


def test_a_message_is_read_and_handled(app: Flask, agent: Browser) -> None:
    reference = write(app)
    agent.get("/gestion/messages")
    assert agent.rows()[0]["De"].startswith("Nadia Morin")
    agent.follow(reference)
    assert "Ma facture n’est pas la bonne." in agent.text
    assert "non vérifié" in agent.text
    agent.submit("Marquer comme traité")
    assert "Message traité" in agent.text
    assert "Rien à traiter." in agent.text
    agent.get("/gestion/messages", etat="traites")
    assert "Nolwenn AGENT" in agent.rows()[0]["État"]
    agent.follow(reference)
    agent.submit("Remettre à traiter")
    assert "Message remis à traiter" in agent.text
    acts = ["staff.message_read", "staff.message_handled", "staff.message_read", "staff.message_reopened"]
    assert [act for act in journal(app) if act.startswith("staff.message")] == [*acts, "staff.message_read"]


def test_the_second_of_two_agents_is_told_who_was_first(app: Flask, people: People, agent: Browser) -> None:
    reference = write(app)
    second = Browser(app).sign_in(people.anouk)
    second.get(f"/gestion/messages/{reference}")
    agent.get(f"/gestion/messages/{reference}")
    agent.submit("Marquer comme traité")
    second.submit("Marquer comme traité", expect=409)
    assert "déjà été traité" in second.text
    assert "par Nolwenn AGENT" in second.text
    second.get(f"/gestion/messages/{reference}")
    agent.get(f"/gestion/messages/{reference}")
    agent.submit("Remettre à traiter")
    second.submit("Remettre à traiter", expect=409)
    assert "déjà été remis à traiter" in second.text
    assert journal(app).count("staff.message_handled") == 1


def test_a_message_of_a_member_names_its_company(app: Flask, people: People, agent: Browser) -> None:
    with visiting(app, people.yann, people.bakery) as access:
        reference = contact_messages.send(access, access.user, Message("Yann", people.yann, "autre", BODY))
    agent.get(f"/gestion/messages/{reference}")
    assert "BOULANGERIE LE GALL (SAINT-BRIEUC), code adhérent 22 0417" in agent.text.replace("\u00a0", " ")


def test_its_file_is_saved_and_runs_nothing(app: Flask, agent: Browser) -> None:
    reference = write(app, enclosure=Enclosure(BytesIO(b"%PDF-1.7 facture"), "ma facture.pdf"))
    agent.get(f"/gestion/messages/{reference}")
    address = agent.page.find("a", string=lambda text: text and "ma facture.pdf" in text)["href"]
    agent.get(address)
    headers = agent.response.headers
    assert agent.response.data == b"%PDF-1.7 facture"
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["Content-Type"] == "application/pdf"
    assert "sandbox" in headers["Content-Security-Policy"]
    with app.app_context():
        key = service.find(reference).message.file_key
        files.forget(key)
    agent.get(address, expect=404)


@pytest.mark.parametrize("reference", ["1", "CT-2027-9999", "CT-0000-0000", "..%2F..", "%00"])
def test_a_message_that_is_none(agent: Browser, reference: str) -> None:
    for page in ("", "/piece-jointe"):
        agent.get(f"/gestion/messages/{reference}{page}", expect=404)


def test_a_message_without_a_file_has_none_to_save(app: Flask, agent: Browser) -> None:
    agent.get(f"/gestion/messages/{write(app)}/piece-jointe", expect=404)


def test_messages_are_filtered_and_paged(app: Flask, agent: Browser) -> None:
    for rank in range(PER_PAGE + 1):
        write(app, f"Nadia {rank}", "factures" if rank else "compte")
    agent.get("/gestion/messages", page=2)
    assert agent.rows()[0]["De"].startswith(f"Nadia {PER_PAGE}")
    agent.get("/gestion/messages", sujet="compte")
    assert len(agent.rows()) == 1
    agent.get("/gestion/messages", etat="traites")
    assert "Aucun message ne correspond" in agent.text
    agent.get("/gestion/messages", etat="n'importe quoi", sujet="'; --", page="zéro")
    assert len(agent.rows()) == PER_PAGE
    with app.app_context(), all_companies("test"):
        db.session.execute(update(ContactMessage).values(subject="ancien"))
        assert service.page(Filters()).rows[0].subject == "ancien"
