"""What waits for the association today, as far as an agent may deal with it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from app.formatting import number, plural
from app.models import StaffRight
from app.services import campaigns
from app.services.staff import attachments, campaign_progress, lockouts, messages, notices, requests


@dataclass(frozen=True)
class Task:
    """What waits, in words, and where it is dealt with: an endpoint, and what its address says besides."""

    text: str
    endpoint: str
    query: dict[str, str | int]


def tasks(rights: Collection[StaffRight]) -> list[Task]:
    """What an agent who has these rights has to deal with; what is empty is left out."""
    return [
        Task(plural(count, *words), endpoint, query)
        for right, counted, words, endpoint, query in _COUNTED
        if right in rights and (count := counted())
    ]


def campaign(rights: Collection[StaffRight]) -> Task | None:
    """How far the campaign that members see has come."""
    if StaffRight.CAMPAIGN not in rights or (shown := campaigns.shown()) is None:
        return None
    funnel = campaign_progress.progress(shown).funnel
    text = (
        f"Campagne {shown.year}\u00a0: {funnel.share(funnel.sent)}\u00a0% reçues "
        f"({number(funnel.sent)} / {number(funnel.total)})"
    )
    return Task(text, "staff.campaigns.show", {"year": shown.year})


# The right, what counts, one and several, where.
_COUNTED: tuple[tuple[StaffRight, Callable[[], int], tuple[str, str], str, dict[str, str | int]], ...] = (
    (
        StaffRight.VISITS,
        requests.count_waiting,
        ("demande de rendez-vous à traiter", "demandes de rendez-vous à traiter"),
        "staff.appointments.index",
        {},
    ),
    (
        StaffRight.VISITS,
        notices.count_waiting,
        ("absence ou report à traiter", "absences et reports à traiter"),
        "staff.appointments.notices",
        {},
    ),
    (StaffRight.MEMBERS, messages.count_waiting, ("message à lire", "messages à lire"), "staff.messages.index", {}),
    (
        StaffRight.MEMBERS,
        attachments.count_waiting,
        ("rattachement à accorder", "rattachements à accorder"),
        "staff.attachments.index",
        {"etat": "en-attente"},
    ),
    (
        StaffRight.MEMBERS,
        lambda: len(lockouts.blocked_ids()),
        ("compte bloqué après des échecs", "comptes bloqués après des échecs"),
        "staff.accounts.index",
        {"etat": "bloque"},
    ),
)
