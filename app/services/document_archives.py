"""Several documents at once, in a ZIP archive."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import IO

from app.clock import today
from app.services import document_files
from app.services.document_files import Unavailable, name_of
from app.services.documents import Listed
from app.services.file_names import company_part
from app.tenancy import CompanyAccess

MOST = 200
LARGEST = 100 * 1024 * 1024
MISSING = "DOCUMENTS-MANQUANTS.txt"
# The first day that the format knows.
_EARLIEST = date(1980, 1, 1)


class TooMany(ValueError):
    """More documents than an archive may hold."""


class TooLarge(ValueError):
    """Together, the files weigh more than an archive may."""


@dataclass(frozen=True)
class Archive:
    """A ZIP, rewound; its size in bytes. Closed, it is gone."""

    file: IO[bytes]
    name: str
    size: int


def write(access: CompanyAccess, documents: list[Listed]) -> Archive:
    """The archive of these documents; a file out of reach is named in a text inside. Raises TooMany, TooLarge."""
    if len(documents) > MOST:
        raise TooMany
    if sum(document.file_size or 0 for document in documents) > LARGEST:
        raise TooLarge
    with writing() as (file, archive):
        add(archive, access, documents)
    return Archive(file, f"{today():%Y-%m-%d}_Documents_{company_part(access.company)}.zip", file.seek(0, 2))


@contextmanager
def writing() -> Iterator[tuple[IO[bytes], zipfile.ZipFile]]:
    """A temporary file, to be closed by who sends it, and the archive to fill in it."""
    file = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        # PDF files are already compressed.
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            yield file, archive
    except BaseException:
        file.close()
        raise


def add(archive: zipfile.ZipFile, access: CompanyAccess, documents: Iterable[Listed], folder: str = "") -> None:
    """Put documents of a company in an archive; those whose file is out of reach are named in a text beside them."""
    missing = [
        name for name, document in _named(access, documents) if not _add(archive, access, folder + name, document)
    ]
    if missing:
        archive.writestr(entry(folder + MISSING, today()), _about(missing))


def entry(name: str, day: date) -> zipfile.ZipInfo:
    """What an archive says of a file of that day."""
    day = max(day, _EARLIEST)
    return zipfile.ZipInfo(name, (day.year, day.month, day.day, 12, 0, 0))


def _named(access: CompanyAccess, documents: Iterable[Listed]) -> Iterable[tuple[str, Listed]]:
    """Each document with a name that no other of the archive has."""
    taken: dict[str, int] = {}
    for document in documents:
        name = name_of(access.company, document)
        taken[name] = taken.get(name, 0) + 1
        yield name if taken[name] == 1 else name.replace(".pdf", f"_{document.number}.pdf"), document


def _add(archive: zipfile.ZipFile, access: CompanyAccess, name: str, document: Listed) -> bool:
    try:
        content = document_files.content(access, document)
    except Unavailable:
        return False
    with closing(content), archive.open(entry(name, document.issued_on), "w") as written:
        shutil.copyfileobj(content, written)
    return True


def _about(missing: list[str]) -> bytes:
    """Read by a double click, under Windows too."""
    lines = ["Ces documents sont momentanément indisponibles. Réessayez plus tard ou contactez-nous.", "", *missing, ""]
    return "\r\n".join(lines).encode("utf-8-sig")
