"""Planning des centres: who is received when and where, by every company; what came of it; the centres themselves."""

from app.blueprints.staff.section import staff_section
from app.models import StaffRight

planning = staff_section("planning", __name__, right=StaffRight.VISITS, address="/planning")

from app.blueprints.staff.planning import adding, centres, sheet, visits  # noqa: E402, F401
