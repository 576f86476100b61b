"""The files that an agent sends for an import: laid out in a folder of their own, archives unpacked, workbooks read."""

import shutil
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from flask import current_app

from app.services import archives, files
from app.services.archives import Limits, Member
from app.services.exchange import columns, workbooks

# A folder of 20,000 invoices is sent in several times.
LIMITS = Limits(entries=10_000, largest=400 << 20, total=1 << 30)
MOST_TABLES = 30
_LONGEST_NAME = 200
_ROOM = 200 << 20
_TABLES = (".csv", ".txt", ".xlsx", ".xlsm", ".xls")

NOTHING = "rien de ce que vous avez envoyé ne peut être importé\u00a0: envoyez des fichiers CSV, XLSX ou ZIP"
EMPTY = "ce fichier est vide"
NESTED = "une archive contenue dans une autre n’est pas lue"
TOO_MANY = f"{MOST_TABLES} fichiers de données au maximum à la fois"
NO_ROOM = "il n’y a plus assez de place sur le serveur\u00a0: prévenez la personne qui l’exploite"
TWICE = "deux fichiers portent ce nom"
NAME = "ce nom de fichier ne peut pas être gardé\u00a0: renommez-le"

Sent = tuple[str, IO[bytes]]
"""A file as a browser sends it: its name, and what it holds."""


class Refused(ValueError):
    """What was sent is not taken; the message, in French, names the file and says why."""


@dataclass
class Arrival:
    """What was laid out: the tables, as the import keeps them, and how many documents."""

    tables: list[dict[str, Any]] = field(default_factory=list)
    documents: int = 0


def place(public_id: str) -> Path:
    """Where everything about an import is kept."""
    return Path(current_app.instance_path) / "imports" / public_id


def folder(public_id: str) -> Path:
    """The folder that documents.csv speaks of."""
    return place(public_id) / "folder"


def table(public_id: str, number: int) -> Path:
    return place(public_id) / "tables" / f"{number}.csv"


def left_since(moment: datetime) -> list[Path]:
    """The places of imports that nothing was laid out in since that moment."""
    every = place("").iterdir() if place("").is_dir() else ()
    return [path for path in every if path.stat().st_mtime < moment.timestamp()]


def clear(public_id: str, *, but_reports: bool = False) -> None:
    """Delete what was sent; and what was said of it, unless it may still be asked for."""
    if but_reports:
        for name in ("tables", "folder"):
            shutil.rmtree(place(public_id) / name, ignore_errors=True)
    else:
        shutil.rmtree(place(public_id), ignore_errors=True)


def receive(public_id: str, sent: Iterable[Sent]) -> Arrival:
    """Lay out what was sent. Raises Refused; nothing is then left behind."""
    try:
        return _laid_out(public_id, sent)
    except BaseException as error:
        clear(public_id)
        if isinstance(error, OSError):
            raise Refused(NO_ROOM) from None
        raise


def _laid_out(public_id: str, sent: Iterable[Sent]) -> Arrival:
    arriving = _Arriving(public_id)
    for name, stream in sent:
        arriving.take(name, stream)
    if not arriving.arrival.tables:
        raise Refused(NOTHING)
    return arriving.arrival


