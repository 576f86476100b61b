"""The accounts of members and firms: found, and helped."""

from app.blueprints.staff.section import staff_section
from app.models import StaffRight

accounts = staff_section("accounts", __name__, right=StaffRight.MEMBERS, address="/comptes")

from app.blueprints.staff.accounts import acts, listing  # noqa: E402, F401
