"""A departure declared in its row of the list, without leaving the declaration."""

from typing import Any

from flask import abort, g, request, url_for

from app.blueprints.portal.contribution import contribution
from app.blueprints.portal.contribution.frame import step_url, with_draft
from app.blueprints.portal.employees.forms import DepartureForm
from app.blueprints.portal.section import requires
from app.formatting import de
from app.forms.once import sent_once
from app.htmx import Answer, render_form, render_section, wants_fragment
from app.models import Declaration, Employee
from app.navigation import breadcrumb
from app.permissions import Right
from app.security import keeps_input, me
from app.services import departures, employees, sent_forms
from app.services.declarations import Standing

PAGE, ROW = "portal/contribution/departure.html", "portal/contribution/_departure.html"


@contribution.route("/<row:year>/salaries/<row:number>/depart", methods=["GET", "POST"])
@requires(Right.DECLARE)
@requires(Right.EDIT_EMPLOYEES)
@keeps_input
@with_draft
def leave(where: Standing, _draft: Declaration, number: int) -> Answer:
    employee = employees.find(g.access, number, for_change=request.method == "POST") or abort(404)
    # Several rows may be open at once.
    form = DepartureForm()
    form.left_on.id, form.reason.id = f"depart-{number}-date", f"depart-{number}-motif"
    context = _shown(where, employee)
    if form.validate_on_submit():
        if refusal := departures.problem(employee, form.left_on.data):
            form.left_on.errors = [refusal]
        else:
            return _left(where, employee, form, context)
    form.left_on.render_kw = {"data-focus": True}
    return render_form(PAGE, form, fragment=ROW, **context)


def _left(where: Standing, employee: Employee, form: DepartureForm, context: dict[str, Any]) -> Answer:
    """Done once, however often it is sent; in its row, the row says so."""

    def declare() -> departures.Outcome:
        return departures.declare(g.access, employee, form.left_on.data, form.reason.data or None)

    if wants_fragment():
        outcome = declare() if sent_forms.is_first(str(form.envoi.data), me()) else None
        return render_section(PAGE, ROW, retitles=False, form=form, left=True, outcome=outcome, **context)
    return sent_once(form, lambda: step_url("employees", where.campaign.year) if declare() else "")


def _shown(where: Standing, employee: Employee) -> dict[str, Any]:
    name, year = employees.name(employee), where.campaign.year
    return {
        "page_title": f"Déclarer le départ {de(name)}",
        "breadcrumb": breadcrumb(g.access, (f"Déclaration {year}", step_url("employees", year)), (name, None)),
        "employee": employee,
        "name": name,
        "year": year,
        "list_url": url_for("portal.contribution.employees", year=year),
    }
