"""Entreprises: the members, the file of each, and the way into its space to see what it sees."""

from app.blueprints.staff.section import staff_section
from app.models import StaffRight

companies = staff_section("companies", __name__, right=StaffRight.MEMBERS, address="/entreprises")

from app.blueprints.staff.companies import editing, files, leaving, listing, viewing  # noqa: E402, F401
