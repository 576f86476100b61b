"""One visit: moved, called off, settled; what is handed to the employer afterwards."""

from functools import partial
from typing import Any

from flask import abort, request, url_for
from flask_wtf.file import FileField
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf

from app.blueprints.staff.acting import MEANWHILE, tried
from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.planning import planning
from app.blueprints.staff.planning.slot_fields import SlotForm, of_visit
from app.formatting import de
from app.forms.base import Form, required
from app.forms.versions import VersionForm
from app.htmx import Answer, done, render_form
from app.models import VisitState
from app.security import keeps_input, me
from app.services import notices as told_notices
from app.services.document_files import Refused
from app.services.planning import full_name
from app.services.staff import visit_documents
from app.services.staff import visits as service
from app.services.staff.visit_documents import NothingToHandOver
from app.services.staff.visits import OUTCOMES, Found
from app.unit_of_work import afterwards

_DONE = {
    "ajoutee": "Visite ajoutée",
    "modifiee": "Visite modifiée",
    "annulee": "Visite annulée",
    "resultat": "Résultat enregistré",
    "accord": "L’accord du salarié est enregistré\u00a0: l’entreprise voit cette visite",
    "cachee": "L’entreprise ne voit plus cette visite",
    "document": "Document publié, l’entreprise est prévenue",
}
_UNCHOSEN = "Choisissez ce qu’il est advenu de la visite"


class OutcomeForm(VersionForm):
    state = RadioField(
        "Ce qu’il est advenu de la visite",
        choices=[SelectChoice(state.value, state.label) for state in OUTCOMES],
        validators=[required(_UNCHOSEN), AnyOf([state.value for state in OUTCOMES], message=_UNCHOSEN)],
        validate_choice=False,
    )


class DocumentForm(Form):
    file = FileField("Document pour l’employeur (PDF)", validators=[required("Choisissez un fichier PDF")])


@planning.route("/visites/<row:identifier>", methods=["GET", "POST"])
@keeps_input
def visit(identifier: int) -> Answer:
    """A visit; what came of it is said here."""
    found = find(identifier)
    present = found.visit.state.value if found.visit.state in OUTCOMES else None
    form = OutcomeForm(data={"version": found.visit.sequence, "state": present})
    if form.validate_on_submit():
        state, version = VisitState(form.state.data), form.version.data
        return tried(partial(service.settle, me(), found, version, state), partial(shown, found), "resultat")
    asked = request.args.get("fait", "")
    afterwards(partial(service.note_read, me(), found))
    return render_form(
        "staff/planning/visit.html",
        form,
        page_title=f"Visite {de(full_name(found.employee))}",
        breadcrumb=trail(found),
        found=found,
        name=full_name(found.employee),
        told=service.notices_of(found),
        reasons=told_notices.REASONS,
        document=visit_documents.of(found),
        done=_DONE.get(asked),
        changed_meanwhile=asked == MEANWHILE,
    )


@planning.route("/visites/<row:identifier>/modifier", methods=["GET", "POST"])
@keeps_input
def change(identifier: int) -> Answer:
    found = find(identifier)
    if found.visit.state is not VisitState.PLANNED:
        return done(shown(found, MEANWHILE))
    form = SlotForm.about([found.visit.kind], found.visit.sequence, **of_visit(found.visit))
    if form.validate_on_submit():
        act = partial(service.change, me(), found, form.version.data, form.slot())
        return tried(act, partial(shown, found), "modifiee")
    return _ask("staff/planning/change.html", found, form, "Modifier", page_title="Modifier la visite")


@planning.route("/visites/<row:identifier>/annuler", methods=["GET", "POST"])
@keeps_input
def call_off(identifier: int) -> Answer:
    found = find(identifier)
    if found.visit.state is not VisitState.PLANNED:
        return done(shown(found, MEANWHILE))
    form = VersionForm(data={"version": found.visit.sequence})
    if form.validate_on_submit():
        return tried(partial(service.call_off, me(), found, form.version.data), partial(shown, found), "annulee")
    return _ask("staff/planning/call_off.html", found, form, "Annuler", page_title="Annuler la visite")


@planning.route("/visites/<row:identifier>/accord", methods=["GET", "POST"])
@keeps_input
def disclose(identifier: int) -> Answer:
    """The employee agrees that the company knows, or takes it back."""
    found = find(identifier)
    if not found.is_the_employee_s_own:
        return done(shown(found))
    agreed = found.visit.is_confidential
    form = VersionForm(data={"version": found.visit.sequence})
    if form.validate_on_submit():
        act = partial(service.disclose, me(), found, form.version.data, agreed=agreed)
        return tried(act, partial(shown, found), "accord" if agreed else "cachee")
    return _ask("staff/planning/disclose.html", found, form, "Accord du salarié", page_title="Accord du salarié")


@planning.route("/visites/<row:identifier>/document", methods=["GET", "POST"])
@keeps_input
def document(identifier: int) -> Answer:
    """The attestation of follow-up, or the opinion: one file a visit, which another one replaces."""
    found = find(identifier)
    if not found.may_have_a_document:
        return done(shown(found))
    form = DocumentForm()
    if form.validate_on_submit():
        try:
            visit_documents.publish(me(), found, form.file.data.stream)
        except NothingToHandOver:
            return done(shown(found, MEANWHILE))
        except Refused as refusal:
            form.file.errors = [f"{refusal}\u00a0: choisissez le PDF de l’attestation ou de l’avis"]
        else:
            return done(shown(found, "document"))
    title = "Document pour l’employeur"
    present = visit_documents.of(found)
    return _ask("staff/planning/document.html", found, form, title, page_title=title, present=present)


def find(identifier: int) -> Found:
    """A visit, or a 404."""
    return service.find(identifier) or abort(404)


def shown(found: Found, fact: str | None = None) -> str:
    """Where a visit is read."""
    return url_for("staff.planning.visit", identifier=found.visit.id, fait=fact)


def trail(found: Found, *further: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Down to this visit, and beyond."""
    return breadcrumb((full_name(found.employee), shown(found) if further else None), *further)


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
