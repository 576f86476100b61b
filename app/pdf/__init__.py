"""PDF documents, tagged for assistive technologies (PDF/UA-1): a Typst template beside this file, and plain values.

Values reach the template as data, never as markup: whatever a name holds, it is only text.
"""

import json
from functools import cache
from io import BytesIO
from threading import Lock
from typing import Any

import segno
import typst

from app.clock import now
from app.pdf import press

# A compiler serves one thread at a time.
_ONE_AT_A_TIME = Lock()


def write(template: str, facts: dict[str, Any]) -> bytes:
    """The PDF of `template`, a .typ file of this folder, with these facts; `title` and `author` are wanted.

    Facts are what JSON can hold, written as the reader is to see them.
    """
    with _ONE_AT_A_TIME:
        return press.printed(_compiler(), template, json.dumps(facts), int(now().timestamp()))


def write_for_paper(template: str, facts: dict[str, Any]) -> bytes:
    """The same without its tags, by a process of its own: for hundreds of pages that a machine prints."""
    return press.printed_apart(template, json.dumps(facts), int(now().timestamp()))


@cache
def _compiler() -> typst.Compiler:
    """The one of this process: it has the fonts at hand, and writes a page in half the time of a new one."""
    return press.compiler()


def qr_code(text: str) -> str:
    """A QR code as SVG, to place in a template by its `qr` function."""
    drawing = BytesIO()
    segno.make(text, error="m", micro=False).save(drawing, kind="svg", xmldecl=False, border=2)
    return drawing.getvalue().decode()
