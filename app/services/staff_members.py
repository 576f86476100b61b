"""The agents of the association: what each may do in « Espace gestion »."""

from collections.abc import Collection

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import Profile, StaffMember, StaffRight, User
from app.services import accounts, audit, sessions


class LastAdministrator(Exception):
    """Nobody would be left to give rights."""


def rights_of(user: User) -> frozenset[StaffRight]:
    """What this person may do for the association; nothing for whoever is no agent."""
    member = db.session.get(StaffMember, user.id) if user.is_staff else None
    return member.rights if member else frozenset()


def create(
    email: str,
    last_name: str = "",
    first_name: str = "",
    *,
    rights: Collection[StaffRight] = tuple(StaffRight),
    agent: User | None = None,
) -> User:
    """A new agent, to whom a first password is mailed. ValueError, in French, when the address has an account."""
    user = accounts.create_staff(email, last_name, first_name)
    db.session.add(StaffMember(user_id=user.id, rights=frozenset(rights)))
    audit.record("staff.created", actor=agent, person=user, rights=sorted(rights))
    return user


def give(agent: User | None, user: User, rights: Collection[StaffRight]) -> None:
    """Replace what an agent may do; the operator, at the command line, is nobody. Raises LastAdministrator."""
    member = db.session.get(StaffMember, user.id) or StaffMember(user_id=user.id, words=[])
    if StaffRight.ADMINISTRATION in member.rights and StaffRight.ADMINISTRATION not in rights:
        _keep_an_administrator(user)
    audit.record("staff.rights_changed", actor=agent, person=user, before=sorted(member.rights), rights=sorted(rights))
    member.rights = frozenset(rights)
    db.session.add(member)


def disable(agent: User, user: User) -> None:
    """An agent who left: signed out everywhere, and in no more. Raises LastAdministrator."""
    _keep_an_administrator(user)
    user.disabled_at = now()
    sessions.end_all(user)
    audit.record("account.disabled", actor=agent, person=user)


def every() -> list[tuple[User, StaffMember | None]]:
    """All the agents with their rights, those at work first, by name."""
    rows = db.session.execute(
        select(User, StaffMember)
        .outerjoin(StaffMember, StaffMember.user_id == User.id)
        .where(User.profile == Profile.STAFF)
        .order_by(User.disabled_at.is_not(None), User.last_name, User.first_name, User.id)
    )
    return [(user, member) for user, member in rows]


def administrators() -> list[User]:
    """The agents who may give rights, and can sign in."""
    return [
        user
        for user, member in every()
        if member and user.disabled_at is None and StaffRight.ADMINISTRATION in member.rights
    ]


def _keep_an_administrator(leaving: User) -> None:
    if all(user.id == leaving.id for user in administrators()):
        raise LastAdministrator
