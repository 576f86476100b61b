"""The centres: their names and where they are."""

from flask import abort, render_template, request, url_for
from wtforms import StringField
from wtforms.validators import Length

from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.planning import planning
from app.forms.base import Form, required
from app.forms.fields import MAX_100
from app.htmx import Answer, done, render_form
from app.security import keeps_input, me
from app.services.staff import centres as service
from app.services.staff.centres import NameTaken

TITLE = "Centres"
_TAKEN = "Un autre centre porte déjà ce nom"
_DONE = {"ajoute": "Centre ajouté", "modifie": "Centre modifié"}


class CentreForm(Form):
    name = StringField("Nom", validators=[required("Saisissez le nom du centre"), Length(max=100, message=MAX_100)])
    address = StringField("Adresse", validators=[Length(max=200, message="200 caractères au maximum")])


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
    return _form(form, "Ajouter un centre", planned=0)


@planning.route("/centres/<row:identifier>", methods=["GET", "POST"])
@keeps_input
def edit_centre(identifier: int) -> Answer:
    centre = service.find(identifier) or abort(404)
    form = CentreForm(data={"name": centre.name, "address": centre.address or ""})
    if form.validate_on_submit():
        try:
            service.change(me(), centre, form.name.data, form.address.data or None)
        except NameTaken:
            form.name.errors = [_TAKEN]
        else:
            return done(_list("modifie"))
    planned = next((one.planned for one in service.listed() if one.centre.id == centre.id), 0)
    return _form(form, "Modifier le centre", planned=planned)


def _form(form: CentreForm, title: str, *, planned: int) -> Answer:
    return render_form(
        "staff/planning/centre.html",
        form,
        page_title=title,
        breadcrumb=breadcrumb((TITLE, _list()), (title, None)),
        planned=planned,
        back=_list(),
    )


def _list(fact: str | None = None) -> str:
    return url_for("staff.planning.centres", fait=fact)
