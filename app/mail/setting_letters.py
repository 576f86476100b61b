"""The letter about a setting that moves money."""

from app.clock import now
from app.mail.queue import queue
from app.models import User

# Enough to recognise an account, too little to write it down.
_TOLD = 4


def iban_changed(administrator: User, agent: User, before: str, after: str) -> None:
    """To every administrator, whoever did it included: members will pay to another account."""
    queue(
        "iban_changed",
        administrator.email,
        user=administrator,
        agent=agent.full_name,
        before=before[-_TOLD:],
        after=after[-_TOLD:],
        at=now().isoformat(),
    )
