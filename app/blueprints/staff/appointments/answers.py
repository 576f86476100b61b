"""What an agent answers to a request: taken, a slot, a visit, a refusal."""

from collections.abc import Callable

from app.blueprints.portal.planning.forms import text_area
from app.blueprints.staff.appointments import appointments
from app.blueprints.staff.appointments.queue import find, shown, trail
from app.blueprints.staff.planning.slot_fields import SlotForm
from app.forms.base import required
from app.forms.versions import VersionForm
from app.htmx import Answer, done, render_form
from app.models import FollowUp, VisitKind
from app.security import keeps_input, me
from app.services import proposals, visit_news
from app.services.editing import ChangedMeanwhile
from app.services.planning import full_name
from app.services.slots import Slot
from app.services.staff import centres, request_handling
from app.services.staff.request_handling import NotYours
from app.services.staff.requests import Found


class RefusalForm(VersionForm):
    reason = text_area("Raison, que l’entreprise lira", required("Dites pourquoi la demande est refusée"))


@appointments.post("/<reference>/prendre-en-charge")
def take(reference: str) -> Answer:
    found = find(reference)
    version = VersionForm().version.data
    return _answered(found, "prise", lambda: request_handling.take(me(), found, version))


@appointments.route("/<reference>/proposer", methods=["GET", "POST"])
@keeps_input
def propose(reference: str) -> Answer:
    """A slot that the company accepts or declines."""
    found = find(reference)
    return _with_a_slot(
        found,
        "proposee",
        lambda version, slot: request_handling.propose(me(), found, version, slot),
        page_title="Proposer un créneau",
        button="Proposer ce créneau",
        explanation="L’entreprise reçoit un e-mail et répond sur le portail\u00a0: oui, ou un autre créneau.",
    )


@appointments.route("/<reference>/confirmer", methods=["GET", "POST"])
@keeps_input
def confirm(reference: str) -> Answer:
    """The appointment itself, agreed on by telephone or otherwise."""
    found = find(reference)
    return _with_a_slot(
        found,
        "confirmee",
        lambda version, slot: request_handling.confirm(me(), found, version, slot),
        page_title="Confirmer un rendez-vous",
        button="Confirmer ce rendez-vous",
        explanation="Le rendez-vous entre dans le planning, et l’entreprise reçoit l’e-mail de confirmation.",
    )


@appointments.route("/<reference>/refuser", methods=["GET", "POST"])
@keeps_input
def refuse(reference: str) -> Answer:
    found = find(reference)
    if not found.request.state.is_open:
        return done(shown(found, "entre-temps"))
    form = RefusalForm(data={"version": found.request.version})
    if form.validate_on_submit():
        reason, version = form.reason.data, form.version.data
        return _answered(found, "refusee", lambda: request_handling.refuse(me(), found, version, reason))
    return render_form(
        "staff/appointments/refuse.html",
        form,
        page_title="Refuser la demande",
        breadcrumb=trail(found, ("Refuser", None)),
        found=found,
        name=full_name(found.employee),
        back=shown(found),
    )


def _with_a_slot(found: Found, fact: str, act: Callable[[int, Slot], object], **words: str) -> Answer:
    if not found.request.state.is_open:
        return done(shown(found, "entre-temps"))
    form = _slot_form(found)
    if form.validate_on_submit():
        version, slot = form.version.data, form.slot()
        return _answered(found, fact, lambda: act(version, slot))
    return render_form(
        "staff/appointments/slot.html",
        form,
        **words,
        breadcrumb=trail(found, (words["page_title"], None)),
        found=found,
        name=full_name(found.employee),
        has_centres=bool(centres.every()),
        back=shown(found),
    )


def _slot_form(found: Found) -> SlotForm:
    """What was proposed, or what the company wished for."""
    kinds = visit_news.kinds_that_answer(found.request.kind)
    if slot := proposals.slot_of(found.request):
        known = {**slot.as_facts(), "day": slot.day, "at": slot.at, "minutes": str(slot.minutes)}
        return SlotForm.about(kinds, found.request.version, **known)
    is_examined = found.employee.follow_up is FollowUp.SIR and VisitKind.APTITUDE in kinds
    kind = VisitKind.APTITUDE if is_examined else found.request.kind
    wished = found.request.wished_centre
    return SlotForm.about(kinds, found.request.version, kind=kind.value, centre=wished or "")


def _answered(found: Found, fact: str, act: Callable[[], object]) -> Answer:
    """Do it, and show the request; or show what somebody else did of it meanwhile."""
    try:
        act()
    except ChangedMeanwhile:
        return done(shown(found, "entre-temps"))
    except NotYours:
        return done(shown(found, "pas-a-vous"))
    return done(shown(found, fact))
