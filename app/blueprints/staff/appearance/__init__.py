"""Apparence: the association's name and colours, tried before they are saved, and its logo."""

from urllib.parse import urlencode

from flask import Response, g, render_template, request, url_for

from app.blueprints.staff.appearance.forms import COLOURS, NAMES, AppearanceForm, LogoForm
from app.blueprints.staff.appearance.verdicts import Verdict, looks, verdict_on
from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.section import staff_section
from app.blueprints.staff.settings import words
from app.blueprints.staff.settings.editing import DONE, edited, restored
from app.branding import Logo
from app.htmx import Answer, done, wants_fragment
from app.models import StaffRight
from app.reading import readable
from app.security import keeps_input, me
from app.services.editing import ChangedMeanwhile
from app.services.staff import adjusting

appearance = staff_section("appearance", __name__, right=StaffRight.TEXTS, address="/apparence")

PAGE = "staff/appearance/index.html"


@appearance.route("", methods=["GET", "POST"])
@keeps_input
def index() -> Answer:
    present = adjusting.shown(NAMES)
    form = AppearanceForm.showing({name: present[name] for name in AppearanceForm.names})
    given = form.given()
    context = {
        "page_title": "Apparence",
        "breadcrumb": breadcrumb(),
        "present": present,
        "labels": words.LABELS,
        "told": words.told,
        "done": DONE.get(request.args.get("fait", "")),
        "verdicts": _verdicts(given),
        "picture": _picture(given),
    }
    if form.is_submitted() and "apercu" in request.form:
        g.form_has_errors = not form.validate()
        return render_template(PAGE, form=form, back=url_for("staff.appearance.index"), conflict=None, **context)
    return edited(form, PAGE, url_for("staff.appearance.index"), **context)


@appearance.get("/apercu")
def preview() -> Answer:
    """The verdicts and the picture, for what is being typed."""
    given = _asked()
    context = {"verdicts": _verdicts(given), "picture": _picture(given)}
    if wants_fragment():
        return render_template("staff/appearance/_preview.html", **context)
    return done(url_for("staff.appearance.index"))


@appearance.get("/apercu.svg")
def picture() -> Answer:
    """A page of the portal in small, drawn with these names and colours."""
    given = _asked()
    drawing = render_template("staff/appearance/preview.svg", given=given, colours=looks(given))
    response = Response(drawing, mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@appearance.route("/logo", methods=["GET", "POST"])
@keeps_input
def logo() -> Answer:
    """A file is looked at first, then saved: what is saved is what was shown."""
    form, present, status = LogoForm(), adjusting.shown((adjusting.LOGO,)), 0
    if form.validate_on_submit() and not form.asks_for_preview:
        try:
            adjusting.save(me(), {adjusting.LOGO: form.address}, str(form.seen.data))
        except ChangedMeanwhile:
            status = 409
            form.refuse("Quelqu’un d’autre a changé le logo entre-temps. Vérifiez le nouveau, puis enregistrez")
        else:
            return done(url_for("staff.appearance.index", fait="enregistre"))
    form.seen.data = adjusting.mark(present)
    shown = Logo.from_setting(form.address) if form.address and not form.file.errors else None
    g.form_has_errors = bool(form.errors)
    page = render_template(
        "staff/appearance/logo.html",
        form=form,
        page_title="Logo",
        breadcrumb=breadcrumb(("Logo", None)),
        proposed=shown,
    )
    return page, status or (422 if form.errors else 200)


@appearance.route("/valeurs/<name>/installation", methods=["GET", "POST"])
def restore(name: str) -> Answer:
    return restored(name, NAMES, "staff.appearance.index")


def _asked() -> dict[str, str]:
    return {name: readable(request.args.get(name.lower(), "")[:80]).strip() for name in AppearanceForm.names}


def _verdicts(given: dict[str, str]) -> list[tuple[str, Verdict]]:
    return [(words.LABELS[name], verdict_on(given[name])) for name in COLOURS]


def _picture(given: dict[str, str]) -> str:
    query = urlencode({name.lower(): text for name, text in given.items()})
    return f"{url_for('staff.appearance.picture')}?{query}"
