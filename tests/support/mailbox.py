"""Reading the mail that the portal sent."""

from __future__ import annotations

import email
import re
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from flask import Flask

from app.services import outbox


class Mailbox:
    """The .eml files of an installation that has no mail server."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def deliver(self) -> int:
        """Let the task send what waits."""
        with self._app.app_context():
            return outbox.send_due()

    def all(self) -> list[EmailMessage]:
        """Every letter, the oldest first."""
        self.deliver()
        folder = Path(self._app.config["MAIL_FOLDER"])
        return [email.message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*.eml"))]

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.all() if address in str(message["To"])]

    def last_to(self, address: str) -> EmailMessage:
        found = self.to(address)
        assert found, f"no mail to {address}, only to {[str(message['To']) for message in self.all()]}"
        return found[-1]

    def password_sent_to(self, address: str) -> str:
        return password_in(text_of(self.last_to(address)))


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def password_in(text: str) -> str:
    """The one-time password of a letter."""
    found = re.search(r"[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){3}", text)
    assert found, f"no password in {text}"
    return found[0]
