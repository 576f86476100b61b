"""Reading ZIP archives that somebody sent: nothing is inflated before what they announce is known to be reasonable.

What an archive announces holds: a file never gives more bytes than its entry says, and gives an error if it is not what
was announced. XLSX workbooks are archives too.
"""

import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

_BLOCK = 1 << 16
# An entry takes 46 bytes and its name, in the directory at the end of an archive.
_ROOM_FOR_AN_ENTRY = 512
_UTF_8_NAME = 0x800
_ENCRYPTED = 0x1
# The others inflate a block at once, whatever comes out of it.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LEFT_BY_SYSTEMS = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
# Below this, inflating does no harm whatever the ratio.
_SMALL = 1 << 20

DAMAGED = "cette archive ZIP est abîmée ou incomplète\u00a0: créez-la à nouveau"
ENCRYPTED = "cette archive est protégée par un mot de passe\u00a0: envoyez-la sans mot de passe"
METHOD = "cette archive emploie une compression inhabituelle\u00a0: créez-la avec l’explorateur de fichiers"
BOMB = "une fois décompressée, cette archive serait démesurée par rapport à sa taille\u00a0: elle n’a pas été ouverte"
NAME = (
    "cette archive contient un chemin qui en sort («\u00a0..\u00a0» ou «\u00a0/\u00a0»)\u00a0: elle n’a pas été ouverte"
)


class Refused(ValueError):
    """The archive is not opened, or not read further; the message, in French, says why and how to mend."""


@dataclass(frozen=True)
class Limits:
    """How many files an archive may hold, and how many bytes once inflated: each, and in all.

    `ratio`: how many times its compressed size a file of more than a megabyte may become.
    """

    entries: int
    largest: int
    total: int
    ratio: int = 50


@dataclass(frozen=True)
class Member:
    """A file of an archive: its path there, with « / » and composed accents; its size in bytes, inflated."""

    path: str
    size: int
    info: zipfile.ZipInfo

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.path).name


@dataclass(frozen=True)
class Archive:
    """An archive whose announcements were checked. Folders, links and what systems leave behind are not members."""

    members: tuple[Member, ...]
    _zip: zipfile.ZipFile

    def copy(self, member: Member, target: IO[bytes]) -> None:
        """Inflate a file into another one, block by block. Raises Refused when it is damaged."""
        try:
            with self._zip.open(member.info) as source:
                while block := source.read(_BLOCK):
                    target.write(block)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
            raise Refused(DAMAGED) from None

    def extract(self, folder: Path) -> None:
        """Inflate every file below a folder, made if needed. Raises Refused."""
        for member in self.members:
            place = folder / member.path
            try:
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with place.open("xb") as target:
                    self.copy(member, target)
            except OSError:
                # A name too long, or of a file and of a folder at once.
                raise Refused(DAMAGED) from None


@contextmanager
def opened(source: Path | IO[bytes], limits: Limits) -> Iterator[Archive]:
    """Look into an archive, by its path or as an open file that can be rewound. Raises Refused."""
    if isinstance(source, Path):
        with source.open("rb") as file, opened(file, limits) as archive:
            yield archive
        return
    with _directory(source, limits) as directory:
        yield Archive(tuple(_members(directory, limits)), directory)


@contextmanager
def _directory(file: IO[bytes], limits: Limits) -> Iterator[zipfile.ZipFile]:
    guarded = _Guarded(file, limits.entries * _ROOM_FOR_AN_ENTRY + _BLOCK * 2)
    try:
        directory = zipfile.ZipFile(guarded)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise error if isinstance(error, Refused) else Refused(DAMAGED) from None
    with directory:
        yield directory


class _Guarded:
    """A file of which no more than so many bytes are read at once: the list of what an archive holds is read whole."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file, self._most = file, most
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        if size > self._most:
            raise Refused(BOMB)
        return self._file.read(self._most if size < 0 else size)


def _members(directory: zipfile.ZipFile, limits: Limits) -> Iterator[Member]:
    entries = directory.infolist()
    if len(entries) > limits.entries:
        raise Refused(f"cette archive contient plus de {limits.entries} fichiers\u00a0: envoyez-la en plusieurs fois")
    if sum(entry.file_size for entry in entries) > limits.total:
        raise Refused(_too_large("cette archive", limits.total))
    seen = set[str]()
    for entry in entries:
        path = _path(entry)
        if entry.is_dir() or path.endswith("/") or _is_left_by_systems(entry, path):
            continue
        _check(entry, path, limits)
        if path in seen:
            raise Refused(f"deux fichiers de cette archive portent le même nom («\u00a0{path[:80]}\u00a0»)")
        seen.add(path)
        yield Member(path, entry.file_size, entry)


def _check(entry: zipfile.ZipInfo, path: str, limits: Limits) -> None:
    parts = path.split("/")
    if not parts[0] or ".." in parts or ":" in parts[0] or not path.isprintable():
        raise Refused(NAME)
    if entry.flag_bits & _ENCRYPTED:
        raise Refused(ENCRYPTED)
    if entry.compress_type not in _METHODS:
        raise Refused(METHOD)
    if entry.file_size > _SMALL and entry.file_size > limits.ratio * entry.compress_size:
        raise Refused(BOMB)
    if entry.file_size > limits.largest:
        raise Refused(_too_large(f"«\u00a0{path[:80]}\u00a0»", limits.largest))


def _path(entry: zipfile.ZipInfo) -> str:
    """Macs write UTF-8 without saying so; Windows once wrote its own slashes."""
    name = entry.filename
    if not entry.flag_bits & _UTF_8_NAME and not name.isascii():
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _is_left_by_systems(entry: zipfile.ZipInfo, path: str) -> bool:
    parts = path.split("/")
    hidden = any(part in _LEFT_BY_SYSTEMS or (part.startswith(".") and part != "..") for part in parts)
    return hidden or stat.S_ISLNK(entry.external_attr >> 16)


def _too_large(what: str, most: int) -> str:
    return f"une fois décompressée, {what} dépasserait {most // (1 << 20)}\u00a0Mo\u00a0: envoyez-la en plusieurs fois"
