"""What an import did and what it refused, told to the person who runs it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from app.services import spreadsheets

# Beyond this many, problems are counted and no longer kept: a file of 250,000 bad lines must not fill the memory.
KEPT = 10_000
_SHOWN = 80


@dataclass(frozen=True)
class Problem:
    """Something wrong, or doubtful, in a file; the reason is in French. No line: the whole file is concerned."""

    file: str
    line: int | None
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}, ligne {self.line}" if self.line else self.file
        about = f", colonne {self.column}" if self.column else ""
        value = f" («\u00a0{self.value}\u00a0»)" if self.value else ""
        return f"{place}{about}\u00a0: {self.reason}{value}"


@dataclass
class Counts:
    """What became of the lines of one file."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0

    @property
    def written(self) -> int:
        return self.created + self.updated


@dataclass
class Report:
    """The result of an import. `refused_as_a_whole`: strict was asked, something was wrong, nothing was written."""

    counts: dict[str, Counts] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    warning_count: int = 0
    numbers_path: Path | None = None
    refused_as_a_whole: bool = False

    def of(self, file: str) -> Counts:
        return self.counts.setdefault(file, Counts())

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Note what is wrong with one line, which is skipped, or with a whole file."""
        for problem in problems:
            self.problem_count += 1
            if len(self.problems) < KEPT:
                self.problems.append(problem)

    def warn(self, warnings: Iterable[Problem]) -> None:
        for warning in warnings:
            self.warning_count += 1
            if len(self.warnings) < KEPT:
                self.warnings.append(warning)


def shorten(value: str) -> str:
    """A value as messages quote it: in one line, and never long."""
    tidy = " ".join(value[: 4 * _SHOWN].split())
    return tidy if len(tidy) <= _SHOWN else f"{tidy[: _SHOWN - 1]}…"


def write_problems(problems: Iterable[Problem], path: Path) -> None:
    """Write problems as a CSV file that a spreadsheet opens without running anything found in it."""
    header = ("fichier", "ligne", "colonne", "valeur", "motif")
    rows = ((one.file, str(one.line or ""), one.column, one.value, one.reason) for one in problems)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(spreadsheets.lines(chain([header], rows)))
