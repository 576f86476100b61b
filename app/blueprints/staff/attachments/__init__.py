"""Who acts for whom: requests granted, accesses ended, portfolios transferred."""

from app.blueprints.staff.section import staff_section
from app.models import StaffRight

attachments = staff_section("attachments", __name__, right=StaffRight.MEMBERS, address="/rattachements")

from app.blueprints.staff.attachments import acts, listing, transferring  # noqa: E402, F401
