"""Where letters go: a real SMTP server when MAIL_SERVER is set, otherwise files that a newcomer can read."""

import re
import socket
from pathlib import Path

import click
from flask import current_app
from flask_mail import Message

from app.clock import now
from app.extensions import mail

# Flask-Mail opens its connection without a time limit: a silent server would hold the worker for ever.
SMTP_TIMEOUT = 20.0


def deliver(message: Message) -> None:
    """Hand a message over. Raises OSError or smtplib.SMTPException when it could not be."""
    if current_app.config["MAIL_SERVER"]:
        _by_smtp(message)
    else:
        _to_file(message)


def _by_smtp(message: Message) -> None:
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(SMTP_TIMEOUT)
    try:
        mail.send(message)
    finally:
        socket.setdefaulttimeout(before)


def _to_file(message: Message) -> None:
    folder = Path(current_app.config["MAIL_FOLDER"])
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    addressee = re.sub(r"[^a-z0-9@.-]+", "_", str(message.recipients[0]).lower())
    path = folder / f"{now():%Y%m%d-%H%M%S-%f}-{addressee}.eml"
    path.write_bytes(message.as_bytes())
    path.chmod(0o600)
    click.echo(
        click.style(f"\n── Mail for {message.recipients[0]} → {path}\n", bold=True)
        + f"{message.subject}\n\n{message.body}"
    )
