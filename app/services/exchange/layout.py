"""From the lines of a file to entries: which columns it has, what each cell says, which lines cannot be taken."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.services.exchange.reading import BrokenLine, Line, Table, UnreadableFile, open_table
from app.services.exchange.report import Problem, Report, shorten
from app.services.exchange.values import Refused
from app.services.spreadsheets import restored

MISSING_COLUMN = "cette colonne est obligatoire"
# What our own exports say besides, and imports have no use for.
TOLD_BY_EXPORTS = frozenset({"horodatage", "auteur"})
UNKNOWN_COLUMN = "colonne inconnue, ignorée"
MISSING_VALUE = "cette valeur est obligatoire"
DUPLICATE = "déjà présent plus haut dans le fichier\u00a0: la première ligne est gardée"


@dataclass(frozen=True)
class Column:
    """A column of a file: its name there, the field it fills, how a cell is read, and what an empty cell means."""

    name: str
    field: str
    read: Callable[[str], Any]
    required: bool = False
    empty: Any = None


@dataclass(frozen=True)
class Entry:
    """A line that makes sense by itself: its values by field, for the columns that the file has."""

    line: int
    values: dict[str, Any]


Remark = tuple[str, str]
"""A column and what is wrong, or doubtful, with it."""


def _nothing(_values: dict[str, Any]) -> Iterable[Remark]:
    return ()


@dataclass(frozen=True)
class Layout:
    """What one file of the exchange looks like. `key` are the fields that identify an entry."""

    file: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    errors: Callable[[dict[str, Any]], Iterable[Remark]] = _nothing
    warnings: Callable[[dict[str, Any]], Iterable[Remark]] = _nothing
    # Columns of our own exports that an import has no use for, besides those of every file.
    told_by_exports: frozenset[str] = frozenset()

    def column_of(self, name: str) -> str:
        """The column that fills a field."""
        return next(column.name for column in self.columns if column.field == name)

    def problem(self, entry: Entry, name: str, reason: str) -> Problem:
        """Something to say of one field of an entry."""
        return Problem(self.file, entry.line, self.column_of(name), shorten(str(entry.values.get(name) or "")), reason)


@dataclass
class Source:
    """A file of the folder, opened with its layout. Lines that cannot be taken go to the report."""

    table: Table
    layout: Layout
    report: Report
    line: int = 1
    _columns: list[Column] = field(default_factory=list)
    _seen: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._columns = [column for column in self.layout.columns if column.name in self.table.columns]

    def entries(self) -> Iterator[Entry]:
        """The good lines, one after the other. Raises UnreadableFile."""
        for line in self.table.lines():
            self.line = line.number
            if entry := self._entry(line):
                yield entry

    def _entry(self, line: Line | BrokenLine) -> Entry | None:
        if isinstance(line, BrokenLine):
            self._refuse([Problem(self.layout.file, line.number, "", shorten(line.value), line.reason)])
            return None
        values, problems = self._read(line)
        if not problems:
            problems = self._remarks(line, self.layout.errors(values))
        if not problems and self._is_repeated(values):
            problems = self._remarks(line, [(self.layout.column_of(self.layout.key[-1]), DUPLICATE)])
        if problems:
            self._refuse(problems)
            return None
        self.report.warn(self._remarks(line, self.layout.warnings(values)))
        return Entry(line.number, values)

    def _read(self, line: Line) -> tuple[dict[str, Any], list[Problem]]:
        values, remarks = dict[str, Any](), list[Remark]()
        for column in self._columns:
            raw = restored(line.cells[column.name].strip())
            try:
                value = column.read(raw) if raw else ""
            except Refused as refusal:
                remarks.append((column.name, str(refusal)))
                continue
            if value == "" and column.required:
                remarks.append((column.name, MISSING_VALUE))
            values[column.field] = column.empty if value == "" else value
        return values, self._remarks(line, remarks)

    def _is_repeated(self, values: dict[str, Any]) -> bool:
        # The hash of a key, not the key: 250,000 of them stay in memory.
        key = hash(tuple(values[name] for name in self.layout.key))
        if key in self._seen:
            return True
        self._seen.add(key)
        return False

    def _refuse(self, problems: list[Problem]) -> None:
        self.report.of(self.layout.file).skipped += 1
        self.report.refuse(problems)

    def _remarks(self, line: Line, remarks: Iterable[Remark]) -> list[Problem]:
        file, cells = self.layout.file, line.cells
        return [Problem(file, line.number, column, shorten(cells.get(column, "")), why) for column, why in remarks]


def open_source(path: Path, layout: Layout, report: Report) -> Source | None:
    """Open a file and check its columns; a file that cannot be used goes to the report, and None is returned."""
    try:
        table = open_table(path)
    except UnreadableFile as refusal:
        report.refuse([Problem(layout.file, None, refusal.column, "", str(refusal))])
        return None
    missing = [column.name for column in layout.columns if column.required and column.name not in table.columns]
    report.refuse(Problem(layout.file, None, name, "", MISSING_COLUMN) for name in missing)
    known = {column.name for column in layout.columns} | TOLD_BY_EXPORTS | layout.told_by_exports
    unknown = [name for name in table.columns if name and name not in known]
    report.warn(Problem(layout.file, 1, name, "", UNKNOWN_COLUMN) for name in unknown)
    return None if missing else Source(table, layout, report)
