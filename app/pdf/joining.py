"""Putting PDF files of ours one after the other, whatever their number of pages: one of them at a time in memory.

What pages show is copied as it is, numbered anew. Tags, outlines and metadata are left out: the whole is for paper.
"""

import gc
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

_PAGES = 1
_OF_A_PAGE = ("/Type", "/MediaBox", "/Resources", "/Contents")


def join(parts: Iterable[Path], into: IO[bytes], *, title: str) -> int:
    """Write the pages of all parts, in this order; returns how many. `into` begins empty."""
    book = _Book(into)
    for part in parts:
        book.add(part)
    return book.close(title)


class _Book:
    """A PDF file that is written as it goes: only the places of its objects are remembered."""

    def __init__(self, into: IO[bytes]) -> None:
        self._into = into
        # Number 1 is the root of the pages, written last.
        self._places: dict[int, int] = {}
        self._last = _PAGES
        self._shares: list[tuple[int, int]] = []
        into.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def add(self, part: Path) -> None:
        """The pages of one file, under a node of their own."""
        with part.open("rb") as file:
            reader, node = PdfReader(file), self._number()
            moved: dict[int, int] = {}
            pages = [self._page(page, node, moved, reader) for page in reader.pages]
        self._write(node, _tree(pages, len(pages), parent=_PAGES))
        self._shares.append((node, len(pages)))
        # A reader and its pages hold each other, and would stay until somebody looks.
        del reader
        gc.collect()

    def close(self, title: str) -> int:
        """The root, the table of what was written, and the end; returns how many pages there are."""
        total = sum(count for _, count in self._shares)
        self._write(_PAGES, _tree([node for node, _ in self._shares], total))
        catalogue = self._put(_dictionary({"/Type": NameObject("/Catalog"), "/Pages": _to(_PAGES)}))
        info = self._put(_dictionary({"/Title": TextStringObject(title)}))
        start = self._into.tell()
        self._into.write(f"xref\n0 {self._last + 1}\n0000000000 65535 f \n".encode())
        for number in range(1, self._last + 1):
            self._into.write(f"{self._places[number]:010d} 00000 n \n".encode())
        trailer = {"/Size": NumberObject(self._last + 1), "/Root": _to(catalogue), "/Info": _to(info)}
        self._into.write(b"trailer\n")
        _dictionary(trailer).write_to_stream(self._into)
        self._into.write(f"\nstartxref\n{start}\n%%EOF\n".encode())
        return total

    def _page(self, page: Any, node: int, moved: dict[int, int], reader: PdfReader) -> int:
        values = {key: self._copied(page.raw_get(key), moved, reader) for key in _OF_A_PAGE if key in page}
        return self._put(_dictionary({**values, "/Parent": _to(node)}))

    def _copied(self, value: Any, moved: dict[int, int], reader: PdfReader) -> PdfObject:
        """The value with its references numbered anew, what they lead to written on the way."""
        if isinstance(value, IndirectObject):
            if value.idnum not in moved:
                moved[value.idnum] = self._number()
                self._write(moved[value.idnum], self._copied(reader.get_object(value), moved, reader))
            return _to(moved[value.idnum])
        if isinstance(value, ArrayObject):
            return ArrayObject(self._copied(one, moved, reader) for one in value)
        if isinstance(value, DictionaryObject):
            # A stream keeps its bytes as they are, compressed or not.
            for key in list(value):
                value[NameObject(key)] = self._copied(value.raw_get(key), moved, reader)
        return value  # type: ignore[no-any-return]

    def _number(self) -> int:
        self._last += 1
        return self._last

    def _put(self, value: PdfObject) -> int:
        number = self._number()
        self._write(number, value)
        return number

    def _write(self, number: int, value: PdfObject) -> None:
        self._places[number] = self._into.tell()
        self._into.write(f"{number} 0 obj\n".encode())
        if isinstance(value, StreamObject):
            value.pop("/Length", None)
        value.write_to_stream(self._into)
        self._into.write(b"\nendobj\n")


def _tree(kids: list[int], count: int, parent: int | None = None) -> DictionaryObject:
    above = {"/Parent": _to(parent)} if parent else {}
    return _dictionary(
        {
            "/Type": NameObject("/Pages"),
            "/Kids": ArrayObject(map(_to, kids)),
            "/Count": NumberObject(count),
            **above,
        }
    )


def _dictionary(values: dict[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): value for key, value in values.items()})


def _to(number: int) -> IndirectObject:
    return IndirectObject(number, 0, None)
