"""Tables for spreadsheets: CSV as French Excel opens it, where nothing that people typed is taken for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

_BOM = "\ufeff"
# With the apostrophes that may stand before it already, so that exactly one is taken off again.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def harmless(cell: str) -> str:
    """The cell, marked as text by an apostrophe when a spreadsheet would take it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def restored(cell: str) -> str:
    """The cell that `harmless` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The text of a CSV file, row by row: it never stands whole in memory."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    buffer.write(_BOM)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
