"""documents.csv: files found inside the folder, kept once, and never left behind."""

import os
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from app.clock import now
from app.extensions import db
from app.models import Document, DocumentKind, DocumentReading, DocumentState, OutboxMessage
from app.services import document_files, files
from app.services.exchange import Counts, attached, documents, import_folder
from app.services.exchange.plan import Plan
from app.tenancy import all_companies
from tests.services.exchange.support import (
    DOCUMENTS,
    ELISE,
    EMPLOYEES,
    INVOICE,
    PDF,
    YANNS_ADDRESS,
    count,
    document,
    employee,
    reasons,
    stored,
    user,
    write,
    write_association,
)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A folder already imported, with one invoice and its file."""
    folder = write(write_association(tmp_path), documents=DOCUMENTS + INVOICE.format(file="pdf/f1.pdf"))
    (folder / "pdf").mkdir()
    (folder / "pdf" / "f1.pdf").write_bytes(PDF)
    assert import_folder(folder).problem_count == 0
    return folder


def naming(folder: Path, file: str) -> Path:
    return write(folder, documents=DOCUMENTS + INVOICE.format(file=file))


def test_a_document_goes_in_with_its_file(folder: Path) -> None:
    invoice = document("F-2026-1")
    assert (invoice.kind, invoice.state, invoice.number) == (DocumentKind.INVOICE, DocumentState.TO_PAY, 1)
    assert (invoice.issued_on, invoice.due_on) == (date(2026, 2, 10), date(2026, 3, 12))
    assert (invoice.net_cents, invoice.gross_cents) == (125_000, 150_000)
    assert (files.path(invoice.file_key or "").read_bytes(), invoice.file_size) == (PDF, len(PDF))


def test_a_second_import_stores_nothing_twice(folder: Path) -> None:
    key = document("F-2026-1").file_key
    assert import_folder(folder).of("documents.csv") == Counts(unchanged=1)
    assert (document("F-2026-1").file_key, len(stored())) == (key, 1)


@pytest.mark.parametrize("content", [PDF + b"more", PDF.replace(b"obj", b"OBJ")])
def test_a_changed_file_replaces_the_first(folder: Path, content: bytes) -> None:
    (folder / "pdf" / "f1.pdf").write_bytes(content)
    assert import_folder(folder).of("documents.csv") == Counts(updated=1)
    assert stored() == [files.path(document("F-2026-1").file_key or "")]
    assert stored()[0].read_bytes() == content


def test_a_file_that_the_portal_lost_comes_back(folder: Path) -> None:
    stored()[0].unlink()
    import_folder(folder)
    assert stored()[0].read_bytes() == PDF


def test_an_empty_cell_takes_no_file_back(folder: Path) -> None:
    write(folder, documents=DOCUMENTS + INVOICE.format(file="").replace("A_REGLER", "REGLEE"))
    import_folder(folder)
    assert (document("F-2026-1").state, len(stored())) == (DocumentState.PAID, 1)
    assert document("F-2026-1").file_key


def test_documents_may_share_a_file_and_part_again(folder: Path) -> None:
    second = INVOICE.format(file="pdf/f1.pdf").replace("F-2026-1", "F-2026-2")
    write(folder, documents=DOCUMENTS + INVOICE.format(file="pdf/f1.pdf") + second)
    import_folder(folder)
    (folder / "pdf" / "f2.pdf").write_bytes(PDF + b"2")
    write(folder, documents=DOCUMENTS + INVOICE.format(file="pdf/f1.pdf") + second.replace("f1.pdf", "f2.pdf"))
    import_folder(folder)
    contents = [files.path(document(f"F-2026-{number}").file_key or "").read_bytes() for number in (1, 2)]
    assert (contents, len(stored())) == ([PDF, PDF + b"2"], 2)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../secret.pdf", attached.OUTSIDE),
        ("pdf/../../secret.pdf", attached.OUTSIDE),
        ("..\\secret.pdf", attached.OUTSIDE),
        ("/etc/hostname", attached.OUTSIDE),
        ("C:\\secret.pdf", attached.OUTSIDE),
        ("absent.pdf", attached.MISSING),
        ("pdf", attached.NO_FILE),
        ("link.pdf", attached.LINK),
        ("linked/secret.pdf", attached.LINK),
        ("empty.pdf", attached.EMPTY),
        ("large.pdf", attached.TOO_LARGE),
        ("salaries.csv", attached.NO_PDF),
        ("n" * 256, attached.TOO_LONG),
    ],
)
@pytest.mark.parametrize("strict", [False, True])
def test_files_that_are_not_taken(folder: Path, name: str, reason: str, strict: bool) -> None:
    away = folder.parent / f"{folder.name}-away"
    away.mkdir()
    (away / "secret.pdf").write_bytes(PDF)
    (folder.parent / "secret.pdf").write_bytes(PDF)
    (folder / "link.pdf").symlink_to(away / "secret.pdf")
    (folder / "linked").symlink_to(away)
    (folder / "empty.pdf").touch()
    (folder / "large.pdf").write_bytes(PDF)
    os.truncate(folder / "large.pdf", document_files.LARGEST + 1)
    report = import_folder(naming(folder, name), strict=strict)
    assert [(problem.column, problem.reason) for problem in report.problems] == [("fichier", reason)]
    assert stored() == [files.path(document("F-2026-1").file_key or "")]


def test_a_batch_that_fails_leaves_no_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def carry_out(_plan: Plan) -> None:
        raise OperationalError("INSERT", {}, ValueError("database is locked"))

    monkeypatch.setattr(Plan, "carry_out", carry_out)
    (folder / "pdf" / "f1.pdf").write_bytes(PDF + b"changed")
    with pytest.raises(OperationalError):
        import_folder(folder)
    monkeypatch.undo()
    assert stored() == [files.path(document("F-2026-1").file_key or "")]
    assert stored()[0].read_bytes() == PDF


def test_an_attestation_may_concern_an_employee(folder: Path) -> None:
    columns = "code_adherent;type;numero;date;reference_salarie\n"
    write(folder, documents=columns + "220417;ATTESTATION;A1;2026-01-02;S1\n220417;ATTESTATION;A2;2026-01-02;S9\n")
    report = import_folder(folder)
    assert document("A1").employee_id == employee("S1").id
    assert (reasons(report), count(Document)) == ([("documents.csv", 3, "reference_salarie")], 2)


def test_an_empty_cell_leaves_an_attestation_to_its_employee(folder: Path) -> None:
    """As `fichier`, and as documents.csv among dropped files: only another reference replaces the first."""
    columns = "code_adherent;type;numero;date;reference_salarie\n"
    write(folder, salaries=EMPLOYEES + ELISE + ELISE.replace("S1", "S2"))
    for told in ("S1", "", "S2", "S9"):
        import_folder(write(folder, documents=f"{columns}220417;ATTESTATION;A1;2026-01-02;{told}\n"))
        assert document("A1").employee_id == employee("S2" if told in ("S2", "S9") else "S1").id


def test_receipts_come_from_the_portal_alone(folder: Path) -> None:
    report = import_folder(write(folder, documents=DOCUMENTS + INVOICE.format(file="").replace("FACTURE", "RECU")))
    assert reasons(report) == [("documents.csv", 2, "type")]


def test_doubtful_documents_are_told(folder: Path) -> None:
    late = INVOICE.format(file="").replace("2026-03-12", "2026-01-12")
    dear = INVOICE.format(file="").replace("F-2026-1", "F-2").replace("1500.00", "12,5")
    report = import_folder(write(folder, documents=DOCUMENTS + late + dear))
    assert [problem.reason for problem in report.problems] == [documents.DUE_BEFORE_ISSUED]
    assert [warning.reason for warning in report.warnings] == [documents.MORE_WITHOUT_VAT]


def test_members_are_told_of_what_is_new_and_only_if_asked(folder: Path) -> None:
    with all_companies("Yann chose his password"):
        user(YANNS_ADDRESS).activated_at = now()
        db.session.commit()
    second = INVOICE.format(file="pdf/f1.pdf").replace("F-2026-1", "F-2026-2")
    write(folder, documents=DOCUMENTS + INVOICE.format(file="pdf/f1.pdf") + second)
    import_folder(folder)
    assert count(OutboxMessage) == 0
    write(folder, documents=DOCUMENTS + second.replace("F-2026-2", "F-2026-3") + second)
    import_folder(folder, notify=True)
    [letter] = db.session.query(OutboxMessage)
    assert (letter.recipient, "F-2026-3" in str(letter.facts), "F-2026-2" in str(letter.facts)) == (
        YANNS_ADDRESS,
        True,
        False,
    )


def test_another_file_is_new_again_to_everybody(folder: Path) -> None:
    with all_companies("Yann opened it"):
        invoice = document("F-2026-1")
        db.session.add(
            DocumentReading(document_id=invoice.id, user_id=user(YANNS_ADDRESS).id, company_id=invoice.company_id)
        )
        db.session.commit()
    write(folder, documents=DOCUMENTS + INVOICE.format(file="pdf/f1.pdf").replace("A_REGLER", "REGLEE"))
    import_folder(folder)
    assert count(DocumentReading) == 1
    (folder / "pdf" / "f1.pdf").write_bytes(PDF + b"changed")
    import_folder(folder)
    assert count(DocumentReading) == 0
