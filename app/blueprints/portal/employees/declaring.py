from typing import Any

from flask import g, render_template, request, url_for

from app.blueprints.portal.employees import employees, wording
from app.blueprints.portal.employees.forms import EmployeeForm
from app.blueprints.portal.returning import way_back
from app.blueprints.portal.section import requires
from app.forms.once import sent_once
from app.htmx import Answer, render_form
from app.navigation import breadcrumb
from app.permissions import Right
from app.security import keeps_input
from app.services import employee_declaration, employee_list
from app.services import employees as service
from app.services.employee_declaration import Doubtful
from app.services.new_hires import present_terms

TITLE = "Déclarer un nouveau salarié"


@employees.route("/nouveau", methods=["GET", "POST"])
@requires(Right.EDIT_EMPLOYEES)
@keeps_input
def declare() -> Answer:
    """« Déclarer un nouveau salarié » : it also asks for the first visit."""
    form = EmployeeForm(g.access)
    if not form.validate_on_submit():
        return render_form("portal/employees/new.html", form, **_shown())
    try:
        return sent_once(form, lambda: _declare(form))
    except Doubtful as doubt:
        return render_template("portal/employees/new.html", form=form, doubt=doubt, **_shown()), 422


def _declare(form: EmployeeForm) -> str:
    employee = employee_declaration.declare(g.access, form.details(), certain="quand-meme" in request.form)
    if _another_follows():
        return url_for("portal.employees.declare", ajoute=employee.number, retour=way_back())
    return way_back() or url_for("portal.employees.show", number=employee.number, fait="declare")


def _another_follows() -> bool:
    """« Enregistrer et saisir un autre salarié », pressed now, or before the doubt that « quand même » overrules."""
    return "un-autre" in request.form or request.form.get("quand-meme") == "un-autre"


def _shown() -> dict[str, Any]:
    added = request.args.get("ajoute", "")
    found = service.find(g.access, int(added)) if added.isascii() and added.isdigit() and len(added) < 9 else None
    return {
        "page_title": TITLE,
        "breadcrumb": breadcrumb(g.access, (TITLE, None)),
        "jobs": employee_list.jobs(g.access),
        "added": found,
        "added_said": f"{service.name(found)} est enregistré{wording.ending(found)}" if found else "",
        "retour": way_back(),
        "new_hires": present_terms(),
    }
