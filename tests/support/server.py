"""The application behind a real socket, and small sites beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class QuietHandler(WSGIRequestHandler):
    # A browser opens connections ahead of need and says nothing on them.
    timeout = 5

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
        """Nobody reads the lines of a test's server."""


class LiveServer:
    """A WSGI application on a port of its own, in a thread, until the `with` block ends."""

    def __init__(self, application: Wsgi) -> None:
        self._application = application
        self.errors: list[BaseException] = []
        self.asked: list[str] = []
        self._server: BaseWSGIServer = make_server("127.0.0.1", 0, self._answer, True, request_handler=QuietHandler)
        # Closing then waits for the requests under way: they still hold the database.
        self._server.daemon_threads = False  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> LiveServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.asked.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        try:
            return self._application(environ, start_response)
        except Exception as error:  # noqa: BLE001 (the test that asked is the one to fail)
            self.errors.append(error)
            start_response("500 Internal Server Error", [("Content-Type", "text/plain")])
            return [repr(error).encode()]


def serving(app: Flask) -> LiveServer:
    """The portal itself, at the address that its letters and its checks of origin will name."""
    server = LiveServer(app.wsgi_app)
    app.config["BASE_URL"] = server.url
    return server


def site_framing(address: str) -> LiveServer:
    """A page of somebody's site with that address in a frame."""
    page = f'<!DOCTYPE html><html lang="fr"><title>Site</title><iframe title="Portail" src="{address}"></iframe></html>'

    def answer(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [page.encode()]

    return LiveServer(answer)
