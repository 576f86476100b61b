"""The letters: what stands where on the sheet, and many files made one without holding them all."""

import tracemalloc
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader, mult

from app import pdf
from app.pdf import joining
from app.services.staff import letter_text
from app.services.staff.letter_text import Letter

MM = 72 / 25.4
# How high capitals of 10 points are.
CAPITAL = 2.5
LETTER = Letter(["BOULANGERIE LE GALL", "3 rue du Port", "22000 SAINT-BRIEUC"], "22\u00a00417", "7KMQ2-HXD9G")
LONG = Letter(["WAGNER " * 5 + "SARL"] * 6, "22\u00a00417", "7KMQ2-HXD9G")


@pytest.fixture
def part(app: Flask, tmp_path: Path) -> Path:
    """Twenty letters in a file."""
    with app.app_context():
        place = tmp_path / "part.pdf"
        place.write_bytes(letter_text.write_for_paper([LETTER] * 20))
    return place


@pytest.mark.parametrize("sender", ["", "X" * 38 + "|W|W|" + "W" * 38], ids=["no address", "a long one"])
@pytest.mark.parametrize("letter", [LETTER, LONG], ids=["short", "long"])
def test_the_address_alone_shows_in_the_window(
    app: Flask, letter: Letter, sender: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Envelopes of 110 × 220 mm, a window of 35 × 100 mm at 20 mm from the right and from the bottom: the sheet, folded
    in three, slides by 10 mm sideways and by 11 mm upwards."""
    identity = replace(app.extensions["branding"], contact_address=tuple(sender.split("|")) if sender else ())
    monkeypatch.setitem(app.extensions, "branding", identity)
    with app.app_context():
        [page] = PdfReader(BytesIO(letter_text.write_pdf([letter]))).pages
    for line in sender.split("|"):
        assert line in page.extract_text()
    always, ever = [], []

    def look(text: str, page_matrix: list[float], matrix: list[float], _font: Any, _size: Any) -> None:
        x, y = mult(matrix, page_matrix)[4:]
        across, down = x / MM, 297 - y / MM
        if text.strip() and 100 <= across < 190 and 55 + CAPITAL <= down <= 79:
            always.append(text.strip())
        if text.strip() and 90 <= across < 200 and 44 <= down <= 92:
            ever.append(text.strip())

    page.extract_text(visitor_text=look)
    assert _squeezed(always) == _squeezed(letter.to)
    assert ever == always


def test_a_letter_to_read_on_the_screen_is_tagged(app: Flask) -> None:
    with app.app_context():
        content = letter_text.write_pdf([LETTER])
    for mark in (b"/Marked true", b"/Lang(fr-FR)", b"/Alt"):
        assert mark in content


def test_letters_for_paper_are_a_page_each(app: Flask, part: Path) -> None:
    assert len(PdfReader(part).pages) == 20


def test_a_hostile_name_is_only_a_name(app: Flask) -> None:
    with app.app_context():
        content = letter_text.write_for_paper([Letter(["#panic() *& $FILS$"], "22\u00a00417", "7KMQ2-HXD9G")])
    assert "#panic() *& $FILS$" in PdfReader(BytesIO(content)).pages[0].extract_text().replace("\u00a0", " ")


def test_a_press_that_fails_says_so(app: Flask) -> None:
    with app.app_context(), pytest.raises(Exception, match="press"):
        pdf.write_for_paper("no-such-template", {})


def test_files_are_put_one_after_the_other(app: Flask, part: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.pdf"
    with app.app_context():
        other.write_bytes(letter_text.write_for_paper([LONG]))
    into = BytesIO()
    assert joining.join([part, other, part], into, title="Courriers") == 41
    book = PdfReader(into, strict=True)
    assert book.metadata
    assert book.metadata.title == "Courriers"
    texts = [page.extract_text() for page in book.pages]
    assert ["WAGNER" in text for text in texts] == [False] * 20 + [True] + [False] * 20
    assert texts[40] == PdfReader(part).pages[19].extract_text()


def test_the_memory_of_twelve_files_is_that_of_two(part: Path, tmp_path: Path) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        with (tmp_path / "whole.pdf").open("wb") as into:
            joining.join([part] * count, into, title="Courriers")
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(1)
    assert peak(12) < 1.3 * peak(2)


def _squeezed(lines: list[str]) -> str:
    return "".join("".join(lines).split())
