"""Publishing: real PDF files only, one document a kind and number, and the files follow what the database keeps."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.models import DocumentKind, DocumentState, MembershipStatus, Role, User
from app.services import document_files, documents, files, news
from app.services.document_files import Refused
from app.services.document_publishing import Particulars, announce, publish
from app.tenancy import DoorClosed, all_companies
from tests.people import People
from tests.support.documents import ISSUED, PDF, document_of, published, readings
from tests.support.mailbox import Mailbox, text_of
from tests.support.records import company_of, letters_to, user_of, visiting

INVOICE = DocumentKind.INVOICE
PARTICULARS = Particulars(ISSUED, gross_cents=57_600)


def stored(app: Flask) -> list[Path]:
    return [path for path in (Path(app.instance_path) / "files").rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def no_file_of_before(app: Flask) -> None:
    for path in stored(app):
        path.unlink()


def test_documents_are_numbered_within_their_company(app: Flask, people: People) -> None:
    assert published(app, people.bakery, "F-1") == 1
    assert published(app, people.bakery, "F-2") == 2
    assert published(app, people.garage, "F-3") == 1
    document = document_of(app, people.bakery, 2)
    assert (document.reference, document.file_size, document.due_on) == ("F-2", len(PDF), date(2027, 2, 18))


def test_the_same_reference_is_corrected_and_not_doubled(app: Flask, people: People) -> None:
    first = published(app, people.bakery, "F-1")
    assert published(app, people.bakery, "F-1", state=DocumentState.PAID, gross_cents=100) == first
    document = document_of(app, people.bakery, first)
    assert (document.state, document.gross_cents) == (DocumentState.PAID, 100)
    assert published(app, people.bakery, "F-1", DocumentKind.CREDIT_NOTE) == 2


def test_another_file_replaces_the_first_and_is_new_again(app: Flask, people: People) -> None:
    number = published(app, people.bakery)
    before = document_of(app, people.bakery, number)
    _open(app, people, number)
    published(app, people.bakery, file=PDF + b"corrected")
    after = document_of(app, people.bakery, number)
    assert after.file_key != before.file_key
    assert [path.read_bytes() for path in stored(app)] == [PDF + b"corrected"]
    assert readings(app) == 0


@pytest.mark.parametrize("file", [PDF, None], ids=["the same file", "no file"])
def test_a_document_published_again_keeps_its_file(app: Flask, people: People, file: bytes | None) -> None:
    number = published(app, people.bakery)
    key = document_of(app, people.bakery, number).file_key
    _open(app, people, number)
    published(app, people.bakery, file=file)
    assert document_of(app, people.bakery, number).file_key == key
    assert len(stored(app)) == 1
    assert readings(app) == 1


def test_a_file_that_was_lost_is_kept_anew(app: Flask, people: People) -> None:
    published(app, people.bakery)
    stored(app)[0].unlink()
    published(app, people.bakery)
    assert [path.read_bytes() for path in stored(app)] == [PDF]


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"", "Le fichier est vide"),
        (b"MZ\x90 an executable called facture.pdf", "Le fichier n’est pas un PDF"),
        (b"<html><script>alert(1)</script>", "Le fichier n’est pas un PDF"),
        (b"\x89PNG\r\n\x1a\n", "Le fichier n’est pas un PDF"),
    ],
)
def test_what_is_no_pdf_is_refused_with_the_reason(app: Flask, people: People, file: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        published(app, people.bakery, file=file)
    assert not stored(app)
    assert published(app, people.bakery) == 1


def test_a_file_too_large_is_refused(app: Flask, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    assert document_files.LARGEST == 50 * 1024 * 1024
    monkeypatch.setattr(document_files, "LARGEST", len(PDF))
    published(app, people.bakery)
    with pytest.raises(Refused, match="Le fichier dépasse 50\u00a0Mo"):
        published(app, people.bakery, file=PDF + b"!")


def test_what_is_undone_leaves_the_files_as_they_were(app: Flask, people: People) -> None:
    published(app, people.bakery)
    with app.app_context(), all_companies("test"):
        company = company_of(people.bakery)
        publish(company.id, INVOICE, "F-2027-00412", PARTICULARS, BytesIO(PDF + b"wrong"))
        publish(company.id, INVOICE, "F-2", PARTICULARS, BytesIO(PDF + b"wrong too"))
        assert len(stored(app)) == 3
        db.session.rollback()
    assert [path.read_bytes() for path in stored(app)] == [PDF]


def test_a_savepoint_undone_leaves_its_files_and_no_others(app: Flask, people: People) -> None:
    published(app, people.bakery)
    with app.app_context(), all_companies("test"):
        company_id = company_of(people.bakery).id
        savepoint = db.session.begin_nested()
        publish(company_id, INVOICE, "F-2027-00412", PARTICULARS, BytesIO(PDF + b"wrong"))
        savepoint.rollback()
        with db.session.begin_nested():
            publish(company_id, INVOICE, "F-2", PARTICULARS, BytesIO(PDF + b"right"))
        assert len(stored(app)) == 2
        db.session.commit()
    assert sorted(path.read_bytes() for path in stored(app)) == [PDF, PDF + b"right"]


def test_the_replaced_file_stays_until_the_commit(app: Flask, people: People) -> None:
    number = published(app, people.bakery)
    before = document_of(app, people.bakery, number)
    with app.app_context(), all_companies("test"):
        with db.session.begin_nested():
            publish(before.company_id, INVOICE, before.reference, PARTICULARS, BytesIO(PDF + b"2"))
        assert files.path(str(before.file_key)).exists()
        db.session.commit()
        assert not files.path(str(before.file_key)).exists()


def test_nothing_is_published_for_another_company_than_the_one_that_is_open(app: Flask, people: People) -> None:
    with visiting(app, people.yann, people.bakery) as access:
        document, is_new = publish(access.company.id, INVOICE, "F-1", PARTICULARS, BytesIO(PDF))
        assert (document.number, is_new) == (1, True)
        assert publish(access.company.id, INVOICE, "F-1", PARTICULARS) == (document, False)
        with pytest.raises(DoorClosed):
            publish(access.company.id + 1, INVOICE, "F-1", PARTICULARS, BytesIO(PDF))


def test_the_people_who_want_it_are_told_once_of_what_they_may_see(
    app: Flask, people: People, mailbox: Mailbox
) -> None:
    people.attach(people.jeanne, people.bakery)
    numbers = [
        published(app, people.bakery, "F-1"),
        published(app, people.bakery, "A-1", DocumentKind.ATTESTATION),
    ]
    for email in (people.yann, people.maelle, people.solene):
        assert email
    _change(app, people.maelle, wants_documents=False)
    assert _announced(app, people, numbers) == 2
    assert letters_to(app, people.yann) == letters_to(app, people.jeanne) == ["new_documents"]
    assert letters_to(app, people.maelle) == letters_to(app, people.solene) == []
    assert "Attestation A-1" in text_of(mailbox.last_to(people.yann))
    assert "Attestation" not in text_of(mailbox.last_to(people.jeanne))


def test_who_acts_for_several_companies_is_told_of_an_import_in_one_letter(
    app: Flask, people: People, mailbox: Mailbox
) -> None:
    people.yann  # noqa: B018
    for company in (people.bakery, people.garage):
        people.attach(people.jeanne, company)
    with app.app_context(), all_companies("test"):
        for public_id in (people.bakery, people.garage):
            company = company_of(public_id)
            document, _ = publish(company.id, INVOICE, "F-1", PARTICULARS, BytesIO(PDF))
            announce(company, [document], among_many=True)
        db.session.commit()
        assert letters_to(app, people.yann) == ["new_documents"]
        assert letters_to(app, people.jeanne) == []
        news.flush(user_of(people.jeanne))
        db.session.commit()
    assert letters_to(app, people.jeanne) == ["daily_digest"]
    told = text_of(mailbox.last_to(people.jeanne))
    assert "BOULANGERIE LE GALL" in told
    assert "GARAGE" in told


@pytest.mark.parametrize(
    "change",
    [{"disabled_at": "2027-01-01T00:00:00+00:00"}, {"activated_at": None}],
    ids=["a closed account", "an account never used"],
)
def test_nobody_else_is_told(app: Flask, people: People, change: dict[str, Any]) -> None:
    _change(app, people.yann, **{name: datetime.fromisoformat(at) if at else None for name, at in change.items()})
    people.attach(people.solene, people.bakery, Role.MEMBER, status=MembershipStatus.PENDING)
    people.attach(people.jeanne, people.bakery)
    attestation = published(app, people.bakery, "A-1", DocumentKind.ATTESTATION)
    assert _announced(app, people, [attestation]) == 0


def test_the_letter_is_queued_with_the_invoice_s_own_page(app: Flask, people: People, mailbox: Mailbox) -> None:
    number = published(app, people.bakery)
    assert people.yann
    _announced(app, people, [number])
    assert f"/e/{people.bakery}/documents/{number}" in text_of(mailbox.last_to(people.yann))


def _open(app: Flask, people: People, number: int) -> None:
    with visiting(app, people.yann, people.bakery) as access:
        found = documents.find(access, number)
        assert found is not None
        documents.note_opened(access.company.id, access.user.id, [found.id])


def _change(app: Flask, email: str, **values: Any) -> None:
    with app.app_context():
        user: User = user_of(email)
        for name, value in values.items():
            setattr(user, name, value)
        db.session.commit()


def _announced(app: Flask, people: People, numbers: list[int]) -> int:
    new = [document_of(app, people.bakery, number) for number in numbers]
    with app.app_context(), all_companies("test"):
        told = announce(company_of(people.bakery), new)
        db.session.commit()
        return told
