"""The list of the members, searched and narrowed."""

from typing import Any

from flask import request, url_for

from app.blueprints.staff.companies import companies
from app.blueprints.staff.navigation import breadcrumb
from app.formatting import plural
from app.htmx import Answer, render_section
from app.pagination import Pages, page_number, searched
from app.services.staff import companies as service
from app.services.staff.companies import ORDERS, Filters, State


@companies.get("")
def index() -> Answer:
    filters = _filters()
    page = service.page(filters, page_number())
    return render_section(
        "staff/companies/index.html",
        "staff/companies/_results.html",
        page_title=_title(filters, page.number),
        breadcrumb=breadcrumb(),
        page=page,
        pages=Pages.of(page),
        filters=filters,
        states=list(State),
        sorts=_sorts(filters),
        announcement=_found(page.total, filters),
    )


def _filters() -> Filters:
    """Unknown values are as good as none: an old bookmark must go on working."""
    state, order = request.args.get("etat", ""), request.args.get("tri", "")
    return Filters(
        query=searched(),
        state=State(state) if state in list(State) else None,
        order=order if order.removeprefix("-") in ORDERS else "nom",
    )


def _sorts(filters: Filters) -> dict[str, dict[str, Any]]:
    """For each column one may sort by: where the click leads, and the present order."""
    kept: dict[str, Any] = {"q": filters.query or None, "etat": filters.state.value if filters.state else None}
    sorts: dict[str, dict[str, Any]] = {}
    for name in ORDERS:
        rising, falling = filters.order == name, filters.order == f"-{name}"
        sorts[name] = {
            "url": url_for("staff.companies.index", **kept, tri=f"-{name}" if rising else name),
            "order": "ascending" if rising else "descending" if falling else None,
        }
    return sorts


def _title(filters: Filters, number: int) -> str:
    title = "Entreprises" if number == 1 else f"Entreprises, page {number}"
    return f"«\u00a0{filters.query}\u00a0» – {title}" if filters.query else title


def _found(total: int, filters: Filters) -> str:
    if not filters.are_set:
        return plural(total, "entreprise")
    found = plural(total, "entreprise trouvée", "entreprises trouvées")
    return f"{found} pour «\u00a0{filters.query}\u00a0»" if filters.query else found
