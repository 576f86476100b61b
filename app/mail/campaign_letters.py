"""The letters of a campaign that agents cause."""

from app.mail.letters import about
from app.mail.queue import queue
from app.models import Company, Declaration, User


def declaration_reopened(user: User, company: Company, draft: Declaration) -> None:
    """An agent lets the company declare again, and says why."""
    queue(
        "declaration_reopened",
        user.email,
        user=user,
        year=draft.year,
        is_correction=draft.version > 1,
        reason=draft.reopened_reason,
        **about(company),
    )
