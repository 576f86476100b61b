"""Signing in, in two steps; choosing a password; signing out."""

from flask import Blueprint

auth = Blueprint("auth", __name__)

from app.blueprints.auth import forgotten, routes  # noqa: E402, F401
