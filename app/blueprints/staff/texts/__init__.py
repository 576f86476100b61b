"""Textes et F.A.Q.: written in Markdown, seen before they are published, kept version after version."""

from typing import Any

from flask import abort, g, render_template, request, url_for

from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.section import staff_section
from app.blueprints.staff.texts.forms import RestoreForm, TextForm
from app.blueprints.staff.texts.preview import preview_of
from app.content.pages import KINDS, Kind, mended
from app.content.placeholders import PLACEHOLDERS
from app.htmx import Answer, done, render_form, wants_fragment
from app.models import StaffRight
from app.pagination import Pages, page_number
from app.security import keeps_input, me
from app.services.editing import ChangedMeanwhile
from app.services.staff import text_differences
from app.services.staff import texts as published

texts = staff_section("texts", __name__, right=StaffRight.TEXTS, address="/textes")

DONE = {
    "publie": "Texte publié",
    "identique": "Rien n’a changé\u00a0: ce texte est déjà en ligne",
    "retabli": "Version rétablie",
}


@texts.get("")
def index() -> Answer:
    return render_template(
        "staff/texts/index.html",
        page_title="Textes et F.A.Q.",
        breadcrumb=breadcrumb(),
        kinds=KINDS.values(),
        online=published.online(),
        done=DONE.get(request.args.get("fait", "")),
    )


@texts.route("/<name>", methods=["GET", "POST"])
@keeps_input
def edit(name: str) -> Answer:
    kind = KINDS.get(name) or abort(404)
    form = TextForm()
    if not form.is_submitted():
        form.shows(*published.present(name))
        return _edited(kind, form)
    if form.asks_for_preview:
        return _previewed(kind, form)
    if form.validate():
        try:
            changed = published.publish(me(), name, str(form.markdown.data), form.version_seen)
        except published.Unreadable as unreadable:
            form.markdown.errors = unreadable.faults
        except ChangedMeanwhile as change:
            return _conflict(kind, form, change)
        else:
            return done(url_for("staff.texts.index", fait="publie" if changed else "identique"))
    return _edited(kind, form)


@texts.get("/<name>/versions")
def history(name: str) -> Answer:
    kind = KINDS.get(name) or abort(404)
    found = published.history(name, page_number())
    return render_template(
        "staff/texts/history.html",
        page_title=f"Versions de «\u00a0{kind.label}\u00a0»",
        breadcrumb=breadcrumb((kind.label, url_for("staff.texts.edit", name=name)), ("Versions", None)),
        kind=kind,
        versions=found.rows,
        online=published.present(name)[0],
        page=Pages.of(found),
    )


@texts.route("/<name>/versions/<row:number>", methods=["GET", "POST"])
def version(name: str, number: int) -> Answer:
    """An old version, as it would be read; a button puts it online again. Number 0 is the portal's own text."""
    kind = KINDS.get(name) or abort(404)
    markdown = published.markdown_of(name, number)
    if markdown is None:
        abort(404)
    form, conflict = RestoreForm(), None
    if form.validate_on_submit():
        try:
            published.restore(me(), name, number, form.version_seen)
        except ChangedMeanwhile as change:
            conflict = change
        else:
            return done(url_for("staff.texts.index", fait="retabli"))
    form.seen.data = online = published.present(name)[0]
    label = "Texte d’origine" if number == published.ORIGINAL else f"Version {number}"
    answer = render_template(
        "staff/texts/version.html",
        page_title=f"{kind.label}\u00a0: {label[0].lower()}{label[1:]}",
        breadcrumb=breadcrumb(
            (kind.label, url_for("staff.texts.edit", name=name)),
            ("Versions", url_for("staff.texts.history", name=name)),
            (label, None),
        ),
        kind=kind,
        form=form,
        conflict=conflict,
        online=online,
        is_original=number == published.ORIGINAL,
        preview=preview_of(name, markdown),
        markdown=markdown,
    )
    return answer, 409 if conflict else 200


@texts.get("/<name>/versions/<row:number>/differences/<row:since>")
def differences(name: str, number: int, since: int) -> Answer:
    """What a version changed of another one, its predecessor most often."""
    kind = KINDS.get(name) or abort(404)
    before, after = published.markdown_of(name, since), published.markdown_of(name, number)
    if before is None or after is None or number == since:
        abort(404)
    title = f"{kind.label}\u00a0: de {_called(since)} à {_called(number)}"
    return render_template(
        "staff/texts/differences.html",
        page_title=title,
        breadcrumb=breadcrumb(
            (kind.label, url_for("staff.texts.edit", name=name)),
            ("Versions", url_for("staff.texts.history", name=name)),
            ("Différences", None),
        ),
        kind=kind,
        number=number,
        since=since,
        lines=text_differences.between(before, after),
        called=_called,
    )


def _called(number: int) -> str:
    return "la version d’origine" if number == published.ORIGINAL else f"la version {number}"


def _edited(kind: Kind, form: TextForm) -> Answer:
    return render_form("staff/texts/edit.html", form, **_context(kind))


def _previewed(kind: Kind, form: TextForm) -> Answer:
    """The text as it would be read, faults told beside it; nothing is published."""
    form.markdown.data = mended(str(form.markdown.data or ""))
    context = {**_context(kind), "form": form, "preview": preview_of(kind.name, form.markdown.data)}
    return render_template("staff/texts/_preview.html" if wants_fragment() else "staff/texts/edit.html", **context)


def _conflict(kind: Kind, form: TextForm, change: ChangedMeanwhile) -> Answer:
    """What was typed is kept, beside what somebody else published."""
    number, markdown = published.present(kind.name)
    form.seen.data = str(number)
    g.form_has_errors = True
    context = {**_context(kind), "form": form, "conflict": change, "published": markdown}
    return render_template("staff/texts/edit.html", **context), 409


def _context(kind: Kind) -> dict[str, Any]:
    return {
        "page_title": f"Modifier «\u00a0{kind.label}\u00a0»",
        "breadcrumb": breadcrumb((kind.label, None)),
        "kind": kind,
        "placeholders": PLACEHOLDERS,
    }
