"""« Mes e-mails » : what a person wants to be written about, and how often."""

from dataclasses import dataclass

from app.models import Profile, User
from app.services import memberships, news


@dataclass(frozen=True)
class Preferences:
    reminders: bool
    documents: bool
    visits: bool
    daily_digest: bool


def of(user: User) -> Preferences:
    return Preferences(user.wants_reminders, user.wants_documents, user.wants_visits, user.daily_digest)


def may_group(user: User) -> bool:
    """Whether a daily letter is offered: to whoever acts for clients, and to who already has one."""
    return user.profile is Profile.FIRM or user.daily_digest or memberships.acts_for_clients(user)


def save(user: User, wanted: Preferences) -> None:
    """Without its daily letter, a person gets at once what waited for it."""
    user.wants_reminders, user.wants_documents, user.wants_visits = wanted.reminders, wanted.documents, wanted.visits
    if user.daily_digest and not wanted.daily_digest:
        news.flush(user)
    user.daily_digest = wanted.daily_digest
