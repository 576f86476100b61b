"""A real mail server, which can be slow or in a bad mood."""

from __future__ import annotations

import asyncio
import email
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

PATIENCE = 20


class PostOffice:
    """What it accepted, what it turned away, and how it behaves for now."""

    def __init__(self) -> None:
        self.accepted: list[EmailMessage] = []
        self.turned_away: list[EmailMessage] = []
        self.envelopes: list[tuple[str | None, list[str]]] = []
        self.busy = False
        self.silent = False
        self._reached = threading.Event()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        letter = email.message_from_bytes(envelope.content or b"", policy=default)  # type: ignore[arg-type]
        self._reached.set()
        if self.silent:
            await asyncio.Event().wait()
        if self.busy:
            self.turned_away.append(letter)
            return "451 4.3.0 Try again later"
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        self.accepted.append(letter)
        return "250 OK"

    def wait_until_reached(self) -> None:
        """Until somebody has handed a letter over and waits for the answer."""
        assert self._reached.wait(PATIENCE), "nobody came"


@contextmanager
def open_post_office() -> Iterator[tuple[PostOffice, int]]:
    """A post office and its port."""
    office, port = PostOffice(), free_port()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield office, port
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
