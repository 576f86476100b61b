"""The letters about accesses that agents of the association gave or took away, many at once."""

from collections.abc import Sequence
from typing import Any

from app.clock import now
from app.mail.queue import queue
from app.models import Company, User

# A letter names that many companies; the list of all is on the portal.
NAMED = 30


def portfolio_received(receiver: User, giver: User, companies: Sequence[Company]) -> None:
    """Somebody's companies were given to this person by the association."""
    queue("portfolio_received", receiver.email, user=receiver, other=giver.described, **_told(companies))


def portfolio_given(giver: User, receiver: User, companies: Sequence[Company]) -> None:
    """This person's companies were given to somebody else by the association."""
    queue("portfolio_given", giver.email, user=giver, other=receiver.described, **_told(companies))


def companies_transferred(
    recipient: str, giver: User, receiver: User, companies: Sequence[Company], *, user: User | None
) -> None:
    """M06 and M07 in one, to whoever answers for companies that the association gave to somebody else."""
    queue(
        "companies_transferred",
        recipient,
        user=user,
        other=giver.described,
        person=receiver.described,
        person_email=receiver.email,
        at=now().isoformat(),
        company_id=companies[0].public_id if len(companies) == 1 else None,
        **_told(companies),
    )


def _told(companies: Sequence[Company]) -> dict[str, Any]:
    names = [company.name for company in companies[:NAMED]]
    return {"companies": names, "left_out": len(companies) - len(names)}