class _Arriving:
    def __init__(self, public_id: str) -> None:
        self.arrival = Arrival()
        self._known = columns.layouts()
        self._id, self._folder, self._draft = public_id, folder(public_id), place(public_id) / "draft"
        for needed in (self._folder, place(public_id) / "tables"):
            needed.mkdir(mode=0o700, parents=True)

    def take(self, name: str, stream: IO[bytes]) -> None:
        """A file as it was sent."""
        name = name.replace("\\", "/").rpartition("/")[2]
        size = stream.seek(0, 2)
        stream.seek(0)
        if not size:
            raise Refused(_of(name, EMPTY))
        self._make_room(size)
        with self._draft.open("wb") as draft:
            shutil.copyfileobj(stream, draft)
        if _is_archive(self._draft) and not workbooks.is_workbook(self._draft):
            self._unpack(name)
        else:
            self._lay_out(name)
        self._draft.unlink(missing_ok=True)

    def _unpack(self, name: str) -> None:
        try:
            with archives.opened(self._draft, LIMITS) as archive:
                self._make_room(sum(member.size for member in archive.members))
                top = _common_folder(archive.members)
                for member in archive.members:
                    path = member.path.removeprefix(top)
                    if "/" in path or not path.lower().endswith((*_TABLES, ".zip")):
                        self._lay_out_document(name, path, lambda target, one=member: archive.copy(one, target))
                        continue
                    inner = self._draft.with_name("inner")
                    with inner.open("wb") as target:
                        archive.copy(member, target)
                    if _is_archive(inner) and not workbooks.is_workbook(inner):
                        raise Refused(_of(path, NESTED))
                    self._lay_out_table(path, inner)
        except archives.Refused as refusal:
            raise Refused(_of(name, str(refusal))) from None

    def _lay_out(self, name: str) -> None:
        with self._draft.open("rb") as file:
            is_document = files.kind_of(file) == "pdf"
        if is_document:
            self._lay_out_document(name, name, lambda target: _copy(self._draft, target))
        else:
            self._lay_out_table(name, self._draft)

    def _lay_out_document(self, sent: str, path: str, write: Any) -> None:
        target = self._folder / _safe(sent, path)
        if target.exists():
            raise Refused(_of(path, TWICE))
        try:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with target.open("xb") as file:
                write(file)
        except OSError:
            raise Refused(_of(path, NAME)) from None
        self.arrival.documents += 1

    def _lay_out_table(self, name: str, path: Path) -> None:
        if not workbooks.is_workbook(path):
            self._note(name, path)
            return
        sheets = path.with_name("sheets")
        sheets.mkdir()
        try:
            written = [one for one in workbooks.convert(path, sheets) if one[1].stat().st_size]
        except workbooks.Refused as refusal:
            raise Refused(_of(name, str(refusal))) from None
        named = [(sheet, file) for sheet, file in written if columns.file_of(sheet, self._known)]
        if not written:
            raise Refused(_of(name, EMPTY))
        for sheet, file in named or written[:1]:
            self._note(name, file, sheet if named else "")
        shutil.rmtree(sheets)
        path.unlink()

    def _note(self, name: str, path: Path, sheet: str = "") -> None:
        if len(self.arrival.tables) == MOST_TABLES:
            raise Refused(TOO_MANY)
        number = len(self.arrival.tables) + 1
        path.rename(table(self._id, number))
        seen = columns.look(table(self._id, number))
        taken = {one["file"] for one in self.arrival.tables}
        file = columns.file_of(sheet or name, self._known)
        guess = columns.resembling(seen.columns, self._known) if not file else ""
        shown = f"{name[:_LONGEST_NAME]} ({sheet})" if sheet else name[:_LONGEST_NAME]
        about = {"name": shown, "file": "" if file in taken else file, "guess": guess}
        self.arrival.tables.append(about | seen.told())

    def _make_room(self, size: int) -> None:
        if shutil.disk_usage(self._folder).free < size + _ROOM:
            raise Refused(NO_ROOM)


def _copy(path: Path, target: IO[bytes]) -> None:
    with path.open("rb") as source:
        shutil.copyfileobj(source, target)


def _is_archive(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def _common_folder(members: Iterable[Member]) -> str:
    """« export/ » when everything stands in one folder: archives are often made of the folder itself."""
    tops = {member.path.partition("/")[0] if "/" in member.path else "" for member in members}
    top = tops.pop() if len(tops) == 1 else ""
    return f"{top}/" if top else ""


def _safe(sent: str, path: str) -> str:
    """The path of a document inside the folder. Paths of archives were checked; names that browsers send were not."""
    tidy = unicodedata.normalize("NFC", path)
    if not tidy.isprintable() or tidy.startswith((".", "/")) or ".." in tidy.split("/"):
        raise Refused(_of(sent, NAME))
    return tidy


def _of(name: str, why: str) -> str:
    shown = "".join(char for char in name if char.isprintable())[:80]
    return f"{shown}\u00a0: {why}"
