"""The association's agents: invited, given rights, let go. Every act asks for a recent code."""

from app.blueprints.staff.section import staff_section
from app.models import StaffRight

agents = staff_section("agents", __name__, right=StaffRight.ADMINISTRATION, address="/agents")

from app.blueprints.staff.agents import acts, inviting, listing, rights  # noqa: E402, F401
