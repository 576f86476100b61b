"""Reading what browsers send."""

import unicodedata
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qsl

from flask import Flask, Request, current_app, has_request_context, request
from werkzeug.formparser import FormDataParser

from app.piles import Pile

_SMALL = 1 << 20


class _Parser(FormDataParser):
    def _parse_urlencoded(self, stream: Any, mimetype: str, content_length: int | None, options: dict[str, str]) -> Any:
        """A form in another encoding than ours has its letters marked as unreadable, instead of kept as « %C9 »."""
        text = stream.read().decode(errors="replace")
        return stream, self.cls(parse_qsl(text, keep_blank_values=True, errors="replace")), self.cls()


def readable(text: str, allowed: str = "") -> str:
    """A text without what nobody types: controls, letters of no alphabet, what turns the rest back to front."""
    return "".join(char for char in text if char in allowed or not _is_unreadable(char))


def _is_unreadable(char: str) -> bool:
    return (
        unicodedata.category(char) in ("Cc", "Cs", "Co", "Zl", "Zp")
        or unicodedata.bidirectional(char) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        or char == "\ufffd"
    )


def visitor_address() -> str | None:
    """The address that the present request comes from; None for what a task does."""
    return request.remote_addr if has_request_context() else None


class PortalRequest(Request):
    form_data_parser_class = _Parser
    # Where the files of a large request are put.
    pile: Pile | None = None

    def close(self) -> None:
        super().close()
        if self.pile is not None:
            self.pile.close()

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        """Files wait beside the portal's own: where temporary files go may be memory."""
        if total_content_length is not None and total_content_length <= _SMALL:
            return BytesIO()
        self.pile = self.pile or Pile(Path(current_app.instance_path) / "arrivals")
        return self.pile.add()


def register(app: Flask) -> None:
    app.request_class = PortalRequest
