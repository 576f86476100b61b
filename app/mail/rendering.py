"""Writing a letter: three templates side by side, subject.txt, body.txt and body.html."""

from typing import Any

from flask import current_app, render_template
from flask_mail import Message

from app import calendar_files
from app.calendar_files import Entry
from app.models import OutboxMessage


def subject(letter: str, facts: dict[str, Any]) -> str:
    """The subject of a letter, on one line."""
    return " ".join(render_template(f"emails/{letter}/subject.txt", **facts).split())


def write(queued: OutboxMessage, **drawn: Any) -> Message:
    """The message to send. `drawn` are the secrets that exist only from now on, and only in this message.

    The fact `event` is an appointment, which goes along as a calendar file; `reply_to` is where an answer goes.
    """
    facts = {**queued.facts, **drawn, "recipient": queued.recipient, "base_url": current_app.config["BASE_URL"]}
    folder = f"emails/{queued.letter}"
    message = Message(
        subject=subject(queued.letter, facts),
        recipients=[queued.recipient],
        body=render_template(f"{folder}/body.txt", **facts).strip() + "\n",
        html=render_template(f"{folder}/body.html", **facts),
        sender=(current_app.config["ASSO_SIGLE"], current_app.config["MAIL_SENDER"]),
        reply_to=facts.get("reply_to"),
        extra_headers={"Auto-Submitted": "auto-generated"},
    )
    message.msgId = queued.message_id
    if event := queued.facts.get("event"):
        message.attach("visite.ics", calendar_files.MIMETYPE, calendar_files.write([Entry.from_facts(event)]))
    return message
