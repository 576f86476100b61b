"""A visit typed by hand: a company, one of its employees, then when and where."""

from functools import partial

from flask import abort, url_for

from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.planning import planning
from app.blueprints.staff.planning.slot_fields import SlotForm
from app.forms.once import OnceForm, sent_once
from app.htmx import Answer, render_form, render_section, wants_fragment
from app.models import Company, VisitKind
from app.pagination import searched
from app.security import keeps_input, me
from app.services.planning import full_name
from app.services.staff import centres, visit_people
from app.services.staff import visits as service
from app.unit_of_work import afterwards

TITLE = "Ajouter une visite"


class AddingForm(SlotForm, OnceForm):
    """A slot, sent once: two presses make one visit."""


@planning.get("/visites/nouvelle")
def choose_company() -> Answer:
    query = searched()
    matches = visit_people.companies(query)
    return render_section(
        "staff/planning/choose_company.html",
        "staff/planning/_companies.html",
        page_title=TITLE,
        breadcrumb=breadcrumb((TITLE, None)),
        query=query,
        matches=matches,
    )


@planning.get("/visites/nouvelle/<public_id:public_id>")
def choose_employee(public_id: str) -> Answer:
    company = _company(public_id)
    query = searched()
    if not wants_fragment():
        afterwards(partial(visit_people.note_read, me(), company))
    return render_section(
        "staff/planning/choose_employee.html",
        "staff/planning/_employees.html",
        page_title=f"{TITLE}, {company.name}",
        breadcrumb=breadcrumb((TITLE, url_for("staff.planning.choose_company")), (company.name, None)),
        company=company,
        query=query,
        matches=visit_people.employees(company, query),
        full_name=full_name,
    )


@planning.route("/visites/nouvelle/<public_id:public_id>/<row:number>", methods=["GET", "POST"])
@keeps_input
def add(public_id: str, number: int) -> Answer:
    company = _company(public_id)
    employee = visit_people.employee(company, number) or abort(404)
    form = AddingForm.about(list(VisitKind), 0, kind=VisitKind.PERIODIC.value)
    if form.validate_on_submit():
        return sent_once(form, lambda: _shown(service.add(me(), company, employee, form.slot()).id))
    name = full_name(employee)
    return render_form(
        "staff/planning/add.html",
        form,
        page_title=f"{TITLE} pour {name}",
        breadcrumb=breadcrumb((TITLE, url_for("staff.planning.choose_company")), (name, None)),
        company=company,
        employee=employee,
        name=name,
        has_centres=bool(centres.every()),
        back=url_for("staff.planning.choose_employee", public_id=company.public_id),
    )


def _company(public_id: str) -> Company:
    return visit_people.company(public_id) or abort(404)


def _shown(identifier: int) -> str:
    return url_for("staff.planning.visit", identifier=identifier, fait="ajoutee")
