"""The companies of a person: finding one, adding the next."""

from flask import Blueprint

companies = Blueprint("companies", __name__, url_prefix="/entreprises")

from app.blueprints.companies import adding, downloads, importing, queues, references, routes  # noqa: E402, F401
