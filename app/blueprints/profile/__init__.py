"""Mon profil: the person, their password, their signed-in devices."""

from flask import Blueprint

profile = Blueprint("profile", __name__, url_prefix="/profil")

from app.blueprints.profile import routes  # noqa: E402, F401
