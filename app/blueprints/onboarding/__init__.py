"""First access: the two identifiers of the January letter, the account form, the mailed password."""

from flask import Blueprint

onboarding = Blueprint("onboarding", __name__)

from app.blueprints.onboarding import routes  # noqa: E402, F401
