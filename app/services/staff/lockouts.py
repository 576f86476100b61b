"""Accounts that failures at signing in have locked: which ones, and how an agent opens them again.

Counters are kept under digests that lead back to nobody; the journal says which one each lock was about.
"""

from collections import defaultdict

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import AuditEvent, User
from app.services import sign_in, throttle
from app.services.sign_in import BLOCKED_MAIL, PER_ACCOUNT
from app.tenancy import all_companies


def blocked_ids() -> set[int]:
    """The accounts that some browser, or every browser, cannot sign in to at present."""
    counters = _counters()
    locked = throttle.locked(PER_ACCOUNT, {key for keys in counters.values() for key in keys})
    return {user_id for user_id, keys in counters.items() if keys & locked}


def is_blocked(user: User) -> bool:
    return bool(throttle.locked(PER_ACCOUNT, _of(user)))


def forget(user: User) -> bool:
    """Let this account be signed in to again; False when nothing was in the way."""
    was_blocked = is_blocked(user)
    throttle.forget_keys(_of(user))
    throttle.forget((BLOCKED_MAIL, user.email))
    return was_blocked


def _of(user: User) -> set[str]:
    """The counters of an account: of any browser, of those that know it, of who is signed in and confirms."""
    own = {throttle.key_of(*account) for account in sign_in.counted(user)}
    return own | _counters(user.id)[user.id]


def _counters(user_id: int | None = None) -> defaultdict[int, set[str]]:
    """The counters that reached their lock while they last, by account."""
    locks = select(AuditEvent.actor_id, AuditEvent.facts).where(
        AuditEvent.action == "sign_in.locked",
        AuditEvent.at > now() - PER_ACCOUNT.window,
        AuditEvent.actor_id.is_not(None) if user_id is None else AuditEvent.actor_id == user_id,
    )
    found = defaultdict[int, set[str]](set)
    with all_companies("the journal says which accounts were locked"):
        for actor_id, facts in db.session.execute(locks):
            if counter := facts.get("counter"):
                found[actor_id].add(counter)
    return found
