"""Reading what agents drop: each file finds its member, or says why it does not."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from app.clock import now
from app.extensions import db
from app.models import BatchState, DocumentBatch, DocumentKind, DocumentState, FileState
from app.services import archives, document_files, jobs
from app.services.staff import document_batches, document_reading
from app.tenancy import all_companies
from tests.people import People
from tests.support.documents import PDF, published
from tests.support.drops import DATA, PLAIN, batch_of, dropped, factur_x, files_of, of_siret, work, zipped
from tests.support.records import company_of, count, user_of

NAMED = "220417_FACTURE_F-1_2027-01-19.pdf"


def said(refusal: str) -> str:
    """As a sentence of its own."""
    return refusal[0].upper() + refusal[1:]


def states(app: Flask, people: People, files: dict[str, bytes]) -> dict[str, FileState]:
    batch = dropped(app, people.anouk, files)
    return {name: file.state for name, file in files_of(app, batch).items()}


def kept(app: Flask) -> int:
    return len([path for path in (Path(app.instance_path) / "files").rglob("*") if path.is_file()])


def test_an_invoice_finds_its_member_by_itself(app: Flask, people: People) -> None:
    assert people.bakery
    [file] = files_of(app, dropped(app, people.anouk, {"scan 1.pdf": factur_x()})).values()
    with app.app_context():
        assert file.company_id == company_of(people.bakery).id
    assert (file.state, file.told_by, file.kind) == (FileState.READY, "Factur-X", DocumentKind.INVOICE)
    assert (file.reference, file.issued_on, file.due_on) == ("F-2027-00412", date(2027, 1, 19), date(2027, 2, 18))
    assert (file.net_cents, file.gross_cents) == (40_000, 48_000)


def test_the_library_s_own_sample_is_dispatched(app: Flask, people: People) -> None:
    client = people.company("LE CLIENT", "220700", siret="98765432100017")
    sample = (DATA / "factur-x" / "invoice_EN16931.pdf").read_bytes()
    [file] = files_of(app, dropped(app, people.anouk, {"invoice.pdf": sample})).values()
    with app.app_context():
        assert file.company_id == company_of(client).id
    assert (file.state, file.reference, file.gross_cents) == (FileState.READY, "F20260023", 10_490)


def test_two_members_with_the_same_siret_leave_the_choice_to_the_agent(app: Flask, people: People) -> None:
    assert people.bakery
    people.company("BOULANGERIE LE GALL BIS", "220418", siret="80331845800012")
    batch = dropped(app, people.anouk, {"scan.pdf": factur_x(), "220418_FACTURE_x.pdf": factur_x()})
    unknown, told = files_of(app, batch).values()
    assert (unknown.state, len(unknown.candidates), unknown.company_id) == (FileState.AMBIGUOUS, 2, None)
    assert "2\u00a0adhérents ont le SIRET" in unknown.reason
    # Its name says which of the two.
    assert told.state is FileState.READY


def test_a_siren_finds_its_only_member(app: Flask, people: People) -> None:
    assert people.bakery
    by_siren = {"legal_identifier": "803318458", "legal_identifier_schemeid": "0002"}
    assert states(app, people, {"a.pdf": factur_x(buyer=by_siren)}) == {"a.pdf": FileState.READY}


def test_another_establishment_is_proposed_and_not_taken(app: Flask, people: People) -> None:
    assert people.bakery
    [file] = files_of(app, dropped(app, people.anouk, {"a.pdf": factur_x(buyer=of_siret("80331845800020"))})).values()
    assert (file.state, len(file.candidates)) == (FileState.AMBIGUOUS, 1)
    assert "autre établissement" in file.reason


def test_sources_that_contradict_each_other_are_told(app: Flask, people: People) -> None:
    assert people.bakery
    assert people.garage
    [file] = files_of(app, dropped(app, people.anouk, {"220065_FACTURE_F-1.pdf": factur_x()})).values()
    assert (file.state, len(file.candidates)) == (FileState.AMBIGUOUS, 2)
    assert file.reason.startswith("Ils se contredisent\u00a0: le SIRET")


def test_names_and_usual_day(app: Flask, people: People) -> None:
    assert people.bakery
    files = {NAMED: PLAIN, "220417_ATTESTATION_A-1.pdf": PLAIN, "220999_AUTRE_X_2027-01-19.pdf": PLAIN, "x.pdf": PLAIN}
    batch = dropped(app, people.anouk, files, date(2027, 3, 1))
    invoice, attestation, nobody, unnamed = files_of(app, batch).values()
    assert (invoice.state, invoice.reference, invoice.issued_on) == (FileState.READY, "F-1", date(2027, 1, 19))
    assert (attestation.state, attestation.issued_on) == (FileState.READY, date(2027, 3, 1))
    assert (nobody.state, nobody.reason) == (FileState.UNMATCHED, "Aucun adhérent n’a le code 22\u00a00999")
    assert (unnamed.state, unnamed.reason[:21]) == (FileState.UNMATCHED, "Rien n’indique l’adhé")
    assert states(app, people, {"220417_ATTESTATION_A-1.pdf": PLAIN}) == {
        "220417_ATTESTATION_A-1.pdf": FileState.INCOMPLETE
    }


CSV = """code_adherent;type;numero;date;echeance;montant_ht;montant_ttc;etat;fichier
22 0417;FACTURE;F-7;19/01/2027;18/02/2027;480,00;576,00;REGLEE;lot/a.pdf
220065;AVOIR;A-7;2027-01-20;;;;;b.pdf
220065;FACTURE;F-8;demain;;;;;c.pdf
220065;FACTURE;F-9;2027-01-20;;;;;absent.pdf
"""


@pytest.mark.parametrize("inside", [True, False], ids=["in the archive", "beside it"])
def test_documents_csv_tells_what_files_are(app: Flask, people: People, inside: bool) -> None:
    assert people.bakery
    assert people.garage
    pdfs = {"lot/a.pdf": PLAIN, "lot/b.pdf": PLAIN + b"b", "lot/c.pdf": PLAIN + b"c"}
    index = {"documents.csv": CSV.encode("cp1252")}
    files = {"lot.zip": zipped({**pdfs, **index})} if inside else {"lot.zip": zipped(pdfs), **index}
    batch = dropped(app, people.anouk, files)
    found = files_of(app, batch)
    first, second, third = (found[name] for name in pdfs)
    assert (first.state, first.told_by, first.gross_cents) == (FileState.READY, "documents.csv", 57_600)
    assert (first.payment, first.archive) == (DocumentState.PAID, "lot.zip")
    assert (second.kind, second.reference, third.state) == (DocumentKind.CREDIT_NOTE, "A-7", FileState.UNMATCHED)
    with app.app_context():
        remarks = batch_of(batch).remarks
    assert len(remarks) == 2
    assert "ligne 4, colonne date" in remarks[0]
    assert "1\u00a0ligne désigne un fichier" in remarks[1]


def test_documents_csv_tells_whom_a_document_is_about(app: Flask, people: People) -> None:
    people.employee(people.bakery, "DURAND", "Élise")
    people.employee(people.garage, "MORIN", "Yann", reference="R9")
    head = "code_adherent;type;numero;date;reference_salarie;fichier\n"
    lines = "220417;ATTESTATION;A-1;2027-01-20;R1;a.pdf\n220417;ATTESTATION;A-2;2027-01-20;R9;b.pdf\n"
    pdfs = {"a.pdf": PLAIN, "b.pdf": PLAIN + b"b"}
    found = files_of(app, dropped(app, people.anouk, {**pdfs, "documents.csv": (head + lines).encode()}))
    first, second = (found[name] for name in pdfs)
    assert (first.state, first.employee_reference) == (FileState.READY, "R1")
    assert (second.state, second.reason) == (
        FileState.INCOMPLETE,
        "Aucun salarié de cet adhérent n’a la référence «\u00a0R9\u00a0»",
    )


def test_what_is_published_already_is_told(app: Flask, people: People) -> None:
    published(app, people.bakery, "F-1")
    published(app, people.bakery, "F-2", file=None)
    names = [f"220417_FACTURE_F-{rank}_2027-01-19.pdf" for rank in (1, 2)]
    assert states(app, people, {names[0]: PDF, names[1]: PLAIN}) == {
        names[0]: FileState.SAME,
        names[1]: FileState.READY,
    }
    assert states(app, people, {names[0]: PLAIN}) == {names[0]: FileState.DIFFERENT}


def test_a_file_dropped_twice_is_ready_once(app: Flask, people: People) -> None:
    assert people.bakery
    again = NAMED.lower().replace("f-1", "F-1")
    assert states(app, people, {NAMED: PLAIN, again: PLAIN}) == {NAMED: FileState.READY, again: FileState.TWICE}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        (NAMED, b"", "Le fichier est vide"),
        ("documents.csv", b"", "Le fichier est vide"),
        ("a.pdf", b"MZ\x90 a program", "Le fichier n’est pas un PDF"),
        ("a.xlsx", zipped({"a.xml": b"<a/>"}), "Le fichier n’est pas un PDF"),
        ("lot.zip", PLAIN[:5] * 2, "Le fichier n’est pas un PDF"),
        ("lot.zip", b"PK\x03\x04 broken", said(archives.DAMAGED)),
        ("lot.zip", zipped({"a.pdf": b"\0" * 3_000_000}, compression=8), said(archives.BOMB)),
        ("lot.zip", zipped({"../a.pdf": PLAIN}), said(archives.NAME)),
    ],
)
def test_what_is_of_no_use_says_why(app: Flask, people: People, name: str, content: bytes, reason: str) -> None:
    if name == "lot.zip" and content.startswith(b"%PDF"):
        content = b"not an archive"
    [file] = files_of(app, dropped(app, people.anouk, {name: content})).values()
    assert (file.state, file.reason, file.file_key) == (FileState.REFUSED, reason, None)
    assert kept(app) == 0


def test_the_rest_of_an_archive_is_read_whatever_one_file_holds(app: Flask, people: People) -> None:
    assert people.bakery
    inside = {"a.pdf": b"", "b.zip": zipped({"c.pdf": PLAIN}), "c.exe": b"MZ", NAMED: PLAIN}
    found = states(app, people, {"lot.zip": zipped(inside)})
    assert found == {**dict.fromkeys(("a.pdf", "b.zip", "c.exe"), FileState.REFUSED), NAMED: FileState.READY}
    assert kept(app) == 1


def test_a_file_that_is_damaged_in_an_archive_is_the_only_one_refused(app: Flask, people: People) -> None:
    assert people.bakery
    content = zipped({"a.pdf": PLAIN, NAMED: PLAIN + b"2"}).replace(PLAIN, b"x" * len(PLAIN), 1)
    found = files_of(app, dropped(app, people.anouk, {"lot.zip": content}))
    assert (found["a.pdf"].state, found["a.pdf"].reason) == (FileState.REFUSED, document_reading.DAMAGED)
    assert found[NAMED].state is FileState.READY


def test_a_file_that_is_too_large_is_not_even_taken_out_of_its_archive(
    app: Flask, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert people.bakery
    content = zipped({"a.pdf": PLAIN * 10, NAMED: PLAIN})
    with app.app_context():
        received = [document_batches.receive("lot.zip", BytesIO(content))]
        batch = str(document_batches.begin(user_of(people.anouk), received, None).facts["batch"])
        db.session.commit()
        monkeypatch.setattr(document_files, "LARGEST", len(PLAIN))
        work()
    found = files_of(app, batch)
    assert (found["a.pdf"].state, found["a.pdf"].reason) == (FileState.REFUSED, document_files.TOO_LARGE)
    assert found[NAMED].state is FileState.READY


def test_a_reading_killed_half_way_goes_on(app: Flask, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    assert people.bakery
    monkeypatch.setattr(document_reading, "AT_ONCE", 2)
    files = {f"220417_FACTURE_F-{rank}_2027-01-19.pdf": PLAIN + bytes([rank]) for rank in range(1, 10)}
    with app.app_context():
        received = [document_batches.receive("lot.zip", BytesIO(zipped(files)))]
        public_id = str(document_batches.begin(user_of(people.anouk), received, None).facts["batch"])
        db.session.commit()
    told: list[str] = []

    def killed_at(step: str, done: int, total: int) -> None:
        told.append(f"{step} {done}/{total}")
        if len(told) in (2, 8):
            raise jobs.Stopped

    monkeypatch.setattr(jobs, "_teller", lambda *_: killed_at)
    for _ in range(2):
        with app.app_context(), pytest.raises(jobs.Stopped):
            work()
    with app.app_context():
        work()
    found = files_of(app, public_id)
    assert [file.name for file in found.values()] == list(files)
    assert {file.state for file in found.values()} == {FileState.READY}
    assert told[1] == "Ouverture de l’archive 4/9"
    assert kept(app) == 9


def test_a_batch_is_forgotten_with_its_files(app: Flask, people: People) -> None:
    batch = dropped(app, people.anouk, {NAMED: PLAIN, "x.pdf": PLAIN})
    assert kept(app) == 2
    with app.app_context():
        document_batches.abandon(user_of(people.anouk), batch_of(batch))
        db.session.commit()
    assert (kept(app), count(app, DocumentBatch)) == (0, 0)


def test_old_batches_are_purged(app: Flask, people: People) -> None:
    batch = dropped(app, people.anouk, {NAMED: PLAIN})
    with app.app_context():
        assert document_batches.purge() == 0
        batch_of(batch).created_at = now() - document_batches.KEPT
        db.session.commit()
        assert document_batches.purge() == 1
        db.session.commit()
    assert kept(app) == 0


def test_a_batch_given_up_while_it_waits_is_not_read(app: Flask, people: People) -> None:
    with app.app_context():
        received = [document_batches.receive(NAMED, BytesIO(PLAIN))]
        job = document_batches.begin(user_of(people.anouk), received, None)
        db.session.commit()
        document_batches.abandon(user_of(people.anouk), batch_of(str(job.facts["batch"])))
        db.session.commit()
        work()
        assert job.state is jobs.JobState.CANCELLED
    assert kept(app) == 0


def test_a_reading_that_was_cancelled_is_taken_up_again(app: Flask, people: People) -> None:
    assert people.bakery
    with app.app_context(), all_companies("test"):
        agent = user_of(people.anouk)
        job = document_batches.begin(agent, [document_batches.receive(NAMED, BytesIO(PLAIN))], None)
        jobs.cancel(agent, job)
        db.session.commit()
        batch = batch_of(str(job.facts["batch"]))
        assert document_batches.work_of(batch) is None
        document_batches.read_again(agent, batch)
        db.session.commit()
        with pytest.raises(document_batches.ChangedMeanwhile):
            document_batches.read_again(agent, batch)
        db.session.rollback()
        work()
        assert batch_of(batch.public_id).state is BatchState.TO_CHECK
