"""Publishing what was dropped: once, whatever is killed; people told once, in one letter for all their companies."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import (
    BatchState,
    DigestItem,
    Document,
    DocumentKind,
    DocumentState,
    Employee,
    FileState,
    Job,
    JobState,
    User,
)
from app.services import jobs
from app.services.staff import document_batches, document_corrections, document_publication, published_documents
from app.services.staff.document_corrections import Correction
from app.tenancy import all_companies
from tests.people import People
from tests.support.browser import Browser
from tests.support.documents import PDF, document_of, published, readings
from tests.support.drops import PLAIN, batch_of, dropped, factur_x, files_of, published_batch, work
from tests.support.mailbox import Mailbox, text_of
from tests.support.records import company_of, count, journal, letters_to, user_of


def invoices(*codes: str, number: str = "F-1") -> dict[str, bytes]:
    """An invoice for each of these members."""
    return {f"{code}_FACTURE_{number}_2027-01-19.pdf": PLAIN + code.encode() for code in codes}


def kept(app: Flask) -> int:
    return len([path for path in (Path(app.instance_path) / "files").rglob("*") if path.is_file()])


def state_of(app: Flask, batch: str) -> BatchState:
    with app.app_context():
        return batch_of(batch).state


def test_what_is_ready_is_published(app: Flask, people: People) -> None:
    assert people.bakery
    invoice = factur_x()
    batch = dropped(app, people.anouk, {"scan.pdf": invoice, "x.pdf": PLAIN})
    published_batch(app, people.anouk, batch)
    document = document_of(app, people.bakery, 1)
    assert (document.reference, document.gross_cents, document.due_on) == ("F-2027-00412", 48_000, date(2027, 2, 18))
    assert (document.state, document.file_size) == (DocumentState.TO_PAY, len(invoice))
    done, left = files_of(app, batch).values()
    assert (done.state, done.document_id, done.file_key) == (FileState.PUBLISHED, document.id, None)
    assert (left.state, state_of(app, batch)) == (FileState.UNMATCHED, BatchState.TO_CHECK)
    assert kept(app) == 2
    assert journal(app)[-1] == "document.published"


def test_published_twice_is_published_once(app: Flask, people: People) -> None:
    assert people.yann
    batch = dropped(app, people.anouk, invoices("220417"))
    with app.app_context():
        agent = user_of(people.anouk)
        document_batches.publish(agent, batch_of(batch))
        db.session.commit()
        with pytest.raises(document_batches.ChangedMeanwhile):
            document_batches.publish(agent, batch_of(batch))
        db.session.rollback()
        work()
        assert batch_of(batch).state is BatchState.PUBLISHED
        with pytest.raises(document_batches.ChangedMeanwhile):
            document_batches.publish(agent, batch_of(batch))
    assert count(app, Document) == 1
    assert letters_to(app, people.yann) == ["new_documents"]


def test_a_firm_is_told_in_one_letter_of_all_its_clients(app: Flask, people: People, mailbox: Mailbox) -> None:
    clients = people.clients(people.jeanne, 60)
    assert len(clients) == 60
    codes = [f"23{rank:04d}" for rank in range(1, 61)]
    batch = dropped(app, people.anouk, invoices(*codes))
    published_batch(app, people.anouk, batch)
    assert count(app, Document) == 60
    assert letters_to(app, people.jeanne) == ["documents_of_companies"]
    letter = mailbox.last_to(people.jeanne)
    assert " ".join(str(letter["Subject"]).split()) == "60 nouvelles factures pour 60 entreprises"
    assert "autres entreprises" in text_of(letter)


def test_each_is_told_of_what_they_may_see(app: Flask, people: People, mailbox: Mailbox) -> None:
    assert people.yann
    assert people.solene
    for company in (people.bakery, people.garage):
        people.attach(people.jeanne, company)
    files = {**invoices("220417", "220065"), "220417_ATTESTATION_A-1_2027-01-19.pdf": PLAIN}
    published_batch(app, people.anouk, dropped(app, people.anouk, files))
    assert letters_to(app, people.yann) == letters_to(app, people.solene) == ["new_documents"]
    assert "Attestation A-1" in text_of(mailbox.last_to(people.yann))
    grouped = text_of(mailbox.last_to(people.jeanne))
    # Attestations are not for third parties.
    assert "2\u00a0nouvelles factures" in grouped
    assert "GARAGE MORIN\u00a0: 1\u00a0facture" in grouped


def test_whoever_gets_a_daily_letter_has_it_company_by_company(app: Flask, people: People) -> None:
    people.clients(people.jeanne, 3)
    with app.app_context():
        user: User = user_of(people.jeanne)
        user.daily_digest = True
        db.session.commit()
    published_batch(app, people.anouk, dropped(app, people.anouk, invoices("230001", "230002", "230003")))
    assert letters_to(app, people.jeanne) == []
    assert count(app, DigestItem) == 3


@pytest.mark.parametrize("killed_at", range(1, 9))
def test_killed_half_way_it_goes_on(
    app: Flask, people: People, monkeypatch: pytest.MonkeyPatch, killed_at: int
) -> None:
    """Killed after each of its commits in turn: everything is published and told once."""
    monkeypatch.setattr(document_publication, "AT_ONCE", 2)
    monkeypatch.setattr(document_publication, "LETTERS_AT_ONCE", 1)
    clients = people.clients(people.jeanne, 8)
    managers = [people.person(f"Gérant{rank}", "Un", company) for rank, company in enumerate(clients[:4])]
    batch = dropped(app, people.anouk, invoices(*(f"23{rank:04d}" for rank in range(1, 9))))
    with app.app_context():
        document_batches.publish(user_of(people.anouk), batch_of(batch))
        db.session.commit()
    commits = 0

    def kill(*_: object) -> None:
        nonlocal commits
        commits += 1
        if commits == killed_at:
            raise jobs.Stopped

    monkeypatch.setattr(jobs, "_teller", lambda *_: kill)
    with app.app_context(), pytest.raises(jobs.Stopped):
        work()
    with app.app_context():
        work()
        assert db.session.query(Job).order_by(Job.id.desc()).first().state is JobState.DONE
    assert count(app, Document) == 8
    assert letters_to(app, people.jeanne) == ["documents_of_companies"]
    assert [letters_to(app, email) for email in managers] == [["new_documents"]] * 4
    assert journal(app).count("document.published") == 8
    assert state_of(app, batch) is BatchState.PUBLISHED


def test_a_publication_that_was_cancelled_is_taken_up_again(app: Flask, people: People) -> None:
    assert people.yann
    batch = dropped(app, people.anouk, invoices("220417"))
    with app.app_context():
        agent = user_of(people.anouk)
        jobs.cancel(agent, document_batches.publish(agent, batch_of(batch)))
        db.session.commit()
        work()
    assert count(app, Document) == 0
    published_batch(app, people.anouk, batch)
    assert (count(app, Document), letters_to(app, people.yann)) == (1, ["new_documents"])


def test_what_was_published_meanwhile_is_left_to_the_agent(app: Flask, people: People) -> None:
    assert people.yann
    batch = dropped(app, people.anouk, invoices("220417"))
    published(app, people.bakery, "F-1")
    published_batch(app, people.anouk, batch)
    [file] = files_of(app, batch).values()
    assert (file.state, state_of(app, batch)) == (FileState.DIFFERENT, BatchState.TO_CHECK)
    assert letters_to(app, people.yann) == []


def test_a_document_that_had_no_file_gets_it_and_keeps_the_rest(app: Flask, people: People) -> None:
    number = published(app, people.bakery, "F-1", file=None, state=DocumentState.PAID)
    published_batch(app, people.anouk, dropped(app, people.anouk, invoices("220417")))
    document = document_of(app, people.bakery, number)
    assert (document.state, document.gross_cents, document.due_on) == (DocumentState.PAID, 57_600, date(2027, 2, 18))
    assert document.file_size == len(PLAIN) + 6
    assert count(app, Document) == 1


def test_a_document_is_published_with_the_employee_that_it_is_about(app: Flask, people: People) -> None:
    number = people.employee(people.bakery, "DURAND", "Élise")
    batch = dropped(app, people.anouk, {"scan.pdf": PLAIN})
    corrected(app, people.anouk, batch, people.bakery, kind="ATTESTATION", employee_reference="nobody")
    published_batch(app, people.anouk, batch)
    assert count(app, Document) == 0
    corrected(app, people.anouk, batch, people.bakery, kind="ATTESTATION", employee_reference=f"R{number}")
    published_batch(app, people.anouk, batch)
    document = document_of(app, people.bakery, 1)
    with app.app_context(), all_companies("test"):
        assert document.employee_id == db.session.scalars(select(Employee.id)).one()


def test_a_document_that_is_only_tied_to_its_employee_is_no_news(app: Flask, people: People) -> None:
    first, second = (people.employee(people.bakery, name, "Élise") for name in ("DURAND", "MARTIN"))
    number = published(app, people.bakery, "A-1", DocumentKind.ATTESTATION, file=PLAIN)
    Browser(app).sign_in(people.yann).get(f"/e/{people.bakery}/documents/{number}")
    assert readings(app) == 1
    found = []
    for employee in (f"R{first}", f"R{second}", ""):
        batch = dropped(app, people.anouk, attestation(employee))
        found.append(files_of(app, batch)["a.pdf"])
        published_batch(app, people.anouk, batch)
    assert [file.state for file in found] == [FileState.READY, FileState.READY, FileState.SAME]
    assert found[0].reason.endswith("avec ce même fichier\u00a0: il sera rattaché à son salarié")
    with app.app_context(), all_companies("test"):
        about = db.session.get_one(Employee, document_of(app, people.bakery, number).employee_id)
    assert about.birth_name == "MARTIN"
    assert (count(app, Document), readings(app), letters_to(app, people.yann)) == (1, 1, [])
    assert journal(app).count("document.linked") == 2


def attestation(employee: str) -> dict[str, bytes]:
    """A file, and what documents.csv says of it."""
    columns = "code_adherent;type;numero;date;reference_salarie;fichier"
    told = f"{columns}\n220417;ATTESTATION;A-1;2027-01-19;{employee};a.pdf\n"
    return {"a.pdf": PLAIN, "documents.csv": told.encode()}


def corrected(app: Flask, agent: str, batch: str, company: str, **values: object) -> None:
    """The first file of a batch, as an agent corrects it."""
    with app.app_context():
        [first, *_] = files_of(app, batch).values()
        file = document_corrections.find(batch_of(batch), first.id)
        assert file is not None
        told = {"kind": "FACTURE", "reference": "F-1", "issued_on": date(2027, 1, 19), **values}
        correction = Correction(company_id=company_of(company).id, **told)  # type: ignore[arg-type]
        document_corrections.correct(user_of(agent), batch_of(batch), file, correction, file.version)
        db.session.commit()


def test_a_published_file_is_replaced_when_the_agent_says_so(app: Flask, people: People) -> None:
    number = published(app, people.bakery, "F-1")
    batch = dropped(app, people.anouk, invoices("220417"))
    corrected(app, people.anouk, batch, people.bakery, replaces=True)
    published_batch(app, people.anouk, batch)
    with app.app_context(), all_companies("test"):
        found = published_documents.find(document_of(app, people.bakery, number).id)
        assert found is not None
        with published_documents.content(found[0]) as content:  # type: ignore[union-attr]
            assert content.read() == PLAIN + b"220417"
    assert kept(app) == 1


def test_a_correction_settles_its_twins(app: Flask, people: People) -> None:
    assert people.bakery
    batch = dropped(app, people.anouk, {**invoices("220417"), **invoices("22 0417")})
    assert [file.state for file in files_of(app, batch).values()] == [FileState.READY, FileState.TWICE]
    corrected(app, people.anouk, batch, people.bakery, reference="F-2")
    assert [file.state for file in files_of(app, batch).values()] == [FileState.READY, FileState.READY]


def test_of_two_agents_who_correct_the_same_file_the_second_is_told(app: Flask, people: People) -> None:
    assert people.bakery
    batch = dropped(app, people.anouk, {"x.pdf": PLAIN})
    corrected(app, people.anouk, batch, people.bakery)
    [file] = files_of(app, batch).values()
    with app.app_context():
        correction = Correction(company_of(people.bakery).id, file.kind, "F-2", file.issued_on)  # type: ignore[arg-type]
        with pytest.raises(document_batches.ChangedMeanwhile):
            document_corrections.correct(user_of(people.anouk), batch_of(batch), file, correction, version=1)


def test_a_document_is_taken_back_with_its_file(app: Flask, people: People) -> None:
    document = document_of(app, people.bakery, published(app, people.bakery))
    assert people.anouk
    with app.app_context():
        found = published_documents.find(document.id)
        assert found is not None
        published_documents.withdraw(user_of(people.anouk), *found, "contenu")
        db.session.commit()
    assert (count(app, Document), kept(app)) == (0, 0)
    assert journal(app)[-1] == "document.withdrawn"


def test_published_documents_are_searched(app: Flask, people: People) -> None:
    published(app, people.bakery, "F-1", file=PDF)
    published(app, people.garage, "F-2")
    with app.app_context():
        found = {
            query: [document.reference for document, _ in published_documents.page(query, None).rows]
            for query in ("", "le gall", "LANNION", "220065", "80331845800012", "F-2", "%", "nobody")
        }
    assert found == {
        "": ["F-2", "F-1"],
        "le gall": ["F-1"],
        "LANNION": ["F-2"],
        "220065": ["F-2"],
        "80331845800012": ["F-1"],
        "F-2": ["F-2"],
        "%": [],
        "nobody": [],
    }
