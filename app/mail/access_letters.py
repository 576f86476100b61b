"""The letters about accesses that agents of the association gave or took away, many at once."""

from typing import Any

from app.mail.queue import queue
from app.models import User

# A letter names that many companies; the list of all is on the portal.
NAMED = 30


def portfolio_received(receiver: User, giver: User, names: list[str]) -> None:
    """Somebody's companies were given to this person by the association."""
    queue("portfolio_received", receiver.email, user=receiver, other=giver.described, **_told(names))


def portfolio_given(giver: User, receiver: User, names: list[str]) -> None:
    """This person's companies were given to somebody else by the association."""
    queue("portfolio_given", giver.email, user=giver, other=receiver.described, **_told(names))


def _told(names: list[str]) -> dict[str, Any]:
    return {"companies": names[:NAMED], "left_out": max(0, len(names) - NAMED)}
