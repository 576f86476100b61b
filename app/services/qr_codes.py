"""QR codes as pages draw them: one SVG path, which the content policy lets through."""

from dataclasses import dataclass
from itertools import groupby

import segno


@dataclass(frozen=True)
class Code:
    """A QR code to draw: its side in modules, and its dark runs as an SVG path one module high."""

    side: int
    path: str


def of(text: str) -> Code:
    """The code that holds this text."""
    return drawn(segno.make(text, error="m", micro=False))


def drawn(code: segno.QRCode) -> Code:
    return Code(len(code.matrix), "".join(_runs(row, line) for line, row in enumerate(code.matrix)))


def _runs(row: bytearray, line: int) -> str:
    drawing, column = "", 0
    for dark, run in groupby(row):
        length = len(list(run))
        drawing += f"M{column} {line}.5h{length}" if dark else ""
        column += length
    return drawing
