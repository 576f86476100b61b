"""Mon compte: the establishment as the association knows it, and who has access to its space."""

from app.blueprints.portal.section import section
from app.permissions import Right

account = section("account", __name__, right=Right.READ_COMPANY, address="/compte")

from app.blueprints.portal.account import routes  # noqa: E402, F401
