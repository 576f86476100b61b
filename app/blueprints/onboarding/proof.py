"""Checking the two identifiers that a form holds, for who has no account yet and for who adds a company."""

from flask import request

from app.blueprints.onboarding.forms import Identifiers
from app.formatting import short_date, wait
from app.models import User
from app.services import enrolment
from app.services.enrolment import CompanyLeft, Proof, WrongPair
from app.services.throttle import TooManyAttempts


def proved(form: Identifiers, user: User | None = None) -> Proof | None:
    """What the identifiers prove, or None with the reason on the form."""
    try:
        return enrolment.prove(
            str(form.member_code.data), str(form.declarant_number.data), address=request.remote_addr, user=user
        )
    except WrongPair:
        form.wrong_pair()
    except CompanyLeft as error:
        form.refuse(f"Cette entreprise n’est plus adhérente depuis le {short_date(error.left_on)}. Contactez-nous")
    except TooManyAttempts as error:
        form.refuse(f"Trop de tentatives. Réessayez dans {wait(error.minutes)}, ou contactez-nous")
    return None
