"""The slot that the association proposes: « Accepter ce créneau », « Demander un autre créneau »."""

from flask import g, url_for

from app.blueprints.portal.planning import planning
from app.blueprints.portal.planning.forms import text_area
from app.blueprints.portal.planning.requests import found_or_404, trail
from app.blueprints.portal.section import requires
from app.forms.base import required
from app.forms.versions import VersionForm
from app.htmx import Answer, done, render_form
from app.permissions import Right
from app.security import keeps_input
from app.services import planning as visits
from app.services import proposals
from app.services.proposals import NoLongerProposed


class ObjectionForm(VersionForm):
    why = text_area("Jours et heures qui conviendraient", required("Dites quels jours conviendraient"))


@planning.post("/planning/demandes/<reference>/accepter")
@requires(Right.REQUEST_VISITS)
def accept_slot(reference: str) -> Answer:
    found = found_or_404(reference)
    try:
        proposals.accept(g.access, found.request, VersionForm().version.data)
    except NoLongerProposed:
        return done(_shown(reference, "creneau-change"))
    return done(_shown(reference, "acceptee"))


@planning.route("/planning/demandes/<reference>/autre-creneau", methods=["GET", "POST"])
@requires(Right.REQUEST_VISITS)
@keeps_input
def decline_slot(reference: str) -> Answer:
    found = found_or_404(reference)
    slot = proposals.slot_of(found.request)
    if slot is None:
        return done(_shown(reference, "creneau-change"))
    form = ObjectionForm(data={"version": found.request.version})
    if form.validate_on_submit():
        try:
            proposals.decline(g.access, found.request, form.version.data, form.why.data)
        except NoLongerProposed:
            return done(_shown(reference, "creneau-change"))
        return done(_shown(reference, "autre-creneau"))
    return render_form(
        "portal/planning/decline_slot.html",
        form,
        page_title="Demander un autre créneau",
        breadcrumb=trail(found.request.reference),
        found=found,
        slot=slot,
        name=visits.full_name(found.employee),
    )


def _shown(reference: str, fact: str | None = None) -> str:
    return url_for("portal.planning.request_shown", reference=reference, fait=fact)
