"""Mes salariés: the list, each employee's page, and what is declared of them."""

from app.blueprints.portal.section import section
from app.permissions import Right

employees = section("employees", __name__, right=Right.READ_EMPLOYEES, address="/salaries")

from app.blueprints.portal.employees import correcting, declaring, leaving, listing, pages  # noqa: E402, F401
