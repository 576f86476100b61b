"""Absences announced and other days asked for: what becomes of each."""

from functools import partial

from flask import abort, request, url_for
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf

from app.blueprints.portal.planning.forms import text_area
from app.blueprints.staff.acting import MEANWHILE, tried
from app.blueprints.staff.appointments import appointments
from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.planning.slot_fields import SlotForm, of_visit
from app.formatting import plural
from app.forms.base import Form, required
from app.htmx import Answer, done, render_form, render_section
from app.models import NoticeDecision, NoticeKind
from app.pagination import Pages, page_number
from app.security import keeps_input, me
from app.services.notices import REASONS
from app.services.planning import full_name
from app.services.staff import notices as service
from app.services.staff.notices import Filters, Found
from app.unit_of_work import afterwards

TITLE = "Absences et reports"
_DONE = {
    "traitee": "Réponse enregistrée, l’entreprise est prévenue",
    "deplacee": "Rendez-vous déplacé, l’entreprise est prévenue",
}
_NOT_DONE = "Quelqu’un a répondu entre-temps, ou le rendez-vous a changé"


class AbsenceForm(Form):
    decision = RadioField(
        "L’absence est",
        choices=[SelectChoice("excusee", "Excusée, sans frais"), SelectChoice("absente", "Non excusée")],
        validators=[required("Choisissez"), AnyOf(["excusee", "absente"], message="Choisissez")],
        validate_choice=False,
    )
    answer = text_area("Réponse à l’entreprise")


class KeepForm(Form):
    answer = text_area("Réponse à l’entreprise", required("Dites à l’entreprise pourquoi le rendez-vous reste prévu"))


@appointments.get("/absences-et-reports")
def notices() -> Answer:
    asked = request.args.get("type", "")
    kind = NoticeKind(asked) if asked in list(NoticeKind) else None
    filters = Filters(kind, handled=request.args.get("etat") == "traitees")
    page = service.page(filters, page_number())
    return render_section(
        "staff/appointments/notices.html",
        "staff/appointments/_notices.html",
        page_title=TITLE if page.number == 1 else f"{TITLE}, page {page.number}",
        breadcrumb=breadcrumb((TITLE, None)),
        filters=filters,
        kinds={NoticeKind.ABSENCE: "Absences", NoticeKind.RESCHEDULE: "Reports"},
        page=page,
        pages=Pages.of(page),
        tab="notices",
        announcement=plural(page.total, "signalement"),
    )


@appointments.route("/absences-et-reports/<row:identifier>", methods=["GET", "POST"])
@keeps_input
def notice(identifier: int) -> Answer:
    """One of them: an absence is excused or not; a wish is granted at another address, or not."""
    found = _find(identifier)
    is_absence = found.notice.kind is NoticeKind.ABSENCE
    form = AbsenceForm(data={"decision": _usual(found)}) if is_absence else KeepForm()
    if form.validate_on_submit():
        return tried(partial(_handle, found, form), partial(_shown, found), "traitee")
    afterwards(partial(service.note_read, me(), found))
    return render_form(
        "staff/appointments/notice.html",
        form,
        page_title="Absence signalée" if is_absence else "Report demandé",
        breadcrumb=_trail(found),
        found=found,
        name=full_name(found.employee),
        reason=REASONS.get(found.notice.reason, found.notice.reason),
        done=_DONE.get(request.args.get("fait", "")),
        not_done=_NOT_DONE if request.args.get("fait") == MEANWHILE else None,
    )


@appointments.route("/absences-et-reports/<row:identifier>/deplacer", methods=["GET", "POST"])
@keeps_input
def grant(identifier: int) -> Answer:
    """The visit takes place at another time."""
    found = _find(identifier)
    if found.notice.handled_at or found.notice.kind is NoticeKind.ABSENCE:
        return done(_shown(found, MEANWHILE))
    form = SlotForm.about([found.visit.kind], found.visit.sequence, **of_visit(found.visit))
    if form.validate_on_submit():
        act = partial(service.grant, me(), found, form.version.data, form.slot())
        return tried(act, partial(_shown, found), "deplacee")
    return render_form(
        "staff/appointments/grant.html",
        form,
        page_title="Déplacer le rendez-vous",
        breadcrumb=_trail(found, ("Déplacer", None)),
        found=found,
        name=full_name(found.employee),
        back=_shown(found),
    )


def _handle(found: Found, form: AbsenceForm | KeepForm) -> None:
    if isinstance(form, AbsenceForm):
        service.settle_absence(me(), found, NoticeDecision(form.decision.data), form.answer.data or None)
    else:
        service.keep(me(), found, form.answer.data)


def _usual(found: Found) -> str:
    """What an absence is, unless an agent decides otherwise."""
    return (NoticeDecision.ABSENT if found.notice.is_late else NoticeDecision.EXCUSED).value


def _find(identifier: int) -> Found:
    return service.find(identifier) or abort(404)


def _shown(found: Found, fact: str | None = None) -> str:
    return url_for("staff.appointments.notice", identifier=found.notice.id, fait=fact)


def _trail(found: Found, *further: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    one = (full_name(found.employee), _shown(found) if further else None)
    return breadcrumb((TITLE, url_for("staff.appointments.notices")), one, *further)
