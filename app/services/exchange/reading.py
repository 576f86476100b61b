"""Opening a CSV file as French spreadsheets and business software write them, one line at a time."""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

LONGEST_LINE = 1_000_000
MOST_COLUMNS = 200
_CHUNK = 1 << 20
_UNDEFINED_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_ACCENT_IN_UTF8 = re.compile(rb"\xc3[\xa0-\xbf]")

NOT_TEXT = "ce n’est pas un fichier CSV\u00a0: il contient autre chose que du texte"
WORKBOOK = "c’est un classeur, pas un fichier CSV\u00a0: enregistrez-le au format CSV (séparateur\u00a0: point-virgule)"
UTF_16 = "ce fichier est en UTF-16\u00a0: enregistrez-le au format «\u00a0CSV UTF-8\u00a0»"
MIXED = "ce fichier mélange deux codages (UTF-8 et Windows-1252)\u00a0: les accents y seraient illisibles"
EMPTY = "le fichier est vide\u00a0: sa première ligne doit nommer les colonnes"
SEPARATOR = "les colonnes doivent être séparées par des points-virgules"
TOO_LONG = "une ligne dépasse un million de caractères\u00a0: ce n’est sans doute pas un fichier CSV"
TOO_MANY_COLUMNS = f"plus de {MOST_COLUMNS} colonnes\u00a0: ce n’est sans doute pas un fichier de l’échange"
QUOTES = "guillemets mal fermés\u00a0: le texte jusqu’aux guillemets suivants n’a pas pu être lu"


class UnreadableFile(Exception):
    """The whole file is refused; the message, in French, says why. `column` names the column at fault, if one is."""

    def __init__(self, reason: str, column: str = "") -> None:
        super().__init__(reason)
        self.column = column


@dataclass(frozen=True)
class Line:
    """A line as written: its number in the file (the header is line 1) and its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class BrokenLine:
    """A line whose cells cannot be told apart."""

    number: int
    value: str
    reason: str


@dataclass(frozen=True)
class Table:
    """A CSV file that can be read: its columns, and about how many lines it has."""

    path: Path
    encoding: str
    columns: list[str]
    length: int

    def lines(self) -> Iterator[Line | BrokenLine]:
        """The lines below the header, blank ones left out. Reads the file as it goes. Raises UnreadableFile."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            rows = _rows(file)
            next(rows)
            for number, cells in rows:
                if isinstance(cells, csv.Error):
                    yield BrokenLine(number, "", QUOTES)
                elif any(cells):
                    yield self._line(number, cells)

    def _line(self, number: int, cells: list[str]) -> Line | BrokenLine:
        expected = len(self.columns)
        if len(cells) < expected or any(cells[expected:]):
            reason = f"{len(cells)} cellules au lieu de {expected}"
            return BrokenLine(number, ";".join(cells), reason)
        return Line(number, dict(zip(self.columns, cells, strict=False)))


def open_table(path: Path) -> Table:
    """Look at a whole file once: is it text, in which encoding, with which columns. Raises UnreadableFile."""
    try:
        encoding, length = _inspect(path)
        with path.open(encoding=encoding, newline="") as file:
            _, header = next(_rows(file), (1, []))
    except OSError as error:
        raise UnreadableFile(f"le fichier ne peut pas être lu ({error.strerror})") from None
    if isinstance(header, csv.Error) or not any(header):
        raise UnreadableFile(EMPTY if not isinstance(header, csv.Error) else QUOTES)
    columns = [cell.strip().lower() for cell in header]
    while columns and not columns[-1]:
        columns.pop()
    if len(columns) == 1 and re.search(r"[,\t]", columns[0]):
        raise UnreadableFile(SEPARATOR)
    if len(columns) > MOST_COLUMNS:
        raise UnreadableFile(TOO_MANY_COLUMNS)
    for column in columns:
        if columns.count(column) > 1:
            raise UnreadableFile(f"la colonne «\u00a0{column}\u00a0» figure deux fois", column)
    return Table(path, encoding, columns, length)


def _rows(file: TextIO) -> Iterator[tuple[int, list[str] | csv.Error]]:
    # strict: a badly closed quote is an error to report, not text to swallow; the reader resumes at the next line.
    reader = csv.reader(_bounded(file), delimiter=";", strict=True)
    while True:
        number = reader.line_num + 1
        try:
            yield number, next(reader)
        except csv.Error as error:
            yield number, error
        except StopIteration:
            return


def _bounded(file: TextIO) -> Iterator[str]:
    """Lines, none of which can fill the memory."""
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise UnreadableFile(TOO_LONG)
        yield line


def _inspect(path: Path) -> tuple[str, int]:
    """The encoding, and the number of line ends."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    is_utf8 = is_cp1252 = True
    has_utf8_accents, lines = False, 0
    with path.open("rb") as file:
        for chunk in iter(lambda: file.read(_CHUNK), b""):
            _refuse_binary(chunk, is_first=file.tell() == len(chunk))
            lines += chunk.count(b"\n")
            is_utf8 = is_utf8 and _decodes(decoder, chunk)
            is_cp1252 = is_cp1252 and not _UNDEFINED_IN_CP1252.search(chunk)
            has_utf8_accents = has_utf8_accents or bool(_ACCENT_IN_UTF8.search(chunk))
    if is_utf8 and _decodes(decoder, b"", final=True):
        return "utf-8-sig", lines
    if has_utf8_accents:
        raise UnreadableFile(MIXED)
    if not is_cp1252:
        raise UnreadableFile(NOT_TEXT)
    return "cp1252", lines


def _refuse_binary(chunk: bytes, *, is_first: bool) -> None:
    if is_first and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableFile(UTF_16)
    if is_first and chunk.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnreadableFile(WORKBOOK)
    if b"\0" in chunk:
        raise UnreadableFile(NOT_TEXT)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
