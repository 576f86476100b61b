"""Reading a file of the exchange batch by batch, and telling how far one has come."""

from collections.abc import Callable, Iterator
from itertools import islice

from app.services.exchange.layout import Entry, Source
from app.services.exchange.reading import UnreadableFile
from app.services.exchange.report import Problem

BATCH = 250

Progress = Callable[[str, int, int], None]
"""Told by batch: the file, "adherents.csv" or "adherents.csv (contrôle)", the line reached, the lines in all."""


def silently(*_: object) -> None:
    """Tell nothing."""


def batches(source: Source, progress: Progress, step: str = "", size: int = BATCH) -> Iterator[list[Entry]]:
    """The good lines, batch by batch: read and checked while no transaction is open."""
    name = f"{source.layout.file} ({step})" if step else source.layout.file
    entries = source.entries()
    try:
        while batch := list(islice(entries, size)):
            yield batch
            progress(name, min(source.line, source.table.length), source.table.length)
    except UnreadableFile as refusal:
        source.report.refuse([Problem(source.layout.file, source.line + 1, "", "", str(refusal))])
    progress(name, source.table.length, source.table.length)
