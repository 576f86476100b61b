"""ZIP files that agents drop: looked at before anything is taken out, then taken out within limits."""

import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO
from zlib import error as ZlibError  # noqa: N812

from flask import current_app

from app.services import document_files

MOST = 5_000
LARGEST_INSIDE = 2 * 1024**3
# PDF files hardly shrink: what shrinks a hundredfold was made to fill the disk.
HIGHEST_RATIO = 100
SMALL = 1024 * 1024
_LARGEST_DIRECTORY = 4 * 1024 * 1024
_TAIL = 22 + 65_535
_BLOCK = 1 << 18

TOO_MANY = f"L’archive contient plus de {MOST} fichiers\u00a0: répartissez-les dans plusieurs archives"
TOO_LARGE = (
    "Une fois ouverte, l’archive dépasserait 2\u00a0Go ou grossirait plus de cent fois\u00a0: "
    "elle n’a pas été ouverte. Répartissez ses fichiers dans plusieurs archives"
)
BROKEN = "L’archive est abîmée ou n’est pas un fichier ZIP\u00a0: créez-la à nouveau"
LOCKED = "L’archive est protégée par un mot de passe\u00a0: créez-la sans mot de passe"
OUTSIDE = "L’archive contient un chemin qui sort de son dossier\u00a0: elle n’a pas été ouverte"
LINK = "L’archive contient un lien symbolique\u00a0: elle n’a pas été ouverte"
METHOD = "L’archive est compressée d’une manière inhabituelle\u00a0: créez un fichier ZIP ordinaire"


class Unsafe(ValueError):
    """The archive is not opened; the message says why, in French."""


class Archive:
    """An archive that is safe to open, and the files in it, in order."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.entries = [entry for entry in archive.infolist() if not _is_noise(entry)]

    def take_out(self, entry: zipfile.ZipInfo) -> BinaryIO:
        """A file of its own with what an entry holds, to be closed. Raises Unsafe when it is broken or lies."""
        copy: BinaryIO = TemporaryFile(dir=current_app.instance_path)  # noqa: SIM115 (handed over)
        try:
            with self._archive.open(entry) as inside:
                while block := inside.read(_BLOCK):
                    copy.write(block)
                    if copy.tell() > document_files.LARGEST:
                        break
        except (zipfile.BadZipFile, ZlibError, EOFError, OSError, RuntimeError, NotImplementedError):
            copy.close()
            raise Unsafe("Ce fichier est abîmé dans l’archive") from None
        return copy


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Look at an archive, then open it. Raises Unsafe, before anything is inflated."""
    _look_at_directory(path)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Unsafe(BROKEN) from None
    with archive:
        found = archive.infolist()
        for entry in found:
            _check(entry)
        if sum(entry.file_size for entry in found) > LARGEST_INSIDE:
            raise Unsafe(TOO_LARGE)
        yield Archive(archive)


def name_of(entry: zipfile.ZipInfo) -> str:
    """The path of an entry, as its sender wrote it."""
    return unicodedata.normalize("NFC", entry.filename.replace("\\", "/"))


def _look_at_directory(path: Path) -> None:
    """The list of entries is loaded whole: a list made to fill the memory is not."""
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, 2) - _TAIL))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise Unsafe(BROKEN)
    count, size = int.from_bytes(tail[at + 10 : at + 12], "little"), int.from_bytes(tail[at + 12 : at + 16], "little")
    # An archive of the 64-bit kind says its figures elsewhere; nothing that we take needs it.
    if count > MOST or size > _LARGEST_DIRECTORY or tail[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        raise Unsafe(TOO_MANY)


def _check(entry: zipfile.ZipInfo) -> None:
    parts = name_of(entry).split("/")
    if name_of(entry).startswith("/") or ".." in parts or ":" in parts[0]:
        raise Unsafe(OUTSIDE)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Unsafe(LINK)
    if entry.flag_bits & 1:
        raise Unsafe(LOCKED)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unsafe(METHOD)
    if entry.file_size > SMALL and entry.file_size > HIGHEST_RATIO * max(1, entry.compress_size):
        raise Unsafe(TOO_LARGE)


def _is_noise(entry: zipfile.ZipInfo) -> bool:
    """Folders, and what systems leave behind."""
    parts = name_of(entry).split("/")
    return entry.is_dir() or "__MACOSX" in parts or parts[-1] in (".DS_Store", "Thumbs.db", "desktop.ini")
