"""Campagnes: their dates, their tariff, their opening, and the cockpit of the one under way."""

from app.blueprints.staff.section import staff_section
from app.models import StaffRight

campaigns = staff_section("campaigns", __name__, right=StaffRight.CAMPAIGN, address="/campagnes")

from app.blueprints.staff.campaigns import (  # noqa: E402, F401
    anomalies,
    cockpit,
    editing,
    files,
    opening,
    pricing,
    reminding,
)
