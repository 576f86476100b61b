"""« Signaler une absence », « Demander un report »."""

from flask import current_app, g, request, url_for

from app.blueprints.portal.planning import planning
from app.blueprints.portal.planning.forms import NoticeForm, among
from app.blueprints.portal.planning.visits import find
from app.blueprints.portal.section import requires
from app.formatting import amount, que
from app.forms.once import sent_once
from app.htmx import Answer, done, render_form
from app.models import NoticeKind
from app.navigation import breadcrumb
from app.permissions import Right
from app.security import keeps_input
from app.services import notices
from app.services.notices import AlreadyTold, FeeNotAcknowledged, NotPlanned, Said
from app.services.planning import Planned

TITLES = {NoticeKind.ABSENCE: "Signaler une absence", NoticeKind.RESCHEDULE: "Demander un report"}


@planning.route("/planning/visites/<row:number>/absence", methods=["GET", "POST"])
@requires(Right.REQUEST_VISITS)
@keeps_input
def absence(number: int) -> Answer:
    """The employee will not come: the slot is freed."""
    return _tell(find(number), NoticeKind.ABSENCE)


@planning.route("/planning/visites/<row:number>/report", methods=["GET", "POST"])
@requires(Right.REQUEST_VISITS)
@keeps_input
def reschedule(number: int) -> Answer:
    """Another day is asked for; the visit stands until the association moves it."""
    return _tell(find(number), NoticeKind.RESCHEDULE)


def _tell(visit: Planned, kind: NoticeKind) -> Answer:
    # A second click finds the first one's work done, and is led to it.
    if request.method == "GET" and (refused := _refused(visit, kind)):
        return done(refused)
    form = NoticeForm()
    form.reason.choices = among(notices.REASONS)
    terms = notices.terms(visit)
    form.acknowledged.flags.required = terms.must_acknowledge
    if _is_complete(form):
        try:
            return sent_once(form, lambda: _send(visit, kind, form))
        except AlreadyTold:
            return done(_shown(visit, "deja"))
        except NotPlanned:
            return done(_shown(visit, "passe"))
        except FeeNotAcknowledged:
            _ask_to_acknowledge(form)
    fee, association = amount(terms.fee), current_app.extensions["branding"].sigle
    return render_form(
        "portal/planning/notice.html",
        form,
        page_title=TITLES[kind],
        breadcrumb=breadcrumb(g.access, (visit.name, _shown(visit)), (TITLES[kind], None)),
        visit=visit,
        kind=kind,
        title=TITLES[kind],
        terms=terms,
        acknowledgement=f"J’ai compris {que(association)} peut facturer {fee} HT à {g.access.company.name}",
    )


def _is_complete(form: NoticeForm) -> bool:
    valid = bool(form.validate_on_submit())
    if form.is_submitted() and form.acknowledged.flags.required and not form.acknowledged.data:
        _ask_to_acknowledge(form)
        return False
    return valid


def _ask_to_acknowledge(form: NoticeForm) -> None:
    form.acknowledged.errors = ["Le délai sans frais est passé\u00a0: cochez la case pour accepter les frais"]


def _send(visit: Planned, kind: NoticeKind, form: NoticeForm) -> str:
    said = Said(kind, form.reason.data, form.comment.data or "", acknowledged=bool(form.acknowledged.data))
    notices.tell(g.access, visit, said)
    return _shown(visit, kind.value)


def _refused(visit: Planned, kind: NoticeKind) -> str | None:
    before = notices.told(g.access, visit).get(kind)
    if before is not None and before.handled_at is None:
        return _shown(visit, "deja")
    return None if visit.can_change else _shown(visit, "passe")


def _shown(visit: Planned, fact: str | None = None) -> str:
    return url_for("portal.planning.visit", number=visit.number, fait=fact)
