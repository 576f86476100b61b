"""The n° télédéclarants drawn by an import, told once, in a private file: the database keeps only their digests."""

import csv
import os
from pathlib import Path

from flask import current_app

from app.clock import PARIS, now
from app.services import declarant_numbers
from app.services.spreadsheets import harmless


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
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            if self.path is None:
                writer.writerow(("code_adherent", "raison_sociale", "numero_teledeclarant"))
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
        self._told.clear()


def _default_path() -> Path:
    return Path(current_app.instance_path) / f"identifiants-{now().astimezone(PARIS):%Y%m%d-%H%M%S}.csv"
