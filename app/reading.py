"""Reading what browsers send."""

import unicodedata
from typing import Any
from urllib.parse import parse_qsl

from flask import Flask, Request, has_request_context, request
from werkzeug.formparser import FormDataParser


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


def register(app: Flask) -> None:
    app.request_class = PortalRequest
