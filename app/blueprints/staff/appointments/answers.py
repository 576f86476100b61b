"""What an agent answers to a request: taken, a slot, a visit, a refusal."""

from collections.abc import Callable
from functools import partial
from typing import Any

from app.blueprints.portal.planning.forms import text_area
from app.blueprints.staff.acting import MEANWHILE, tried
from app.blueprints.staff.appointments import appointments
from app.blueprints.staff.appointments.queue import find, shown, trail
from app.blueprints.staff.planning.slot_fields import SlotForm
from app.forms.base import Form, required
from app.forms.versions import VersionForm
from app.htmx import Answer, done, render_form
from app.models import FollowUp, VisitKind
from app.security import keeps_input, me
from app.services import proposals, visit_news
from app.services.planning import full_name
from app.services.staff import centres, request_handling
from app.services.staff.request_handling import NotYours
from app.services.staff.requests import Found


class RefusalForm(VersionForm):
    reason = text_area("Raison, que l’entreprise lira", required("Dites pourquoi la demande est refusée"))


@appointments.post("/<reference>/prendre-en-charge")
def take(reference: str) -> Answer:
    found = find(reference)
    return _answered(found, "prise", request_handling.take, VersionForm().version.data)


@appointments.route("/<reference>/proposer", methods=["GET", "POST"])
@keeps_input
def propose(reference: str) -> Answer:
    """A slot that the company accepts or declines."""
    return _with_a_slot(
        find(reference),
        "proposee",
        request_handling.propose,
        page_title="Proposer un créneau",
        button="Proposer ce créneau",
        explanation="L’entreprise reçoit un e-mail et répond sur le portail\u00a0: oui, ou un autre créneau.",
    )


@appointments.route("/<reference>/confirmer", methods=["GET", "POST"])
@keeps_input
def confirm(reference: str) -> Answer:
    """The appointment itself, agreed on by telephone or otherwise."""
    return _with_a_slot(
        find(reference),
        "confirmee",
        request_handling.confirm,
        page_title="Confirmer un rendez-vous",
        button="Confirmer ce rendez-vous",
        explanation="Le rendez-vous entre dans le planning, et l’entreprise reçoit l’e-mail de confirmation.",
    )


@appointments.route("/<reference>/refuser", methods=["GET", "POST"])
@keeps_input
def refuse(reference: str) -> Answer:
    found = find(reference)
    if not found.request.state.is_open:
        return done(shown(found, MEANWHILE))
    form = RefusalForm(data={"version": found.request.version})
    if form.validate_on_submit():
        return _answered(found, "refusee", request_handling.refuse, form.version.data, form.reason.data)
    return _ask("staff/appointments/refuse.html", found, form, "Refuser", page_title="Refuser la demande")


def _with_a_slot(found: Found, fact: str, act: Callable[..., object], **words: str) -> Answer:
    if not found.request.state.is_open:
        return done(shown(found, MEANWHILE))
    form = _slot_form(found)
    if form.validate_on_submit():
        return _answered(found, fact, act, form.version.data, form.slot())
    has_centres = bool(centres.every())
    return _ask("staff/appointments/slot.html", found, form, words["page_title"], has_centres=has_centres, **words)


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


def _ask(template: str, found: Found, form: Form, step: str, **context: Any) -> Answer:
    return render_form(
        template,
        form,
        breadcrumb=trail(found, (step, None)),
        found=found,
        name=full_name(found.employee),
        back=shown(found),
        **context,
    )


def _answered(found: Found, fact: str, act: Callable[..., object], seen: int, *answer: object) -> Answer:
    """Do it as the agent who sees this version of the request, and show what has become of it."""
    try:
        return tried(partial(act, me(), found, seen, *answer), partial(shown, found), fact)
    except NotYours:
        return done(shown(found, "pas-a-vous"))
