"""XLSX workbooks, turned into the CSV files that they might have been."""

import json
import subprocess
import sys
from pathlib import Path

from app.services import archives
from app.services.archives import Limits

# 250,000 employees on twenty columns: 310 MB once inflated, 510 MB in memory, 11 s.
LIMITS = Limits(entries=2_000, largest=350 << 20, total=400 << 20)
_ANY = Limits(entries=10_000, largest=1 << 40, total=1 << 40, ratio=1 << 20)
MEMORY = 1 << 30
SECONDS = 45
_SCRIPT = Path(__file__).with_name("_workbook.py")

TOO_LARGE = (
    "ce classeur est trop grand pour être lu\u00a0: enregistrez-le au format CSV (séparateur\u00a0: point-virgule)"
)
UNREADABLE = "ce classeur ne peut pas être lu\u00a0: ouvrez-le et enregistrez-le à nouveau, ou au format CSV"


class Refused(ValueError):
    """The workbook is not read; the message, in French, says why and how to mend."""


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook, however large; nothing of it is inflated."""
    try:
        with archives.opened(path, _ANY) as archive:
            return any(member.path == "xl/workbook.xml" for member in archive.members)
    except archives.Refused:
        return False


def convert(path: Path, folder: Path) -> list[tuple[str, Path]]:
    """Write each visible sheet as a CSV file of a folder; returns their names with the files. Raises Refused."""
    try:
        with archives.opened(path, LIMITS):
            pass
    except archives.Refused as refusal:
        raise Refused(UNREADABLE if str(refusal) == archives.DAMAGED else TOO_LARGE) from None
    command = [sys.executable, "-I", str(_SCRIPT), str(path), str(folder), str(MEMORY), str(SECONDS)]
    try:
        told = subprocess.run(command, capture_output=True, timeout=2 * SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Refused(TOO_LARGE) from None
    if told.returncode:
        # Killed, or out of memory: the library does not say which.
        starved = told.returncode < 0 or b"memory" in told.stderr.lower()
        raise Refused(TOO_LARGE if starved else UNREADABLE)
    return [(name, folder / f"{number}.csv") for number, name in enumerate(json.loads(told.stdout))]
