"""Files that browsers save."""

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
