"""The centres: their names and where they are."""

from typing import Any

from flask import abort, g, render_template, request, url_for
from wtforms import StringField
from wtforms.validators import Length

from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.planning import planning
from app.forms.base import required
from app.forms.editing import Conflict, EditForm, flat
from app.forms.fields import MAX_100
from app.htmx import Answer, done, render_form
from app.security import keeps_input, me
from app.services.editing import ChangedMeanwhile
from app.services.staff import centres as service
from app.services.staff.centres import NameTaken, Place

TITLE = "Centres"
_FORM = "staff/planning/centre.html"
_TAKEN = "Un autre centre porte déjà ce nom"
_DONE = {"ajoute": "Centre ajouté", "modifie": "Centre modifié"}


class CentreForm(EditForm):
    name = StringField("Nom", validators=[required("Saisissez le nom du centre"), Length(max=100, message=MAX_100)])
    address = StringField("Adresse", validators=[Length(max=200, message="200 caractères au maximum")])

    def given(self) -> Place:
        return Place(str(self.name.data), self.address.data or None)


@planning.get("/centres")
def centres() -> Answer:
    return render_template(
        "staff/planning/centres.html",
        page_title=TITLE,
        breadcrumb=breadcrumb((TITLE, None)),
        centres=service.listed(),
        done=_DONE.get(request.args.get("fait", "")),
    )


@planning.route("/centres/nouveau", methods=["GET", "POST"])
@keeps_input
def add_centre() -> Answer:
    form = CentreForm()
    if form.validate_on_submit():
        try:
            service.add(me(), form.name.data, form.address.data or None)
        except NameTaken:
            form.name.errors = [_TAKEN]
        else:
            return done(_list("ajoute"))
    return _form(form, "Ajouter un centre")


@planning.route("/centres/<row:identifier>", methods=["GET", "POST"])
@keeps_input
def edit_centre(identifier: int) -> Answer:
    centre = service.find(identifier) or abort(404)
    form, title, following = (
        CentreForm(data=flat(service.shown(centre))),
        "Modifier le centre",
        service.following(centre),
    )
    if form.validate_on_submit():
        try:
            service.change(me(), centre, form.given(), str(form.seen.data))
        except NameTaken:
            form.name.errors = [_TAKEN]
        except ChangedMeanwhile as change:
            g.form_has_errors = True
            conflict = Conflict.between(form, service.shown(centre), change)
            return render_template(_FORM, form=form, **_context(title, following=following, conflict=conflict)), 409
        else:
            return done(_list("modifie"))
    if not form.is_submitted():
        form.shows(service.shown(centre))
    return _form(form, title, following=following)


def _form(form: CentreForm, title: str, **context: Any) -> Answer:
    return render_form(_FORM, form, **_context(title, **context))


def _context(title: str, **context: Any) -> dict[str, Any]:
    """What the page of a centre shows besides its form: `following` a change of it, what another agent changed."""
    trail = breadcrumb((TITLE, _list()), (title, None))
    return {"page_title": title, "breadcrumb": trail, "back": _list(), "following": None, "conflict": None, **context}


def _list(fact: str | None = None) -> str:
    return url_for("staff.planning.centres", fait=fact)
