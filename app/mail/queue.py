"""Putting a letter in the outbox."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from app.extensions import db
from app.models import OutboxMessage, User


def queue(letter: str, recipient: str, *, user: User | None = None, **facts: Any) -> None:
    """Have a letter sent, if and only if the present transaction commits.

    The Message-ID is chosen now, so that a letter sent twice by accident is recognised as one by mail programs.
    Facts are plain JSON values and never hold a secret.
    """
    host = urlsplit(current_app.config["BASE_URL"]).hostname
    db.session.add(
        OutboxMessage(
            letter=letter,
            recipient=recipient,
            user_id=user.id if user else None,
            facts=facts,
            message_id=f"<{secrets.token_hex(12)}@{host}>",
        )
    )
