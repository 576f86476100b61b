import re
from functools import partial

from flask import g, render_template, request

from app.blueprints.portal.employees import employees
from app.clock import now, today
from app.downloads import streamed
from app.formatting import plural
from app.htmx import Answer, render_section
from app.models import FollowUp
from app.navigation import breadcrumb
from app.pagination import Pages, page_number, searched
from app.permissions import Right
from app.services import employee_export, employee_list
from app.services import employees as service
from app.services.employee_list import Filters, VisitFilter
from app.services.search import fold
from app.unit_of_work import afterwards

PRESENCES = {"presents": "Présents", "partis": "Partis", "tous": "Tous"}


@employees.get("")
def index() -> Answer:
    filters = _filters()
    page = employee_list.page(g.access, filters, page_number())
    looks_elsewhere = not page.total and filters.presence == "presents" and not filters.incomplete
    return render_section(
        "portal/employees/index.html",
        "portal/employees/_results.html",
        page_title=_title(filters, page.number),
        breadcrumb=breadcrumb(g.access),
        page=page,
        pages=Pages.of(page),
        filters=filters,
        same_filters=_as_query(filters),
        follow_ups=list(FollowUp),
        presences=PRESENCES,
        visits=list(VisitFilter),
        departed=employee_list.count_departed(g.access, filters) if looks_elsewhere else 0,
        to_complete=service.count_to_complete(g.access),
        may_edit=g.access.may(Right.EDIT_EMPLOYEES),
        may_request=g.access.may(Right.REQUEST_VISITS),
        announcement=_found(page.total, filters),
    )


@employees.get("/liste.csv")
def export() -> Answer:
    """The filtered list, for a spreadsheet."""
    if request.method == "GET":
        afterwards(partial(employee_export.note, g.access))
    company = re.sub("[^a-z0-9]+", "-", fold(g.access.company.name)).strip("-")
    name = f"salaries-{company}-{today():%Y-%m-%d}.csv"
    return streamed(employee_export.csv(g.access, _filters()), name, "text/csv")


@employees.get("/imprimer")
def print_list() -> Answer:
    """The filtered list in one page, for paper."""
    filters = _filters()
    total = employee_list.count(g.access, filters)
    return render_template(
        "portal/employees/print.html",
        page_title="Mes salariés, liste à imprimer",
        breadcrumb=breadcrumb(g.access, ("Liste à imprimer", None)),
        employees=employee_list.everyone(g.access, filters),
        total=total,
        caption=_found(total, filters),
        filters=filters,
        same_filters=_as_query(filters),
        printed_at=now(),
    )


def _filters() -> Filters:
    """Unknown values are as good as none: an old bookmark must go on working."""
    follow_up, presence = request.args.get("suivi", ""), request.args.get("presence", "")
    visit = request.args.get("visite", "")
    return Filters(
        query=searched(),
        follow_up=FollowUp(follow_up) if follow_up in list(FollowUp) else None,
        presence=presence if presence in PRESENCES else "presents",
        visit=VisitFilter(visit) if visit in list(VisitFilter) else None,
        incomplete=request.args.get("fiches") == "a-completer",
    )


def _as_query(filters: Filters) -> dict[str, str]:
    """The filters as they stand in addresses."""
    query = {
        "q": filters.query,
        "suivi": filters.follow_up.value if filters.follow_up else "",
        "presence": filters.presence if filters.presence != "presents" else "",
        "visite": filters.visit.value if filters.visit else "",
        "fiches": "a-completer" if filters.incomplete else "",
    }
    return {name: value for name, value in query.items() if value}


def _title(filters: Filters, number: int) -> str:
    title = "Mes salariés" if number == 1 else f"Mes salariés, page {number}"
    return f"« {filters.query} » – {title}" if filters.query.strip() else title


def _found(total: int, filters: Filters) -> str:
    if not filters.are_set:
        return plural(total, "salarié présent", "salariés présents")
    found = plural(total, "salarié trouvé", "salariés trouvés")
    return f"{found} pour « {filters.query} »" if filters.query.strip() else found
