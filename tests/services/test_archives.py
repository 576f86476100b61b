"""Archives that people send: read when they are reasonable, refused before they can do harm."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from app.services import archives
from app.services.archives import Limits, Refused

LIMITS = Limits(entries=100, largest=5 << 20, total=8 << 20)


def archive(method: int = zipfile.ZIP_DEFLATED, **entries: bytes) -> io.BytesIO:
    return archive_of({name.replace("__", "/"): content for name, content in entries.items()}, method)


def archive_of(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as target:
        for name, content in entries.items():
            target.writestr(name, content)
    return file


def paths(file: io.BytesIO, limits: Limits = LIMITS) -> list[str]:
    with archives.opened(file, limits) as found:
        return [member.path for member in found.members]


def refusal(file: io.BytesIO, limits: Limits = LIMITS) -> str:
    with pytest.raises(Refused) as caught:
        paths(file, limits)
    return str(caught.value)


def test_what_an_archive_holds_is_read_and_laid_out_in_a_folder(tmp_path: Path) -> None:
    file = archive_of({"adherents.csv": b"a;b\n", "documents/F-1.pdf": b"%PDF-1.7\n", "documents/": b""})
    with archives.opened(file, LIMITS) as found:
        assert [(one.path, one.name, one.size) for one in found.members] == [
            ("adherents.csv", "adherents.csv", 4),
            ("documents/F-1.pdf", "F-1.pdf", 9),
        ]
        found.extract(tmp_path / "dossier")
    assert (tmp_path / "dossier/documents/F-1.pdf").read_bytes() == b"%PDF-1.7\n"


def test_what_systems_leave_behind_is_no_member() -> None:
    names = ["a.pdf", "__MACOSX/._a.pdf", ".DS_Store", "images/Thumbs.db"]
    assert paths(archive_of(dict.fromkeys(names, b"x"))) == ["a.pdf"]


def test_a_link_is_no_member() -> None:
    file, link = io.BytesIO(), zipfile.ZipInfo("lien.pdf")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(file, "w") as target:
        target.writestr(link, "/etc/passwd")
    assert paths(file) == []


def test_names_are_read_as_macs_and_old_windows_write_them() -> None:
    file = archive_of({"Reçu.pdf": b"x", "dossier\\facture.pdf": b"x"})
    # A Mac does not set the bit that says UTF-8, in the entry and in the directory.
    written = file.getvalue().replace(struct.pack("<HH", 20, 0x800), struct.pack("<HH", 20, 0))
    assert paths(io.BytesIO(written)) == ["Reçu.pdf", "dossier/facture.pdf"]


@pytest.mark.parametrize("name", ["../a.pdf", "/etc/passwd", "a/../../b", "..\\a.pdf", "C:/a.pdf", "a\x07.pdf"])
def test_a_path_that_leaves_the_archive_is_refused(name: str) -> None:
    assert refusal(archive_of({name: b"x"})) == archives.NAME


def test_a_file_that_inflates_a_hundredfold_is_refused() -> None:
    assert refusal(archive(bombe=bytes(2 << 20))) == archives.BOMB


def test_a_small_file_may_inflate_as_it_likes() -> None:
    assert paths(archive(vide=bytes(1 << 20))) == ["vide"]


def test_a_file_and_an_archive_have_a_largest_size() -> None:
    stored = zipfile.ZIP_STORED
    assert "«\u00a0gros\u00a0» dépasserait 5\u00a0Mo" in refusal(archive(stored, gros=bytes(6 << 20)))
    halves = {name: bytes(9 << 19) for name in ("a", "b")}
    assert "cette archive dépasserait 8\u00a0Mo" in refusal(archive_of(halves, stored))


def test_too_many_files_are_refused() -> None:
    assert "plus de 100 fichiers" in refusal(archive_of({f"{number}.pdf": b"" for number in range(101)}))


def test_a_list_of_files_that_would_fill_the_memory_is_not_even_read() -> None:
    assert refusal(archive_of({f"{number:0200d}.pdf": b"" for number in range(2000)})) == archives.BOMB


def test_one_name_is_not_given_to_two_files() -> None:
    content = archive_of({"a.pdf": b"1", "b.pdf": b"2"}).getvalue()
    assert "portent le même nom" in refusal(io.BytesIO(content.replace(b"b.pdf", b"a.pdf")))


def test_a_password_is_told() -> None:
    content = bytearray(archive(secret=b"x").getvalue())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(io.BytesIO(content)) == archives.ENCRYPTED


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_cannot_be_inflated_bit_by_bit_is_refused(method: int) -> None:
    assert refusal(archive(method, a=b"x")) == archives.METHOD


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"code;nom\n" * 1000])
def test_what_is_no_archive_is_refused(content: bytes) -> None:
    assert refusal(io.BytesIO(content)) == archives.DAMAGED


def test_a_cut_archive_is_refused() -> None:
    content = archive(a=bytes(range(256)) * 40).getvalue()
    assert refusal(io.BytesIO(content[:-30])) == archives.DAMAGED


def test_a_file_that_is_not_what_was_announced_is_refused(tmp_path: Path) -> None:
    content = archive(zipfile.ZIP_STORED, a=b"what was announced").getvalue()
    changed = io.BytesIO(content.replace(b"what was announced", b"what was inside it"))
    with archives.opened(changed, LIMITS) as found, pytest.raises(Refused, match="abîmée"):
        found.extract(tmp_path)


def test_an_entry_that_lies_about_its_size_gives_no_more_than_it_said(tmp_path: Path) -> None:
    content = archive(a=bytes(4 << 20)).getvalue()
    small = struct.pack("<I", 1000)
    lying = io.BytesIO(content.replace(struct.pack("<I", 4 << 20), small))
    with archives.opened(lying, LIMITS) as found, pytest.raises(Refused, match="abîmée"):
        found.extract(tmp_path)
    assert (tmp_path / "a").stat().st_size <= 1000
