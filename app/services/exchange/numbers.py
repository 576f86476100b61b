"""The n° télédéclarants drawn by an import, told once, in a private file: the database keeps only their digests."""

import csv
import os
from itertools import islice
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from app.clock import PARIS, now
from app.extensions import db
from app.models import Company
from app.services import declarant_numbers
from app.services.spreadsheets import harmless

HEADER = ("code_adherent", "raison_sociale", "numero_teledeclarant")
_AT_ONCE = 500


class DrawnNumbers:
    """Numbers for the companies of an import that have none."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or _default_path()
        self._waiting: dict[str, tuple[str, str]] = {}
        self._told: dict[str, str] = {}
        self.path: Path | None = None

    def draw_for(self, member_code: str, name: str) -> str:
        """The number of a company: asked again before `forget`, the same one."""
        if member_code in self._told:
            return self._told[member_code]
        if member_code not in self._waiting:
            self._waiting[member_code] = (name, declarant_numbers.draw())
        return self._waiting[member_code][1]

    def write_down(self) -> None:
        """Put the numbers drawn since last time in the file, for good: before the commit, lest they be lost."""
        if not self._waiting:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.fchmod(handle, 0o600)
        is_new = os.fstat(handle).st_size == 0
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            if is_new:
                writer.writerow(HEADER)
            for code, (name, number) in self._waiting.items():
                writer.writerow((code, harmless(name), number))
                self._told[code] = number
            file.flush()
            os.fsync(file.fileno())
        self._waiting.clear()
        self.path = self._path

    def forget(self) -> None:
        """The batch is committed: these companies have their numbers."""
        self._told.clear()

    def abandon(self) -> None:
        """The batch was given up: numbers already told in the file are known to nobody else, and open nothing."""
        self._waiting.clear()
        self._told.clear()


def still_good(path: Path) -> list[tuple[str, str, str]]:
    """What a file tells, line by line, without the numbers that open nothing: an import may have been killed."""
    with path.open(encoding="utf-8", newline="") as file:
        told = [(row[0], row[1], row[2]) for row in islice(csv.reader(file, delimiter=";"), 1, None) if len(row) == 3]
    digests: dict[str, str | None] = {}
    for start in range(0, len(told), _AT_ONCE):
        codes = [code for code, _, _ in told[start : start + _AT_ONCE]]
        rows = select(Company.member_code, Company.declarant_digest).where(Company.member_code.in_(codes))
        digests.update({row.member_code: row.declarant_digest for row in db.session.execute(rows)})
    return [line for line in told if declarant_numbers.is_right(line[0], line[2], digests.get(line[0]))]


def _default_path() -> Path:
    return Path(current_app.instance_path) / f"identifiants-{now().astimezone(PARIS):%Y%m%d-%H%M%S}.csv"
