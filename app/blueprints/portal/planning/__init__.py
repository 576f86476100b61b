"""Mon planning: the visits to come, what is said of them, and requests for others.

A request is made at an employee's own address, under /salaries, and belongs to this section.
"""

from app.blueprints.portal.section import section
from app.permissions import Right

planning = section("planning", __name__, right=Right.READ_VISITS)

from app.blueprints.portal.planning import answering, calendars, notices, requesting, requests, visits  # noqa: E402, F401
