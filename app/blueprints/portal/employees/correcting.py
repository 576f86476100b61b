from typing import Any

from flask import abort, g, render_template, request, url_for

from app.blueprints.portal.employees import employees, wording
from app.blueprints.portal.employees.forms import EmployeeForm
from app.blueprints.portal.returning import way_back
from app.blueprints.portal.section import requires
from app.formatting import short_date
from app.forms.once import sent_once
from app.htmx import Answer, render_form
from app.models import Employee
from app.navigation import breadcrumb
from app.permissions import Right
from app.reading import readable
from app.security import keeps_input
from app.services import (
    employee_checks,
    employee_declaration,
    employee_history,
    employee_list,
    employee_visits,
    follow_up,
    risks,
)
from app.services import employees as service
from app.services.employee_checks import Details
from app.services.employee_declaration import ChangedMeanwhile, Doubtful


@employees.route("/<row:number>/modifier", methods=["GET", "POST"])
@requires(Right.EDIT_EMPLOYEES)
@keeps_input
def edit(number: int) -> Answer:
    employee = service.find(g.access, number, for_change=request.method == "POST") or abort(404)
    form = EmployeeForm(g.access, employee, is_identified=employee_visits.was_seen(g.access, employee))
    if not form.validate_on_submit():
        return render_form("portal/employees/edit.html", form, **_shown(employee))
    try:
        return sent_once(form, lambda: _change(employee, form))
    except ChangedMeanwhile:
        return _compare(employee, form)
    except Doubtful as doubt:
        return render_template("portal/employees/edit.html", form=form, doubt=doubt, **_shown(employee)), 422


def _change(employee: Employee, form: EmployeeForm) -> str:
    typed = form.version.data or ""
    version = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    certain = "quand-meme" in request.form
    employee_declaration.change(g.access, employee, form.details(), version, certain=certain)
    return way_back() or url_for("portal.employees.show", number=employee.number, fait="modifie")


def _shown(employee: Employee) -> dict[str, Any]:
    name = service.name(employee)
    here = url_for("portal.employees.show", number=employee.number)
    return {
        "page_title": f"Modifier {name}",
        "breadcrumb": breadcrumb(g.access, (name, here), ("Modifier", None)),
        "employee": employee,
        "name": name,
        "jobs": employee_list.jobs(g.access),
        "retour": way_back(),
    }


def _compare(employee: Employee, form: EmployeeForm) -> Answer:
    """What somebody else saved beside what was typed: the person chooses (409)."""
    saved = employee_checks.described(employee, follow_up.answers_of(g.access, employee))
    typed = form.details()
    names = [name for name in wording.FIELDS if name not in ("follow_up", "risks")]
    rows = [(wording.FIELDS[name], _text(saved, name), _text(typed, name)) for name in names]
    rows += _answers(saved, typed, employee)
    kept = {field.name for field in form} - {"csrf_token", "envoi", "version"}
    page = render_template(
        "portal/employees/conflict.html",
        rows=[row for row in rows if row[1] != row[2]],
        typed=[(name, readable(value, "\n\r")) for name, value in request.form.items(multi=True) if name in kept],
        last=employee_history.last_change(g.access, employee),
        form=form,
        **_shown(employee),
    )
    return page, 409


def _text(details: Details, name: str) -> str:
    value = getattr(details, name)
    if name.endswith("_on"):
        return short_date(value)
    known = {True: "Oui", False: "Non"} if name == "has_other_employer" else {"F": "Madame", "M": "Monsieur"}
    return str(known.get(value, value) or "—")


def _answers(saved: Details, typed: Details, employee: Employee) -> list[tuple[str, str, str]]:
    written = risks.write(typed.answers.exposures, typed.answers.others, employee.risks)
    rows = [("situations de travail", employee.risks or "—", written or "—")]
    if typed.answers.personal is not None:
        told = {True: "Oui", False: "Non", None: "—"}
        rows.append(("situation personnelle", told[saved.answers.personal], told[typed.answers.personal]))
    return rows
