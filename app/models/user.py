"""A person who signs in (compte utilisateur): an employer, an accounting firm's employee, or an agent."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_login import UserMixin
from sqlalchemy import String, event, inspect
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.folding import fold
from app.models.base import Base, one_of


class Profile(StrEnum):
    MEMBER = "adherent"
    FIRM = "cabinet"
    STAFF = "agent"


class Topic(StrEnum):
    """What a person may choose not to be written about. Access and security are none: those letters always leave."""

    REMINDERS = "reminders"
    DOCUMENTS = "documents"
    VISITS = "visits"


class User(UserMixin, Base):  # type: ignore[misc]
    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    last_name: Mapped[str] = mapped_column(String(100), default="")
    first_name: Mapped[str] = mapped_column(String(100), default="")
    job_title: Mapped[str] = mapped_column(String(100), default="")
    mobile: Mapped[str | None] = mapped_column(String(20))
    firm_name: Mapped[str | None] = mapped_column(String(160))
    # What agents find and sort people by; kept by itself, save in statements that write many accounts at once.
    search: Mapped[str] = mapped_column(String(500), default="", index=True)
    profile: Mapped[Profile] = mapped_column(one_of(Profile, 10), default=Profile.MEMBER)
    password_hash: Mapped[str | None] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(default=now)
    # Set when the person first chose a password: the address is proved, the account is theirs.
    activated_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    last_sign_in_at: Mapped[datetime | None]
    # « Mes e-mails » : which ones this person wants, and whether once a day.
    wants_reminders: Mapped[bool] = mapped_column(default=True)
    wants_documents: Mapped[bool] = mapped_column(default=True)
    wants_visits: Mapped[bool] = mapped_column(default=True)
    daily_digest: Mapped[bool] = mapped_column(default=False)

    @property
    def full_name(self) -> str:
        """« Prénom NOM », as the procedure's screens show it."""
        return f"{self.first_name} {self.last_name.upper()}".strip() or self.email

    @property
    def described(self) -> str:
        """The name with the firm it works for, when it has one: « Jeanne DAVID (Cabinet Exemple) »."""
        return f"{self.full_name} ({self.firm_name})" if self.firm_name else self.full_name

    def wants(self, topic: Topic) -> bool:
        """Whether this person is to be written to about this."""
        return {
            Topic.REMINDERS: self.wants_reminders,
            Topic.DOCUMENTS: self.wants_documents,
            Topic.VISITS: self.wants_visits,
        }[topic]

    @property
    def is_staff(self) -> bool:
        return self.profile is Profile.STAFF


_SEARCHED = ("last_name", "first_name", "email", "firm_name")


def searched_by(*names: str | None) -> str:
    """What an account is searched and sorted by, from its last name, first name, address and firm."""
    return fold(" ".join(name for name in names if name))[:500]


@event.listens_for(User, "before_insert")
@event.listens_for(User, "before_update")
def _keep_searched(_mapper: Any, _connection: Any, user: User) -> None:
    state: Any = inspect(user)
    if any(state.attrs[name].history.has_changes() for name in _SEARCHED):
        user.search = searched_by(*(getattr(user, name) for name in _SEARCHED))
