from datetime import timedelta

from flask import abort, g, render_template, request, url_for

from app.blueprints.portal.employees import employees, wording
from app.clock import today
from app.formatting import de, short_date
from app.htmx import Answer, render_section
from app.models import Employee, EmployeeEventKind
from app.navigation import breadcrumb
from app.pagination import Pages, page_number
from app.permissions import Right
from app.services import appointments, departures, documents, employee_history, employee_visits, follow_up
from app.services import employees as service

FORGOTTEN_AFTER = timedelta(days=365)


@employees.get("/<row:number>")
def show(number: int) -> Answer:
    """Everything the portal knows of an employee, departed ones included."""
    employee = service.find(g.access, number) or abort(404)
    explanation = follow_up.explain(g.access, employee)
    history = employee_history.of(g.access, employee)
    return render_template(
        "portal/employees/show.html",
        page_title=service.name(employee),
        breadcrumb=breadcrumb(g.access, (service.name(employee), None)),
        employee=employee,
        name=service.name(employee),
        presence=wording.presence(employee),
        is_present=service.is_present(employee),
        missing=service.missing(employee),
        why=explanation,
        first_visit=_first_visit(employee, explanation),
        visits=employee_visits.of(g.access, employee),
        requests=appointments.waiting(g.access, employee),
        documents=documents.of_employee(g.access, employee) if g.access.may(Right.READ_DOCUMENTS) else [],
        was_exposed=follow_up.was_exposed(employee),
        history=[(one.at, wording.event(one), one.by) for one in history],
        may_edit=g.access.may(Right.EDIT_EMPLOYEES),
        may_request=g.access.may(Right.REQUEST_VISITS),
        can_undo=departures.can_cancel(employee) and g.access.may(Right.EDIT_EMPLOYEES),
        **_done(employee, history),
    )


@employees.get("/historique")
def history() -> Answer:
    """« Dernières déclarations » and « Dernières visites »."""
    tab = "visites" if request.args.get("onglet") == "visites" else "declarations"
    source = employee_visits.history if tab == "visites" else employee_history.declarations
    page = source(g.access, page_number())
    return render_section(
        "portal/employees/history.html",
        "portal/employees/_history.html",
        page_title="Historique",
        breadcrumb=breadcrumb(g.access, ("Historique", None)),
        tab=tab,
        page=page,
        pages=Pages.of(page),
    )


def _first_visit(employee: Employee, explanation: follow_up.Explanation) -> str | None:
    """Nothing is due any more for who has left, and what was due years ago was made before the portal was there."""
    due = explanation.first_visit
    if due is None or not service.is_present(employee) or due.latest_on < today() - FORGOTTEN_AFTER:
        return None
    return wording.first_visit(due, employee.follow_up)


def _done(employee: Employee, history: list[employee_history.Event]) -> dict[str, object]:
    """What was just done, and what to know of it."""
    done, name = request.args.get("fait", ""), service.name(employee)
    left = next((one.facts for one in history if one.kind is EmployeeEventKind.LEFT), {})
    sentences = {
        "declare": f"{name} est enregistré{wording.ending(employee)} parmi vos salariés",
        "modifie": f"Fiche {de(name)} enregistrée",
        "depart": f"Départ {de(name)} enregistré au {short_date(employee.left_on)}" if employee.left_on else None,
        "depart-annule": f"Départ {de(name)} annulé" if not employee.left_on else None,
        "reintegre": f"{name} est de nouveau parmi vos salariés" if not employee.left_on else None,
    }
    return {
        "done": sentences.get(done),
        "done_what": done,
        "cancelled": wording.cancelled(left) if done in ("depart", "depart-annule") else "",
        "just_left": done == "depart" and employee.left_on is not None,
        "list_url": url_for("portal.employees.index"),
    }
