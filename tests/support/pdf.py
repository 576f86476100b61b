"""Reading the text of the PDF files that Typst writes: enough for tests, without a library."""

import re
import zlib

_OBJECT = re.compile(rb"\n(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\n(.*?)\nendstream", re.DOTALL)
# Parentheses that go by pair need no backslash.
_SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|\(((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*)\)|(ET)", re.DOTALL)
_MAPPED = re.compile(rb"<(\w{4})> <(\w+)>")


def text_of(pdf: bytes) -> str:
    """What the pages say, in the order in which they were written, blanks brought down to one."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    fonts = {name: _letters(objects, int(number)) for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", pdf)}
    said = "".join(_said(_stream(body), fonts) for body in objects.values() if b"stream" in body)
    return " ".join(said.split())


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found
    return zlib.decompress(found[1]) if b"FlateDecode" in body else found[1]


def _letters(objects: dict[int, bytes], font: int) -> dict[int, str]:
    found = re.search(rb"/ToUnicode (\d+) 0 R", objects[font])
    mapping = _stream(objects[int(found[1])]) if found else b""
    return {
        int(glyph, 16): bytes.fromhex(letter.decode()).decode("utf-16-be") for glyph, letter in _MAPPED.findall(mapping)
    }


def _said(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    letters: dict[int, str] = {}
    said = ""
    for font, shown, end in _SHOWN.findall(content):
        letters = fonts.get(font, letters) if font else letters
        glyphs = re.sub(rb"\\([0-7]{3}|.)", _unescaped, shown, flags=re.DOTALL)
        said += "".join(letters.get(int.from_bytes(glyphs[at : at + 2], "big"), "") for at in range(0, len(glyphs), 2))
        said += " " if end else ""
    return said


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    return bytes([int(code, 8)]) if code.isdigit() else named.get(code, code)
