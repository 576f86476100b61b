"""Archives: looked at before anything is inflated, and refused with the reason."""

import stat
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from app.services import document_files
from app.services.staff import dropped_archives
from app.services.staff.dropped_archives import Unsafe
from tests.support.drops import PLAIN, zipped

ZEROS = b"\0" * 3_000_000


@pytest.fixture
def path(context: Flask, tmp_path: Path) -> Path:
    return tmp_path / "lot.zip"


def taken_out(path: Path, content: bytes) -> dict[str, bytes]:
    path.write_bytes(content)
    found = {}
    with dropped_archives.opened(path) as archive:
        for entry in archive.entries:
            with archive.take_out(entry) as inside:
                inside.seek(0)
                found[dropped_archives.name_of(entry)] = inside.read()
    return found


def refused(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(Unsafe) as refusal, dropped_archives.opened(path):
        pytest.fail("it was opened")
    return str(refusal.value)


def test_what_an_archive_holds_comes_out(path: Path) -> None:
    files = {"a.pdf": PLAIN, "lot/é.pdf": PLAIN + b"2", "__MACOSX/._a.pdf": b"x", "lot/.DS_Store": b"x", "lot/": b""}
    assert taken_out(path, zipped(files)) == {"a.pdf": PLAIN, "lot/é.pdf": PLAIN + b"2"}
    assert taken_out(path, zipped({"a.pdf": PLAIN}, compression=zipfile.ZIP_DEFLATED)) == {"a.pdf": PLAIN}
    assert taken_out(path, zipped({"b.pdf": PLAIN})[:-2] + b"\x05\x00hello") == {"b.pdf": PLAIN}


def test_a_bomb_is_not_opened(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(path, zipped({"zeros.pdf": ZEROS}, compression=zipfile.ZIP_DEFLATED)) == dropped_archives.TOO_LARGE
    monkeypatch.setattr(dropped_archives, "LARGEST_INSIDE", 3 * len(PLAIN))
    assert refused(path, zipped(dict.fromkeys("abcd", PLAIN))) == dropped_archives.TOO_LARGE


def test_an_archive_of_too_many_files_is_not_even_listed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = zipped(dict.fromkeys("abcd", PLAIN))
    monkeypatch.setattr(dropped_archives, "MOST", 3)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert refused(path, content) == dropped_archives.TOO_MANY


def test_figures_that_are_told_elsewhere_are_not_believed(path: Path) -> None:
    """An archive of the 64-bit kind says how many files it has in another place than those that are looked at."""
    content = zipped({"a.pdf": PLAIN})
    end = content.rindex(b"PK\x05\x06")
    assert refused(path, content[:end] + b"PK\x06\x07" + b"\0" * 16 + content[end:]) == dropped_archives.TOO_MANY


@pytest.mark.parametrize("name", ["../a.pdf", "/etc/a.pdf", "a/../../b.pdf", "..\\a.pdf", "C:\\a.pdf"])
def test_a_path_that_leaves_the_archive_is_refused(path: Path, name: str) -> None:
    assert refused(path, zipped({"good.pdf": PLAIN, name: PLAIN})) == dropped_archives.OUTSIDE


def test_a_link_is_refused(path: Path) -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        link = zipfile.ZipInfo("a.pdf")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert refused(path, content.getvalue()) == dropped_archives.LINK


def test_what_cannot_be_opened_is_refused(path: Path) -> None:
    content = zipped({"a.pdf": PLAIN})
    assert refused(path, b"PK\x03\x04 and nothing else") == dropped_archives.BROKEN
    assert refused(path, content[:-30]) == dropped_archives.BROKEN
    locked = content.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    assert refused(path, locked) == dropped_archives.LOCKED
    assert refused(path, zipped({"a.pdf": PLAIN}, compression=zipfile.ZIP_LZMA)) == dropped_archives.METHOD


def test_a_file_that_lies_about_itself_is_the_only_one_refused(path: Path) -> None:
    content = zipped({"a.pdf": PLAIN, "b.pdf": PLAIN + b"2"})
    path.write_bytes(content.replace(PLAIN, b"x" * len(PLAIN), 1))
    with dropped_archives.opened(path) as archive:
        with pytest.raises(Unsafe):
            archive.take_out(archive.entries[0])
        with archive.take_out(archive.entries[1]) as good:
            assert good.tell() == len(PLAIN) + 1


def test_an_entry_larger_than_it_says_fills_no_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its size is told small in the list of entries, and it inflates without end."""
    content = bytearray(zipped({"zeros.pdf": ZEROS}, compression=zipfile.ZIP_DEFLATED))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 1000)
    path.write_bytes(content)
    monkeypatch.setattr(document_files, "LARGEST", 100)
    with dropped_archives.opened(path) as archive, pytest.raises(Unsafe):
        archive.take_out(archive.entries[0])
