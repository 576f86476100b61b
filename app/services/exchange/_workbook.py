"""Run by a process of its own, with little memory and little time: a workbook's sheets, each written as a CSV file.

    python -I _workbook.py WORKBOOK FOLDER MEMORY SECONDS

The whole sheet stands in memory, and a single cell far away may make it enormous. The names of the sheets come out as
JSON, in the order of the files 0.csv, 1.csv…
"""

import csv
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

# Beyond fifteen digits a spreadsheet has lost some: what it shows then is refused where a number counts.
_EXACT = 1e15


def main(workbook: str, folder: str, memory: str, seconds: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    names: list[str] = []
    with CalamineWorkbook.from_path(workbook) as source:
        for about in source.sheets_metadata:
            if about.visible is SheetVisibleEnum.Visible and about.typ is SheetTypeEnum.WorkSheet:
                write(source.get_sheet_by_name(about.name), Path(folder) / f"{len(names)}.csv")
                names.append(about.name)
    json.dump(names, sys.stdout)


def write(sheet: Any, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        for row in sheet.iter_rows():
            writer.writerow([cell(value) for value in row])


def cell(value: Any) -> str:
    """A value as the exchange writes it."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, time | timedelta):
        return _hour(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(value: float) -> str:
    if abs(value) >= _EXACT:
        return f"{value:.5E}"
    return str(int(value)) if value.is_integer() else repr(round(value, 4))


def _hour(value: time | timedelta) -> str:
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    minutes = int(value.total_seconds()) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


if __name__ == "__main__":
    main(*sys.argv[1:])
