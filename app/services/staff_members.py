"""The agents of the association: what each may do in « Espace gestion »."""

from collections.abc import Collection

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.mail import letters
from app.models import Profile, StaffMember, StaffRight, User, UserSession
from app.services import accounts, audit, provisional, second_factor, sessions
from app.services.editing import ChangedMeanwhile


class LastAdministrator(Exception):
    """Nobody would be left to give rights."""


class Overtaken(Exception):
    """Whoever acts is no administrator any more: another one was first."""


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
    """A new agent, to whom a first password is mailed. ValueError, in French, when the address has an account.

    `agent` invites; the operator, at the command line, is nobody, here as below. Raises Overtaken.
    """
    _one_at_a_time(agent)
    user = accounts.create_staff(email, last_name, first_name, invited_by=agent)
    db.session.add(StaffMember(user_id=user.id, rights=frozenset(rights)))
    audit.record("staff.created", actor=agent, person=user, rights=sorted(rights))
    return user


def give(
    agent: User | None, user: User, rights: Collection[StaffRight], *, seen: Collection[StaffRight] | None = None
) -> None:
    """Replace what an agent may do. `seen` are the rights that whoever asks has seen.

    Raises LastAdministrator, Overtaken, or ChangedMeanwhile when these are no longer the agent's.
    """
    _one_at_a_time(agent)
    member = db.session.get(StaffMember, user.id) or StaffMember(user_id=user.id, words=[])
    if seen is not None and set(seen) != member.rights:
        raise ChangedMeanwhile
    if set(rights) == member.rights:
        return
    if StaffRight.ADMINISTRATION in member.rights and StaffRight.ADMINISTRATION not in rights:
        _keep_an_administrator(user)
    audit.record("staff.rights_changed", actor=agent, person=user, before=sorted(member.rights), rights=sorted(rights))
    member.rights = frozenset(rights)
    db.session.add(member)


def disable(agent: User, user: User) -> bool:
    """An agent who left: signed out everywhere, and in no more; False when that was done already.

    Raises LastAdministrator or Overtaken.
    """
    _one_at_a_time(agent)
    if user.disabled_at is not None:
        return False
    _keep_an_administrator(user)
    user.disabled_at = now()
    sessions.end_all(user)
    provisional.end_all(user.id)
    audit.record("account.disabled", actor=agent, person=user)
    return True


def enable(agent: User, user: User) -> bool:
    """An agent who came back, with the rights they had; False when that was done already. Raises Overtaken."""
    _one_at_a_time(agent)
    if user.disabled_at is None:
        return False
    user.disabled_at = None
    audit.record("account.enabled", actor=agent, person=user)
    return True


def forget_second_factor(agent: User, user: User, *, but: UserSession | None = None) -> None:
    """For whoever lost it, or had it stolen: signed out everywhere, they set up another one.

    `but` is the session of somebody who replaces their own. Raises Overtaken.
    """
    _one_at_a_time(agent)
    second_factor.forget(agent, user)
    sessions.end_all(user, but=but)


def invite_again(agent: User, user: User) -> bool:
    """Mail another first password to an agent who never came; False when there is no need to. Raises Overtaken."""
    _one_at_a_time(agent)
    if user.activated_at is not None or user.disabled_at is not None:
        return False
    letters.first_password(user, invited_by=agent)
    audit.record("account.activation_sent", actor=agent, person=user)
    return True


def find(user_id: int) -> User | None:
    """An agent, at work or not."""
    user = db.session.get(User, user_id)
    return user if user is not None and user.is_staff else None


def every() -> list[tuple[User, StaffMember | None]]:
    """All the agents with their rights, those at work first, by name."""
    rows = db.session.execute(
        select(User, StaffMember)
        .outerjoin(StaffMember, StaffMember.user_id == User.id)
        .where(User.profile == Profile.STAFF)
        .order_by(User.disabled_at.is_not(None), User.search, User.id)
        .execution_options(populate_existing=True)
    )
    return [(user, member) for user, member in rows]


def administrators() -> list[User]:
    """The agents who may give rights, and can sign in."""
    return [
        user
        for user, member in every()
        if member and user.disabled_at is None and StaffRight.ADMINISTRATION in member.rights
    ]


def _one_at_a_time(agent: User | None) -> None:
    """What is decided of agents waits for whoever is deciding; then whoever asks must still be an administrator."""
    db.session.execute(select(StaffMember.user_id).order_by(StaffMember.user_id).with_for_update())
    if agent is not None and all(user.id != agent.id for user in administrators()):
        raise Overtaken


def _keep_an_administrator(leaving: User) -> None:
    if all(user.id == leaving.id for user in administrators()):
        raise LastAdministrator
