"""The press: a Typst template and its facts become a PDF.

Also a program of its own, that knows nothing of the portal: `press.py TEMPLATE SECONDS < facts.json > file.pdf`.
Typst keeps all that it wrote in memory, and threads that do not survive a fork: whoever prints by the thousand lets
another process do it, and has its memory back when that one leaves.
"""

import subprocess
import sys
from pathlib import Path
from typing import cast

import typst

FOLDER = Path(__file__).parent


def compiler() -> typst.Compiler:
    return typst.Compiler(root=str(FOLDER))


def printed(press: typst.Compiler, template: str, facts: str, at: int, *, tagged: bool = True) -> bytes:
    """The PDF of `template` with these facts, as JSON, dated `at` (seconds); tagged (PDF/UA-1), or for paper alone."""
    options = {"pdf_standards": "ua-1"} if tagged else {"pdf_tags": False}
    document = press.compile(str(FOLDER / f"{template}.typ"), sys_inputs={"facts": facts}, timestamp=at, **options)
    return cast(bytes, document)


def printed_apart(template: str, facts: str, at: int) -> bytes:
    """The same for paper alone, by a process of its own. Raises subprocess.CalledProcessError."""
    command = [sys.executable, "-I", __file__, template, str(at)]
    return subprocess.run(command, input=facts.encode(), stdout=subprocess.PIPE, check=True).stdout


def main() -> None:
    template, at = sys.argv[1:]
    sys.stdout.buffer.write(printed(compiler(), template, sys.stdin.buffer.read().decode(), int(at), tagged=False))


if __name__ == "__main__":
    main()
