"""The agents, as those who manage them see them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.extensions import db
from app.models import SecondFactor, StaffRight, User
from app.services import sessions, staff_members


@dataclass(frozen=True)
class Agent:
    """An agent of the association; `has_factor` once a second factor was set up."""

    user: User
    rights: frozenset[StaffRight]
    has_factor: bool

    @property
    def in_order(self) -> list[StaffRight]:
        """The rights, as they are always listed."""
        return [right for right in StaffRight if right in self.rights]

    @property
    def has_every_right(self) -> bool:
        return len(self.rights) == len(StaffRight)

    @property
    def has_come(self) -> bool:
        return self.user.activated_at is not None

    @property
    def is_disabled(self) -> bool:
        return self.user.disabled_at is not None

    @property
    def last_sign_in_at(self) -> datetime | None:
        return self.user.last_sign_in_at


def every() -> list[Agent]:
    """All the agents, those at work first, by name."""
    confirmed = select(SecondFactor.user_id).where(SecondFactor.confirmed_at.is_not(None))
    with_factor = set(db.session.scalars(confirmed))
    return [
        Agent(user, member.rights if member else frozenset(), user.id in with_factor)
        for user, member in staff_members.every()
    ]


def find(user_id: int) -> Agent | None:
    """An agent, at work or not."""
    user = staff_members.find(user_id)
    if user is None:
        return None
    factor = db.session.get(SecondFactor, user.id)
    return Agent(user, staff_members.rights_of(user), factor is not None and factor.confirmed_at is not None)


def sessions_of(agent: Agent) -> int:
    """In how many browsers an agent is signed in."""
    return len(sessions.live_of(agent.user))
