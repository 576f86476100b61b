"""Asking for an appointment: whom for, which type of visit, then what this type asks for."""

from typing import Any

from flask import abort, current_app, g, render_template, request, url_for

from app.blueprints.portal.planning import planning
from app.blueprints.portal.planning.forms import FORMS, RequestForm, Return
from app.blueprints.portal.section import requires
from app.clock import PARIS
from app.formatting import day_month, plural
from app.forms.once import sent_once
from app.htmx import Answer, render_form, render_section, wants_fragment
from app.law import visit_delays
from app.models import Employee, VisitKind
from app.navigation import breadcrumb
from app.pagination import Pages, page_number, searched
from app.permissions import Right
from app.security import keeps_input
from app.services import appointments, employee_list
from app.services import planning as visits
from app.services.appointments import AlreadyAsked
from app.services.employee_list import Filters

TITLE = "Demander un rendez-vous"
HINTS = {
    VisitKind.HIRING: "À demander pour chaque nouveau salarié",
    VisitKind.PERIODIC: "Elles sont programmées sans que vous les demandiez",
    VisitKind.RETURN: (
        "Après un congé de maternité, une maladie professionnelle, un arrêt d’au moins 30 jours pour accident du "
        "travail ou d’au moins 60 jours pour maladie ou accident non professionnel"
    ),
    VisitKind.EMPLOYER: "Précisez le motif professionnel\u00a0; aucune information médicale",
    VisitKind.MID_CAREER: "L’année des 45 ans du salarié",
    VisitKind.AFTER_EXPOSURE: "Fin d’exposition à un risque particulier, ou départ d’un salarié qui y a été exposé",
}
ASKED_ALREADY = "Déclarer un nouveau salarié vaut déjà demande\u00a0: ne la doublez que pour préciser une date"


def slug(kind: VisitKind) -> str:
    """« demande-employeur » : a type as addresses name it."""
    return kind.value.lower().replace("_", "-")


_KINDS = {slug(kind): kind for kind in FORMS}


@planning.get("/planning/rendez-vous")
@requires(Right.REQUEST_VISITS)
def choose_employee() -> Answer:
    """Whom for: the employees who are present."""
    filters = Filters(query=searched())
    page = employee_list.page(g.access, filters, page_number())
    return render_section(
        "portal/planning/choose.html",
        "portal/planning/_choose.html",
        page_title=TITLE,
        breadcrumb=breadcrumb(g.access, (TITLE, None)),
        page=page,
        pages=Pages.of(page),
        query=filters.query,
        announcement=plural(page.total, "salarié présent", "salariés présents"),
    )


@planning.route("/salaries/<row:number>/rendez-vous/nouveau", methods=["GET", "POST"])
@requires(Right.REQUEST_VISITS)
@keeps_input
def request_appointment(number: int) -> Answer:
    """The type first; then its fields, which HTMX swaps in."""
    employee = appointments.employee(g.access, number) or abort(404)
    kinds = appointments.kinds_for(employee)
    kind = _KINDS.get(request.args.get("type", ""))
    if kind not in kinds:
        kind = kinds[0] if len(kinds) == 1 else None
    if kind is None:
        return _choose_kind(employee, kinds)
    form = FORMS[kind].about(employee, appointments.centres())
    if not form.validate_on_submit():
        return _fill_in(employee, kinds, form)
    if "verifier" in request.form:
        return _fill_in(employee, kinds, form, assessed=True)
    try:
        return sent_once(form, lambda: _send(employee, form))
    except AlreadyAsked as before:
        form.refuse(_already(before))
        return _fill_in(employee, kinds, form, before=before)


def _send(employee: Employee, form: RequestForm) -> str:
    sent = appointments.send(g.access, employee, form.kind, form.facts(), form.latest_on())
    return url_for("portal.planning.request_shown", reference=sent.reference, fait="envoyee")


def _already(before: AlreadyAsked) -> str:
    sent_on = day_month(before.sent_at.astimezone(PARIS).date())
    return f"Une demande du même type est déjà en cours ({before.reference}, envoyée le {sent_on})"


def _choose_kind(employee: Employee, kinds: list[VisitKind]) -> Answer:
    """The types; « Continuer » without choosing one says so."""
    g.form_has_errors = "continuer" in request.args
    answer = render_section(
        "portal/planning/request.html",
        "portal/planning/_request.html",
        **_context(employee, kinds),
        kind=None,
        form=None,
        unchosen=g.form_has_errors,
    )
    return answer, 422 if g.form_has_errors else 200


def _fill_in(
    employee: Employee,
    kinds: list[VisitKind],
    form: RequestForm,
    *,
    assessed: bool = False,
    before: AlreadyAsked | None = None,
) -> Answer:
    assessment = form.assessed() if isinstance(form, Return) and assessed else None
    if wants_fragment() and "verifier" in request.form:
        missing = [str(error) for errors in form.errors.values() for error in errors]
        return render_template("portal/planning/_assessment.html", assessment=assessment, missing=missing)
    return render_form(
        "portal/planning/request.html",
        form,
        fragment="portal/planning/_request.html",
        **_context(employee, kinds),
        kind=form.kind,
        article=visit_delays.ARTICLES[form.kind],
        assessment=assessment,
        before=before,
        delay=_delay(form),
    )


def _delay(form: RequestForm) -> visit_delays.Delay | None:
    """What is known before anything is typed: the year of the visit of mid-career."""
    born_on = form.whom.born_on
    return visit_delays.mid_career(born_on) if form.kind is VisitKind.MID_CAREER and born_on else None


def _hint(kind: VisitKind) -> str:
    asked_already = kind is VisitKind.HIRING and current_app.config["EMBAUCHE_VAUT_DEMANDE"]
    return ASKED_ALREADY if asked_already else HINTS[kind]


def _context(employee: Employee, kinds: list[VisitKind]) -> dict[str, Any]:
    last, following = visits.of_person(g.access, employee)
    name = visits.full_name(employee)
    return {
        "page_title": f"{TITLE} pour {name}",
        "breadcrumb": breadcrumb(g.access, (TITLE, url_for("portal.planning.choose_employee")), (name, None)),
        "employee": employee,
        "name": name,
        "kinds": [(slug(kind), kind, _hint(kind)) for kind in kinds],
        "slug": slug,
        "last_visit": last,
        "next_visit": following,
    }
