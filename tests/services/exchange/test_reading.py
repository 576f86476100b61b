"""Files as they come: encodings, separators, shapes, and what is no CSV file at all."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.services.exchange import reading
from app.services.exchange.reading import BrokenLine, Line, UnreadableFile, open_table
from app.services.exchange.report import Problem, shorten, write_problems
from app.services.spreadsheets import harmless, restored

Write = Callable[[str | bytes], Path]

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Write:
    def write(content: str | bytes) -> Path:
        path = tmp_path / "file.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def cells(path: Path) -> list[dict[str, str]]:
    return [line.cells for line in open_table(path).lines() if isinstance(line, Line)]


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        list(open_table(path).lines())
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_accents_survive_each_encoding(file: Write, encoding: str) -> None:
    assert cells(file("nom;ville\nLE GŒUFF;TRÉGUEUX\n".encode(encoding))) == [{"nom": "LE GŒUFF", "ville": "TRÉGUEUX"}]


def test_utf8_accents_across_two_chunks_survive(file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_CHUNK", 7)
    assert cells(file("nom\nééééééé\n")) == [{"nom": "ééééééé"}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_each_way(file: Write, end: str) -> None:
    assert cells(file(end.join(("a;b", "1;2", "3;4")))) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]


def test_column_names_lose_capitals_and_blanks(file: Write) -> None:
    assert open_table(file(" Nom ;VILLE\n")).columns == ["nom", "ville"]


def test_blank_lines_and_trailing_separators_do_not_count(file: Write) -> None:
    assert cells(file("a;b;;\n1;2;;\n\n;;;\n3;4;;\n")) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]


def test_a_cell_may_hold_separators_and_line_ends(file: Write) -> None:
    lines = list(open_table(file('a;b\n"1;\n1";2\n3;4\n')).lines())
    assert lines == [Line(2, {"a": "1;\n1", "b": "2"}), Line(4, {"a": "3", "b": "4"})]


@pytest.mark.parametrize(("line", "found"), [("1", 1), ("1;2;3;4", 4)])
def test_lines_with_too_few_or_too_many_cells_are_broken(file: Write, line: str, found: int) -> None:
    assert list(open_table(file(f"a;b;c\n{line}\n")).lines()) == [BrokenLine(2, line, f"{found} cellules au lieu de 3")]


def test_a_quote_never_closed_is_reported(file: Write) -> None:
    broken = list(open_table(file('a;b\n1;2\n3;"4\n5;6\n')).lines())[-1]
    assert broken == BrokenLine(3, "", reading.QUOTES)


def test_a_quote_badly_closed_costs_one_line(file: Write) -> None:
    assert cells(file('a;b\n"1"x;2\n3;4\n')) == [{"a": "3", "b": "4"}]


def test_quotes_inside_a_cell_are_text(file: Write) -> None:
    assert cells(file('a;b\nLE "GRAND" CAFÉ;2\n')) == [{"a": 'LE "GRAND" CAFÉ', "b": "2"}]


def test_a_header_alone_has_no_lines(file: Write) -> None:
    assert cells(file("a;b\n")) == []


def test_a_cell_of_10000_characters_is_read(file: Write) -> None:
    assert cells(file(f"a;b\n{'x' * 10_000};2\n"))[0]["a"] == "x" * 10_000


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", ";;;\n1;2;3;4\n"])
def test_an_empty_file_is_refused(file: Write, content: str) -> None:
    assert refusal(file(content)) == reading.EMPTY


@pytest.mark.parametrize("content", [PNG, b"a;b\n1;\x002\n", b"a;b\n\x81\x8d;2\n"])
def test_what_is_no_text_is_refused(file: Write, content: bytes) -> None:
    assert refusal(file(content)) == reading.NOT_TEXT


def test_workbooks_are_named_as_such(file: Write) -> None:
    assert refusal(file(b"PK\x03\x04\x14\x00\x06\x00")) == reading.WORKBOOK


def test_utf16_is_named_as_such(file: Write) -> None:
    assert refusal(file("a;b\n1;2\n".encode("utf-16"))) == reading.UTF_16


def test_two_encodings_in_one_file_are_refused(file: Write) -> None:
    assert refusal(file("nom\nÉlise, née\n".encode() + "Zoé\n".encode("cp1252"))) == reading.MIXED


@pytest.mark.parametrize("separator", [",", "\t"])
def test_other_separators_are_explained(file: Write, separator: str) -> None:
    assert refusal(file(separator.join("abc"))) == reading.SEPARATOR


def test_a_column_named_twice_is_refused(file: Write) -> None:
    assert "deux fois" in refusal(file("a;b;A\n1;2;3\n"))


def test_an_endless_line_does_not_fill_the_memory(file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST_LINE", 100)
    assert refusal(file("a;b\n" + "x" * 200)) == reading.TOO_LONG


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    assert "ne peut pas être lu" in refusal(tmp_path)


def test_problems_are_written_for_a_spreadsheet_without_formulas(tmp_path: Path) -> None:
    path = tmp_path / "errors.csv"
    write_problems([Problem("adherents.csv", 7, "raison_sociale", "=HYPERLINK(1)", "trop long")], path)
    written = path.read_bytes().decode("utf-8-sig").splitlines()
    assert written == ["fichier;ligne;colonne;valeur;motif", "adherents.csv;7;raison_sociale;'=HYPERLINK(1);trop long"]


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-1", "@SUM", "\t=1"])
def test_formulas_are_marked_as_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


def test_long_values_are_shortened_in_messages() -> None:
    assert shorten("x" * 10_000) == "x" * 79 + "…"


@pytest.mark.parametrize("cell", ["=1+1", "+33 2 96", "-5", "@x", "\tx", "'=1+1", "''+1"])
def test_what_looks_like_a_formula_is_text_and_can_be_read_again(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert restored(harmless(cell)) == cell


@pytest.mark.parametrize("cell", ["", "LE GALL", "'t Hof", "L’HOSTIS", "'"])
def test_other_texts_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == restored(cell) == cell
