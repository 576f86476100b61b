"""Putting a letter in the outbox, or with the news of the day."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from app.extensions import db
from app.models import DigestItem, OutboxMessage, Topic, User


def queue(
    letter: str,
    recipient: str,
    *,
    user: User | None = None,
    topic: Topic | None = None,
    gathered: bool = False,
    urgent: bool = False,
    **facts: Any,
) -> None:
    """Have a letter sent, if and only if the present transaction commits.

    A letter on a topic does not leave for a person who wants none, and waits for their daily letter when they asked for
    one, unless it is `urgent`, or when it is one of many that are `gathered`. The Message-ID is chosen now, so that a
    letter sent twice by accident is recognised as one by mail programs. Facts are plain JSON values and never hold a
    secret.
    """
    if user is not None and topic is not None:
        if not user.wants(topic):
            return
        if (user.daily_digest and not urgent) or gathered:
            db.session.add(DigestItem(user_id=user.id, letter=letter, facts={**facts, "topic": topic.value}))
            return
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
