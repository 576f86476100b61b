"""The files that documents.csv names: found inside the folder and nowhere else, copied once, never left behind."""

import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from app.services import document_files, files
from app.services.exchange.values import Refused

OUTSIDE = "ce chemin sort du dossier importé"
MISSING = "aucun fichier n’a ce nom dans le dossier"
LINK = "ce chemin passe par un lien symbolique, qui n’est pas suivi"
NO_FILE = "ce chemin ne mène pas à un fichier"
UNREADABLE = "ce fichier ne peut pas être lu"
EMPTY = "ce fichier est vide (0 octet)"
TOO_LARGE = "ce fichier dépasse 50\u00a0Mo"
NO_PDF = "ce n’est pas un fichier PDF"
TOO_LONG = "255 caractères au maximum"


class Attached:
    """The files of one import. What a batch copied and does not keep is removed when the batch ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._same: dict[tuple[str, Path], bool] = {}
        self._kept: dict[tuple[object, ...], files.Kept] = {}
        self._wanted: set[tuple[object, ...]] = set()
        self._replaced: set[str] = set()

    def read(self, raw: str) -> Path:
        """The file that a cell names, checked. Raises Refused."""
        if len(raw) > 255:
            raise Refused(TOO_LONG)
        try:
            path = self._inside(unicodedata.normalize("NFC", raw).replace("\\", "/"))
            size = path.stat().st_size
            if not size:
                raise Refused(EMPTY)
            if size > document_files.LARGEST:
                raise Refused(TOO_LARGE)
            with path.open("rb") as file:
                if files.kind_of(file) != "pdf":
                    raise Refused(NO_PDF)
        except OSError:
            raise Refused(UNREADABLE) from None
        return path

    def begin(self) -> None:
        """A batch is looked at, again perhaps: what it wants is not known any more."""
        self._wanted.clear()
        self._replaced.clear()

    def columns(self, document: tuple[object, ...], path: Path, key: str | None, size: int | None) -> dict[str, object]:
        """What a document says of its file: as it was if nothing changed, else of a copy. Raises Refused.

        `document` is what tells it from the others of the batch: two that name one file have each their copy.
        """
        if key and self._is_same(path, key, size):
            return {"file_key": key, "file_size": size}
        if document not in self._kept:
            self._kept[document] = self._keep(path)
        if key:
            self._replaced.add(key)
        self._wanted.add(document)
        return {"file_key": self._kept[document].key, "file_size": self._kept[document].size}

    def write_down(self) -> None:
        """Copies are whole as soon as they have their name."""

    def forget(self) -> None:
        """The batch is committed: what it replaced, and copies that it did without, go."""
        for key in self._replaced:
            files.forget(key)
        self._drop(self._kept.keys() - self._wanted)
        self._clear()

    def abandon(self) -> None:
        """The batch failed: nothing will ever name its copies."""
        self._drop(self._kept.keys())
        self._clear()

    def _inside(self, name: str) -> Path:
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts or ":" in parts[0]:
            raise Refused(OUTSIDE)
        path = self._folder
        for part in parts:
            path = path / part
            if path.is_symlink():
                raise Refused(LINK)
        if not path.exists():
            raise Refused(MISSING)
        if not path.is_file():
            raise Refused(NO_FILE)
        return path

    def _is_same(self, path: Path, key: str, size: int | None) -> bool:
        if (key, path) not in self._same:
            with path.open("rb") as file:
                self._same[key, path] = size == path.stat().st_size and document_files.is_the_same(file, key)
        return self._same[key, path]

    def _keep(self, path: Path) -> files.Kept:
        try:
            with path.open("rb") as file:
                return files.keep(file)
        except (OSError, files.WrongKind):
            # It was a PDF file when its line was read.
            raise Refused(UNREADABLE) from None

    def _drop(self, documents: Iterable[tuple[object, ...]]) -> None:
        for document in documents:
            files.forget(self._kept[document].key)

    def _clear(self) -> None:
        self.begin()
        self._kept.clear()
        self._same.clear()
