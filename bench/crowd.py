"""Everybody besides the accountant: accounts, who they act for, what they ask for, what the journal keeps of them.

With 20,000 companies, agents look among 20,000 accounts, 50,000 attachments, 20,000 requests and 1,000,000 lines of the
journal.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from app.clock import now
from app.models import MembershipStatus, Profile, RequestState, Role, VisitKind
from app.models.user import searched_by

ACTS = 50
_ACTIONS = ("company.confirmed", "employee.changed", "document.read", "appointment.requested")


def accounts(size: int) -> Iterator[dict[str, Any]]:
    """So many people who have come at least once."""
    for number in range(size):
        name, email = f"NOM{number:05d}", f"personne{number}@example.org"
        yield {
            "email": email,
            "last_name": name,
            "first_name": "Maëlle",
            "profile": Profile.MEMBER,
            "search": searched_by(name, "Maëlle", email),
            "activated_at": now(),
            "last_sign_in_at": now(),
        }


def attachments(people: Sequence[int], companies: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Each person answers for a company, is in the next one, and every other is in a third; one in ten waits."""
    for rank, user_id in enumerate(people):
        for shift in range(2 + (rank % 2 == 0)):
            waits = shift == 1 and rank % 10 == 0
            yield {
                "user_id": user_id,
                "company_id": companies[(rank + shift) % len(companies)],
                "role": Role.MEMBER if shift else Role.MANAGER,
                "status": MembershipStatus.PENDING if waits else MembershipStatus.ACTIVE,
                "awaits_staff": waits,
                "created_at": _ago(rank),
            }


def requests(first_employees: Sequence[tuple[int, int]]) -> Iterator[dict[str, Any]]:
    """One of the first employee of each company; half of them wait for an agent."""
    for rank, (company_id, employee_id) in enumerate(first_employees):
        yield {
            "company_id": company_id,
            "employee_id": employee_id,
            "reference": f"RV-2026-{rank:05d}",
            "kind": VisitKind.EMPLOYER,
            "state": RequestState.REFUSED if rank % 2 else RequestState.SENT,
            "facts": {},
            "latest_on": date(2027, 6, 1),
            "created_at": _ago(rank),
            "changed_at": _ago(rank),
        }


def acts(company_id: int, user_id: int) -> Iterator[dict[str, Any]]:
    """What one person did for one company, every few days for some months."""
    line = {"actor_id": user_id, "company_id": company_id, "facts": {}}
    return (
        line | {"action": _ACTIONS[number % len(_ACTIONS)], "at": _ago(company_id + 5000 * number)}
        for number in range(ACTS)
    )


def _ago(rank: int) -> datetime:
    return now() - timedelta(minutes=7 * rank % 300_000)
