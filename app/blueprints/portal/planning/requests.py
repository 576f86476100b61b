"""The requests that were sent: their list, each one, and withdrawing it."""

from io import BytesIO

from flask import abort, g, render_template, request, url_for

from app.blueprints.portal.planning import planning
from app.blueprints.portal.planning.telling import told
from app.blueprints.portal.section import requires
from app.downloads import attachment
from app.forms.base import Confirmation
from app.htmx import Answer, done, render_form, render_section
from app.models import VisitKind
from app.navigation import breadcrumb
from app.pagination import Pages, page_number
from app.permissions import Right
from app.security import keeps_input
from app.services import appointments, employee_notices, proposals
from app.services import planning as visits
from app.services.appointments import Found, NoLongerOpen

TITLE = "Demandes de rendez-vous"
_DONE = {
    "annulee": "Demande annulée",
    "acceptee": "Rendez-vous confirmé",
    "autre-creneau": "Un autre créneau est demandé",
}


@planning.get("/planning/demandes")
def requests() -> Answer:
    page = appointments.page(g.access, page_number())
    return render_section(
        "portal/planning/requests.html",
        "portal/planning/_requests.html",
        page_title=TITLE if page.number == 1 else f"{TITLE}, page {page.number}",
        breadcrumb=breadcrumb(g.access, (TITLE, None)),
        page=page,
        pages=Pages.of(page),
    )


@planning.get("/planning/demandes/<reference>")
def request_shown(reference: str) -> Answer:
    """One request; right after it was sent, its receipt."""
    found = found_or_404(reference)
    asked = request.args.get("fait", "")
    title = "Demande envoyée" if asked == "envoyee" else f"Demande {found.request.reference}"
    return render_template(
        "portal/planning/request_shown.html",
        page_title=title,
        breadcrumb=trail(found.request.reference),
        found=found,
        name=visits.full_name(found.employee),
        lines=told(found.facts),
        just_sent=asked == "envoyee",
        done=_DONE.get(asked),
        slot=proposals.slot_of(found.request),
        slot_is_gone=asked == "creneau-change",
        may_answer=g.access.may(Right.REQUEST_VISITS),
        may_cancel=found.request.state.is_open and g.access.may(Right.REQUEST_VISITS),
        has_notice=found.request.kind is VisitKind.AFTER_EXPOSURE,
    )


@planning.route("/planning/demandes/<reference>/annuler", methods=["GET", "POST"])
@requires(Right.REQUEST_VISITS)
@keeps_input
def cancel_request(reference: str) -> Answer:
    found = found_or_404(reference)
    shown = url_for("portal.planning.request_shown", reference=found.request.reference)
    form = Confirmation()
    if not found.request.state.is_open:
        return done(shown)
    if form.validate_on_submit():
        try:
            appointments.cancel(g.access, found.request)
        except NoLongerOpen:
            return done(shown)
        return done(f"{shown}?fait=annulee")
    return render_form(
        "portal/planning/cancel_request.html",
        form,
        page_title="Annuler la demande",
        breadcrumb=trail(found.request.reference),
        found=found,
        name=visits.full_name(found.employee),
    )


@planning.get("/planning/demandes/<reference>/avis-au-salarie")
def employee_notice(reference: str) -> Answer:
    """The notice to hand to the employee, as a page to read or print."""
    found = _after_exposure(reference)
    notice = employee_notices.write(g.access, found)
    return render_template(
        "portal/planning/employee_notice.html",
        page_title="Avis au salarié",
        breadcrumb=trail(found.request.reference),
        found=found,
        notice=notice,
    )


@planning.get("/planning/demandes/<reference>/avis-au-salarie.pdf")
def employee_notice_pdf(reference: str) -> Answer:
    notice = employee_notices.write(g.access, _after_exposure(reference))
    return attachment(BytesIO(employee_notices.write_pdf(notice)), notice.file_name, "application/pdf")


def found_or_404(reference: str) -> Found:
    """A request of this company, or a 404."""
    return appointments.find(g.access, reference) or abort(404)


def _after_exposure(reference: str) -> Found:
    found = found_or_404(reference)
    return found if found.request.kind is VisitKind.AFTER_EXPOSURE else abort(404)


def trail(reference: str) -> list[tuple[str, str | None]]:
    """Down to this request."""
    return breadcrumb(g.access, (TITLE, url_for("portal.planning.requests")), (reference, None))
