"""What anybody may read: questions and answers, contact, legal pages, and the health of the server."""

from flask import Blueprint

public = Blueprint("public", __name__)

from app.blueprints.public import contact, routes  # noqa: E402, F401
