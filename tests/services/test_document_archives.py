"""Several documents in a ZIP: every name once, what is missing told, nothing too large."""

import zipfile
from datetime import date

import pytest
import time_machine
from flask import Flask

from app.models import DocumentKind
from app.services import document_archives, documents, files
from app.services.document_archives import MISSING, TooLarge, TooMany
from app.services.documents import Filters
from tests.people import People
from tests.support.documents import PDF, document_of, filled, published
from tests.support.records import visiting


@pytest.fixture
def bakery(people: People) -> str:
    people.yann  # noqa: B018
    return people.bakery


def archived(app: Flask, people: People) -> dict[str, bytes]:
    """What the archive of all the bakery's documents holds."""
    with visiting(app, people.yann, people.bakery) as access:
        archive = document_archives.write(access, documents.every(access, Filters(), 300))
        with archive.file as file:
            assert file.seek(0, 2) == archive.size
            with zipfile.ZipFile(file) as opened:
                assert opened.testzip() is None
                assert len(opened.namelist()) == len(set(opened.namelist()))
                return {name: opened.read(name) for name in opened.namelist()}


def test_the_archive_holds_the_files_under_their_names(app: Flask, people: People, bakery: str) -> None:
    published(app, bakery, "F-1", file=PDF + b"1")
    published(app, bakery, "F-2", file=PDF + b"2")
    assert archived(app, people) == {
        "2027-01-19_Facture_F-1_BOULANGERIE-LE-GALL.pdf": PDF + b"1",
        "2027-01-19_Facture_F-2_BOULANGERIE-LE-GALL.pdf": PDF + b"2",
    }


def test_two_documents_never_share_a_name(app: Flask, people: People, bakery: str) -> None:
    published(app, bakery, "F/1", file=PDF + b"1")
    published(app, bakery, "F 1", file=PDF + b"2")
    published(app, bakery, "F.1", file=PDF + b"3")
    files_found = archived(app, people)
    assert sorted(files_found.values()) == [PDF + b"1", PDF + b"2", PDF + b"3"]
    assert all(name.endswith(".pdf") for name in files_found)


def test_what_is_missing_is_named_inside(app: Flask, people: People, bakery: str) -> None:
    published(app, bakery, "F-1")
    lost = published(app, bakery, "F-2", file=PDF + b"lost")
    with app.app_context():
        files.forget(str(document_of(app, bakery, lost).file_key))
    found = archived(app, people)
    assert sorted(found) == ["2027-01-19_Facture_F-1_BOULANGERIE-LE-GALL.pdf", MISSING]
    told = found[MISSING].decode("utf-8-sig")
    assert "2027-01-19_Facture_F-2_BOULANGERIE-LE-GALL.pdf" in told
    assert "F-1" not in told


def test_entries_and_the_archive_are_dated(app: Flask, people: People, bakery: str) -> None:
    published(app, bakery, "F-1", issued_on=date(2026, 5, 4))
    published(app, bakery, "A-1", DocumentKind.ATTESTATION, issued_on=date(1950, 5, 4))
    with time_machine.travel(date(2027, 3, 2), tick=False), visiting(app, people.yann, bakery) as access:
        archive = document_archives.write(access, documents.every(access, Filters(), 300))
        with archive.file as file, zipfile.ZipFile(file) as opened:
            assert [info.date_time[:3] for info in opened.infolist()] == [(2026, 5, 4), (1980, 1, 1)]
    assert archive.name == "2027-03-02_Documents_BOULANGERIE-LE-GALL.zip"


def test_an_archive_is_bounded(app: Flask, people: People, bakery: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (document_archives.MOST, document_archives.LARGEST) == (200, 100 * 1024 * 1024)
    monkeypatch.setattr(document_archives, "MOST", 3)
    monkeypatch.setattr(document_archives, "LARGEST", 30)
    filled(app, bakery, 4, file_size=10)
    with visiting(app, people.yann, bakery) as access:
        found = documents.every(access, Filters(), 300)
        document_archives.write(access, found[:3]).file.close()
        with pytest.raises(TooMany):
            document_archives.write(access, found)
        monkeypatch.setattr(document_archives, "LARGEST", 29)
        with pytest.raises(TooLarge):
            document_archives.write(access, found[:3])
