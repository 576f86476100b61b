"""What a file looks like beside what the exchange expects: its columns, its first lines, which file it may be."""

from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from app.services.exchange.kinds import kinds_of
from app.services.exchange.layout import TOLD_BY_EXPORTS, Layout
from app.services.exchange.numbers import DrawnNumbers
from app.services.exchange.reading import BrokenLine, Table, UnreadableFile, open_table
from app.services.exchange.report import shorten
from app.services.search import fold
from app.services.spreadsheets import lines

SAMPLE = 5


@dataclass(frozen=True)
class Look:
    """What was seen of a file once, whole; `problem`, in French, when it cannot be read at all."""

    encoding: str = ""
    columns: list[str] = field(default_factory=list)
    lines: int = 0
    problem: str = ""

    def told(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Check:
    """The columns of a file beside those of its layout, in French names."""

    recognised: list[str]
    unknown: list[str]
    missing: list[str]
    absent: list[str]


def layouts() -> dict[str, Layout]:
    """What each file of the exchange looks like, by its name, in reading order."""
    kinds = kinds_of(Path(), DrawnNumbers(Path()), invite=False, notify=False)
    return {kind.layout.file: kind.layout for kind in kinds}


def look(path: Path) -> Look:
    """Read a file once: its encoding, its columns, how many lines stand below them."""
    try:
        table = open_table(path)
    except UnreadableFile as refusal:
        return Look(problem=str(refusal))
    return Look(table.encoding, table.columns, _below_the_header(table, path))


def template(layout: Layout) -> str:
    """The first line of a file, for who fills it in: spreadsheets open it with its columns named."""
    return "".join(lines([[column.name for column in layout.columns]]))


def check(columns: list[str], layout: Layout) -> Check:
    names = [column.name for column in layout.columns]
    known = {*names, *TOLD_BY_EXPORTS, *layout.told_by_exports}
    required = {column.name for column in layout.columns if column.required}
    return Check(
        recognised=[name for name in names if name in columns],
        unknown=[name for name in columns if name and name not in known],
        missing=[name for name in names if name not in columns and name in required],
        absent=[name for name in names if name not in columns and name not in required],
    )


def sample(path: Path, seen: Look) -> list[list[str]]:
    """The first lines, cell by cell, shortened."""
    table = Table(path, seen.encoding, seen.columns, seen.lines)
    try:
        lines = [line for line in islice(table.lines(), SAMPLE) if not isinstance(line, BrokenLine)]
    except (UnreadableFile, OSError):
        return []
    return [[shorten(line.cells[name]) for name in seen.columns] for line in lines]


def file_of(name: str, known: dict[str, Layout]) -> str:
    """The file of the exchange that bears this name, whatever its capitals and its ending; none: empty."""
    stem = fold(name.rpartition(".")[0] or name).strip()
    return next((file for file in known if file.removesuffix(".csv") == stem), "")


def resembling(columns: list[str], known: dict[str, Layout]) -> str:
    """The file of the exchange that these columns are those of, when only one may be: empty otherwise."""
    fitting = {
        file: len(found.recognised)
        for file, layout in known.items()
        if not (found := check(columns, layout)).missing and len(found.recognised) > len(found.unknown)
    }
    best = max(fitting.values(), default=0)
    resembling = [file for file, count in fitting.items() if count == best]
    return resembling[0] if len(resembling) == 1 else ""


def _below_the_header(table: Table, path: Path) -> int:
    """Line ends, less that of the header; the last line may have none."""
    with path.open("rb") as file:
        file.seek(-1, 2)
        ended = file.read(1) == b"\n"
    return max(0, table.length - (1 if ended else 0))
