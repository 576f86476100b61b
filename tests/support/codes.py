"""The codes that an agent's authenticator application shows."""

import pyotp
from flask import Flask
from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import SecondFactor, User
from app.services import second_factor


def code_of(app: Flask, email: str) -> str:
    """The next code of this agent that still opens: tests sign in more often than every 30 seconds."""
    with app.app_context():
        factor = db.session.scalars(
            select(SecondFactor).join(User, User.id == SecondFactor.user_id).where(User.email == email)
        ).one()
        totp = pyotp.TOTP(second_factor._secret(factor))
        if factor.last_step >= totp.timecode(now()):
            factor.last_step = 0
            db.session.commit()
        return totp.generate_otp(totp.timecode(now()))
