"""Files kept beside the database: under names that say nothing, never served as they are."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from flask import current_app

_SIGNATURES = {"pdf": (b"%PDF-",), "png": (b"\x89PNG\r\n\x1a\n",), "jpeg": (b"\xff\xd8\xff",), "zip": (b"PK\x03\x04",)}


class WrongKind(ValueError):
    """The file is not of a kind that is accepted here."""


class Empty(WrongKind):
    """The file holds nothing."""


@dataclass(frozen=True)
class Kept:
    """A file that was kept: the key to find it again, its size in bytes."""

    key: str
    size: int


def kind_of(file: BinaryIO) -> str | None:
    """ "pdf", "png", "jpeg" or "zip" by what the file begins with, whatever its name says; rewinds the file."""
    file.seek(0)
    start = file.read(1024)
    file.seek(0)
    if kind := next((kind for kind, marks in _SIGNATURES.items() if start.startswith(marks)), None):
        return kind
    # Readers of PDF accept a little before the header; an archive may begin with a PDF that is not compressed.
    return "pdf" if b"%PDF-" in start else None


def mimetype_of(content: bytes) -> str:
    """The type to announce for a file that was accepted."""
    return {"pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg"}[kind_of(BytesIO(content)) or "pdf"]


def keep(file: BinaryIO, *, kinds: tuple[str, ...] | None = ("pdf",)) -> Kept:
    """Copy a file into the instance folder, whole or not at all; of any kind when None. Raises Empty, WrongKind."""
    file.seek(0)
    if not file.read(1):
        raise Empty
    if kinds is not None and kind_of(file) not in kinds:
        raise WrongKind
    file.seek(0)
    key = uuid.uuid4().hex
    place = path(key)
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "wb") as copy:
        shutil.copyfileobj(file, copy)
        size = copy.tell()
    Path(draft).rename(place)
    return Kept(key, size)


@contextmanager
def whole(place: Path) -> Iterator[BinaryIO]:
    """Write a file as one goes: it is there once it is whole, and safe on the disk. For the portal's own eyes."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft_of(place)
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def path(key: str) -> Path:
    """Where a file is."""
    return Path(current_app.instance_path) / "files" / key[:2] / key[2:4] / key


def forget(key: str) -> None:
    """Delete a file, if it is there, and what was begun of it."""
    path(key).unlink(missing_ok=True)
    _draft_of(path(key)).unlink(missing_ok=True)


def _draft_of(place: Path) -> Path:
    return place.with_name(f"{place.name}.draft")
