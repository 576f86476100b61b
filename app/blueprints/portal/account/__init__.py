"""Mon compte: the establishment, its coordinates, billing and contacts, and who has access to its space."""

from app.blueprints.portal.section import section
from app.permissions import Right

account = section("account", __name__, right=Right.READ_COMPANY, address="/compte")

from app.blueprints.portal.account import access, contacts, details, inviting, journal, routes  # noqa: E402, F401
