"""Identifiants et courriers: a new n° télédéclarant for one company, and the January letters of all."""

from app.blueprints.staff.section import staff_section
from app.models import StaffRight

identifiers = staff_section("identifiers", __name__, right=StaffRight.MEMBERS, address="")

from app.blueprints.staff.identifiers import company, letters  # noqa: E402, F401
