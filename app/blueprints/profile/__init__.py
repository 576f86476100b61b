"""Mon profil: the person, their address and password, what is mailed to them, their signed-in devices."""

from flask import Blueprint

profile = Blueprint("profile", __name__, url_prefix="/profil")

from app.blueprints.profile import closing, email, mails, routes  # noqa: E402, F401
