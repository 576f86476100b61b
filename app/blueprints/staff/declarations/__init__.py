"""Déclarations: those of every company, campaign by campaign; reopened, or typed from a paper."""

from app.blueprints.staff.section import staff_section
from app.models import StaffRight

declarations = staff_section("declarations", __name__, right=StaffRight.CAMPAIGN, address="/declarations")

from app.blueprints.staff.declarations import listing, paper, reopening, showing  # noqa: E402, F401
