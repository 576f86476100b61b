"""documents.csv among dropped files: what it says of each of the others."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.formatting import plural
from app.services import files
from app.services.exchange.documents import layout
from app.services.exchange.layout import open_source
from app.services.exchange.reading import UnreadableFile
from app.services.exchange.report import Problem, Report
from app.services.exchange.values import text
from app.services.staff.document_claims import INDEX, Claim

# More are counted, not shown.
SHOWN = 20
_FIELDS = ("member_code", "kind", "reference", "issued_on", "due_on", "net_cents", "gross_cents", "employee_reference")
LAYOUT = layout(text(255))


@dataclass
class Index:
    """What was told of each file, by its path or the end of it; what an agent should know about the rest."""

    claims: dict[str, Claim] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def of(self, name: str) -> Claim | None:
        """What is told of a file: the longest end of its path that is named."""
        return next((self.claims[end] for end in ends_of(name) if end in self.claims), None)


def read(keys: list[str], names: list[str]) -> Index:
    """Read these CSV files, and keep what they say of the files that have these names."""
    index, wanted = Index(), {end for name in names for end in ends_of(name)}
    for key in keys:
        report = Report()
        absent = 0
        for entry in _entries(key, report):
            path = _folded(entry.values.get("file") or "")
            if path and path in wanted:
                index.claims.setdefault(path, _claim(entry.values))
            elif path:
                absent += 1
        index.remarks += _told(report.problems, report.problem_count)
        if absent:
            lines = plural(absent, "ligne désigne", "lignes désignent")
            index.remarks.append(f"{INDEX}\u00a0: {lines} un fichier qui n’est pas dans ce lot.")
    return index


def ends_of(name: str) -> list[str]:
    """« lot/220417/f.pdf » → itself, « 220417/f.pdf », « f.pdf »; folded, the longest first."""
    parts = _folded(name).split("/")
    return ["/".join(parts[start:]) for start in range(len(parts))]


def _entries(key: str, report: Report) -> Iterator[Any]:
    source = open_source(files.path(key), LAYOUT, report)
    if source is not None:
        try:
            yield from source.entries()
        except UnreadableFile as refusal:
            report.refuse([Problem(INDEX, None, refusal.column, "", str(refusal))])


def _claim(told: dict[str, Any]) -> Claim:
    return Claim(INDEX, payment=told.get("state"), **{name: told.get(name) for name in _FIELDS})


def _folded(path: str) -> str:
    tidy = unicodedata.normalize("NFC", path).replace("\\", "/").strip().casefold()
    return tidy.removeprefix("./").lstrip("/")


def _told(problems: list[Problem], count: int) -> list[str]:
    told = [f"{problem}." for problem in problems[:SHOWN]]
    if count > SHOWN:
        told.append(f"{INDEX}\u00a0: {plural(count - SHOWN, 'autre ligne refusée', 'autres lignes refusées')}.")
    return told
