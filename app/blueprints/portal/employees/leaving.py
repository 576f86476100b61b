from typing import Any

from flask import abort, g, request, url_for

from app.blueprints.portal.employees import employees
from app.blueprints.portal.employees.forms import DepartureForm, ReturnForm
from app.blueprints.portal.returning import way_back
from app.blueprints.portal.section import requires
from app.clock import today
from app.formatting import de
from app.forms.once import sent_once
from app.htmx import Answer, done, render_form
from app.models import Employee
from app.navigation import breadcrumb
from app.permissions import Right
from app.security import keeps_input
from app.services import departures, employee_visits, follow_up
from app.services import employees as service


@employees.route("/<row:number>/depart", methods=["GET", "POST"])
@requires(Right.EDIT_EMPLOYEES)
@keeps_input
def leave(number: int) -> Answer:
    """« Déclarer le départ »."""
    employee = _found(number)
    form = DepartureForm(data={"left_on": employee.left_on, "reason": employee.departure_reason or ""})
    if form.validate_on_submit():
        if refusal := departures.problem(employee, form.left_on.data):
            form.left_on.errors = [refusal]
        else:
            return sent_once(form, lambda: _leave(employee, form))
    return render_form(
        "portal/employees/departure.html",
        form,
        planned=employee_visits.planned_after(g.access, employee, today()),
        was_exposed=follow_up.was_exposed(employee),
        **_shown(employee, "Déclarer le départ"),
    )


@employees.post("/<row:number>/depart/annuler")
@requires(Right.EDIT_EMPLOYEES)
def undo_departure(number: int) -> Answer:
    """« Annuler ce départ » : asked twice, it is done once."""
    employee = _found(number)
    here = url_for("portal.employees.show", number=number)
    if employee.left_on is None:
        return done(here)
    try:
        departures.cancel(g.access, employee)
    except departures.TooLate:
        return done(url_for("portal.employees.reinstate", number=number))
    return done(way_back() or url_for("portal.employees.show", number=number, fait="depart-annule"))


@employees.route("/<row:number>/reintegrer", methods=["GET", "POST"])
@requires(Right.EDIT_EMPLOYEES)
@keeps_input
def reinstate(number: int) -> Answer:
    """Take back somebody who left, instead of declaring them a second time."""
    employee = _found(number)
    form = ReturnForm()
    if employee.left_on is None:
        done_already = "reintegre" if request.method == "POST" else None
        return done(way_back() or url_for("portal.employees.show", number=number, fait=done_already))
    if form.validate_on_submit():
        if refusal := departures.reinstatement_problem(employee, form.entered_on.data):
            form.entered_on.errors = [refusal]
        else:
            return sent_once(form, lambda: _reinstate(employee, form))
    return render_form("portal/employees/reinstate.html", form, **_shown(employee, "Réintégrer"))


def _leave(employee: Employee, form: DepartureForm) -> str:
    departures.declare(g.access, employee, form.left_on.data, form.reason.data or None)
    return way_back() or url_for("portal.employees.show", number=employee.number, fait="depart")


def _reinstate(employee: Employee, form: ReturnForm) -> str:
    departures.reinstate(g.access, employee, form.entered_on.data)
    return way_back() or url_for("portal.employees.show", number=employee.number, fait="reintegre")


def _found(number: int) -> Employee:
    return service.find(g.access, number, for_change=request.method == "POST") or abort(404)


def _shown(employee: Employee, action: str) -> dict[str, Any]:
    name = service.name(employee)
    here = url_for("portal.employees.show", number=employee.number)
    return {
        "page_title": f"{action} {de(name)}" if action.endswith("départ") else f"{action} {name}",
        "breadcrumb": breadcrumb(g.access, (name, here), (action, None)),
        "employee": employee,
        "name": name,
        "retour": way_back(),
    }
