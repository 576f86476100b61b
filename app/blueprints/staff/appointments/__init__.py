"""Rendez-vous: the requests of every company, and the absences and other days that they tell of."""

from app.blueprints.staff.section import staff_section
from app.models import StaffRight

appointments = staff_section("appointments", __name__, right=StaffRight.VISITS, address="/rendez-vous")

from app.blueprints.staff.appointments import answers, notices, queue  # noqa: E402, F401
