"""The second factor of agents: a code that changes every 30 seconds (TOTP, RFC 6238), or a recovery code."""

import base64
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

import pyotp
from flask import current_app
from sqlalchemy import delete, insert, select, update

from app.clock import now
from app.extensions import db
from app.models import RecoveryCode, SecondFactor, User
from app.models.base import CROCKFORD
from app.services import audit, throttle
from app.services.digests import keyed
from app.services.throttle import Limit

PER_ACCOUNT = Limit("second-factor", 25, timedelta(days=1), locks_after=5)
RECOVERY_CODES = 10
# A phone whose clock is half a minute off still opens.
TOLERANCE = 1


class WrongCode(Exception):
    """Neither the code of now nor a recovery code that is left."""


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator application needs to know: as words to type, as the address that a QR code holds."""

    secret: str
    uri: str


def is_set_up(user: User) -> bool:
    """Whether this person has a second factor, confirmed by a first right code."""
    factor = db.session.get(SecondFactor, user.id)
    return factor is not None and factor.confirmed_at is not None


def prepared(user: User) -> Enrolment | None:
    """What to show to somebody whose second factor was prepared, and is not confirmed yet."""
    factor = db.session.get(SecondFactor, user.id)
    if factor is None or factor.confirmed_at is not None:
        return None
    secret = _secret(factor)
    uri = pyotp.TOTP(secret).provisioning_uri(
        name=user.email, issuer_name=f"Portail {current_app.config['ASSO_SIGLE']}"
    )
    return Enrolment(secret, uri)


def prepare(user: User) -> None:
    """Draw a second factor for somebody who has none; it counts once a code of it was typed."""
    if db.session.get(SecondFactor, user.id) is None:
        db.session.add(SecondFactor(user_id=user.id, seed=secrets.token_hex(16)))


def confirm(user: User, code: str) -> list[str]:
    """The first code: the second factor is set up. Returns the recovery codes, shown this once. Raises WrongCode."""
    throttle.spend((PER_ACCOUNT, str(user.id)))
    factor = db.session.get(SecondFactor, user.id)
    if factor is None or factor.confirmed_at is not None or not _opens(factor, code):
        raise WrongCode
    factor.confirmed_at = now()
    throttle.forget((PER_ACCOUNT, str(user.id)))
    audit.record("second_factor.set_up", actor=user)
    return new_recovery_codes(user)


def check(user: User, code: str) -> None:
    """Let somebody through who types the code of now, or a recovery code. Raises WrongCode, TooManyAttempts."""
    account = (PER_ACCOUNT, str(user.id))
    throttle.spend(account)
    factor = db.session.get(SecondFactor, user.id)
    if factor is None or factor.confirmed_at is None:
        raise WrongCode
    if not _opens(factor, code):
        _use_recovery_code(user, code)
    throttle.forget(account)


def new_recovery_codes(user: User) -> list[str]:
    """Ten codes that each open once; those of before open nothing any more."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = ["".join(secrets.choice(CROCKFORD) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    db.session.execute(insert(RecoveryCode), [{"user_id": user.id, "digest": _digest(user, code)} for code in codes])
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def recovery_codes_left(user: User) -> int:
    """How many recovery codes would still open."""
    left = select(RecoveryCode.id).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
    return len(db.session.scalars(left).all())


def forget(agent: User | None, user: User) -> None:
    """An administrator takes away the second factor of whoever lost it: the next sign-in sets up another."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    db.session.execute(delete(SecondFactor).where(SecondFactor.user_id == user.id))
    audit.record("second_factor.forgotten", actor=agent, person=user)


def _opens(factor: SecondFactor, code: str) -> bool:
    """Whether this is a code of now that was not used yet; it is used from here on."""
    typed = "".join(code.split())
    totp = pyotp.TOTP(_secret(factor))
    present = totp.timecode(now())
    for step in range(present - TOLERANCE, present + TOLERANCE + 1):
        if step > factor.last_step and hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode()):
            return _take(factor, step)
    return False


def _take(factor: SecondFactor, step: int) -> bool:
    """Of two who send the same code at once, one gets through."""
    taken = db.session.execute(
        update(SecondFactor)
        .where(SecondFactor.user_id == factor.user_id, SecondFactor.last_step < step)
        .values(last_step=step)
        .execution_options(synchronize_session=False)
    )
    return bool(taken.rowcount == 1)  # type: ignore[attr-defined]


def _use_recovery_code(user: User, code: str) -> None:
    digest = _digest(user, code)
    used = db.session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.user_id == user.id, RecoveryCode.digest == digest, RecoveryCode.used_at.is_(None))
        .values(used_at=now())
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise WrongCode
    audit.record("second_factor.recovered", actor=user)


def _secret(factor: SecondFactor) -> str:
    """160 bits, that a copy of the database alone does not give: the portal's key is needed too."""
    return base64.b32encode(bytes.fromhex(keyed("second-factor", f"{factor.user_id}\0{factor.seed}"))[:20]).decode()


def _digest(user: User, code: str) -> str:
    plain = "".join(char for char in code.upper() if char.isalnum()).translate(str.maketrans("OIL", "011"))
    return keyed("recovery-code", f"{user.id}\0{plain}")
