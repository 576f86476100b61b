"""Files that browsers save."""

import tempfile
from collections.abc import Iterable, Iterator
from typing import IO

from flask import Response, send_file


def attachment(content: IO[bytes], name: str, mimetype: str) -> Response:
    """Saved and not shown; opened all the same, it may run nothing and reach nothing."""
    size = content.seek(0, 2)
    content.seek(0)
    response = send_file(
        content, mimetype=mimetype, as_attachment=True, download_name=name, max_age=0, conditional=False
    )
    response.content_length = size
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def streamed(text: Iterable[str], name: str, mimetype: str) -> Response:
    """A text file, written before it is sent: a slow browser then holds neither memory nor the database."""
    file = tempfile.SpooledTemporaryFile(max_size=1_000_000)  # noqa: SIM115
    file.writelines(piece.encode() for piece in text)
    file.seek(0)
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    response = Response(_drained(file), mimetype=mimetype, headers=disposition)
    response.call_on_close(file.close)
    return response


def _drained(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        yield from file
