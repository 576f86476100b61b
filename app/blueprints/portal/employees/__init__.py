"""Mes salariés."""

from flask import g, request

from app.blueprints.portal.section import section
from app.formatting import plural
from app.htmx import Answer, render_section
from app.models import FollowUp
from app.navigation import breadcrumb
from app.pagination import Pages, page_number, searched
from app.permissions import Right
from app.services import employees as service
from app.services.employees import Filters

employees = section("employees", __name__, right=Right.READ_EMPLOYEES, address="/salaries")

PRESENCES = {"presents": "Présents", "partis": "Partis", "tous": "Tous"}


@employees.get("")
def index() -> Answer:
    filters = _filters()
    page = service.page(g.access, filters, page_number())
    return render_section(
        "portal/employees/index.html",
        "portal/employees/_results.html",
        page_title=_title(filters, page.number),
        breadcrumb=breadcrumb(g.access),
        page=page,
        pages=Pages.of(page.number, page.pages, page.total),
        filters=filters,
        follow_ups=list(FollowUp),
        presences=PRESENCES,
        departed=service.count_departed(g.access, filters) if not page.total and filters.presence == "presents" else 0,
        announcement=_found(page.total, filters),
    )


def _filters() -> Filters:
    """Unknown values are as good as none: an old bookmark must go on working."""
    follow_up, presence = request.args.get("suivi", ""), request.args.get("presence", "")
    return Filters(
        query=searched(),
        follow_up=FollowUp(follow_up) if follow_up in list(FollowUp) else None,
        presence=presence if presence in PRESENCES else "presents",
    )


def _title(filters: Filters, number: int) -> str:
    title = "Mes salariés" if number == 1 else f"Mes salariés, page {number}"
    return f"« {filters.query} » – {title}" if filters.query.strip() else title


def _found(total: int, filters: Filters) -> str:
    if not filters.are_set:
        return plural(total, "salarié présent", "salariés présents")
    found = plural(total, "salarié trouvé", "salariés trouvés")
    return f"{found} pour « {filters.query} »" if filters.query.strip() else found
