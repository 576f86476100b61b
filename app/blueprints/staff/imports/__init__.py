"""Imports et exports: the files of the association's business software, through the browser."""

from app.blueprints.staff.jobs import AFTERWARDS
from app.blueprints.staff.section import staff_section
from app.models import StaffRight
from app.services.staff.imports import APPLY, TRIAL

imports = staff_section("imports", __name__, right=StaffRight.ADMINISTRATION, address="/imports")
AFTERWARDS.update({TRIAL: "staff.imports.after", APPLY: "staff.imports.after"})

from app.blueprints.staff.imports import applying, exporting, receiving  # noqa: E402, F401
