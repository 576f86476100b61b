"""Writing the PDF files of the fictional association, in processes of their own.

Typst keeps threads, which do not survive a fork: a server that wrote PDF files before it forked its workers would leave
them waiting for ever. What is installed before the portal starts is therefore written elsewhere.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO, cast

from app import pdf

AT_ONCE = 2
_ROOT = Path(__file__).parents[3]

Job = tuple[str, str, dict[str, Any]]
"""A path within the folder, a template of app.pdf, its facts."""


def write(folder: Path, jobs: Sequence[Job]) -> None:
    """Write so many files. Raises subprocess.CalledProcessError."""
    command = [sys.executable, "-c", f"from {__name__} import main; main()", str(folder.resolve())]
    shares = [share for start in range(AT_ONCE) if (share := jobs[start::AT_ONCE])]
    printers = [subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, text=True) for _ in shares]
    for printer, share in zip(printers, shares, strict=True):
        # Read whole before the first page is written: both printers are soon at work.
        with cast(TextIO, printer.stdin) as pipe:
            json.dump(share, pipe)
    for printer in printers:
        if printer.wait():
            raise subprocess.CalledProcessError(printer.returncode, command)


def main() -> None:
    """What each of these processes does: read its share, write the files."""
    folder = Path(sys.argv[1])
    for name, template, facts in json.load(sys.stdin):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pdf.write(template, facts))
