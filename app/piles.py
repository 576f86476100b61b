"""Files that arrive together, kept off the memory."""

import io
import tempfile
from pathlib import Path
from typing import IO, Any, BinaryIO


class Pile:
    """One file, in this folder, for all those of a request: hundreds would be too many to hold open."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file: BinaryIO = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (closed with the request)

    def add(self) -> IO[bytes]:
        """A new file on the pile, to be written before the next one is added."""
        return _Stretch(self._file)  # type: ignore[return-value]

    def close(self) -> None:
        self._file.close()


class _Stretch(io.RawIOBase):
    """One of the files of a pile."""

    def __init__(self, pile: BinaryIO) -> None:
        self._pile = pile
        self._start = pile.seek(0, io.SEEK_END)
        self._size = self._at = 0

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        self._pile.seek(self._start + self._at)
        block = self._pile.read(max(0, min(len(buffer), self._size - self._at)))
        buffer[: len(block)] = block
        self._at += len(block)
        return len(block)

    def write(self, block: Any) -> int:
        self._pile.seek(self._start + self._at)
        written = self._pile.write(block)
        self._at += written
        self._size = max(self._size, self._at)
        return written
