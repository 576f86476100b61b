"""Saving a form unless somebody changed the same things meanwhile: then both versions are shown, to choose from."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from flask import g, render_template, url_for

from app.blueprints.portal.account.forms import EditForm
from app.blueprints.portal.returning import way_back
from app.htmx import Answer, done, render_form
from app.navigation import breadcrumb
from app.services.editing import ChangedMeanwhile


@dataclass(frozen=True)
class Page:
    """A form's page, and what the green box says once it is saved (a key of « fait »)."""

    template: str
    title: str
    done: str


@dataclass(frozen=True)
class Conflict:
    """Who changed what meanwhile: (field, what is saved, what was typed)."""

    by: str | None
    at: datetime | None
    lines: list[tuple[str, str, str]]


def edited(form: EditForm, page: Page, read: Callable[[], Any], save: Callable[[str], object]) -> Answer:
    """Show the form, or save what it says: `read` gives the present values, `save` takes the mark of those shown."""
    context: dict[str, Any] = {
        "page_title": page.title,
        "breadcrumb": breadcrumb(g.access, (page.title, None)),
        "back": way_back(),
        "conflict": None,
    }
    if form.validate_on_submit():
        try:
            save(str(form.seen.data))
        except ChangedMeanwhile as change:
            present = read()
            form.shows(present)
            g.form_has_errors = True
            context["conflict"] = Conflict(change.by, change.at, _differences(form, present))
            return render_template(page.template, form=form, **context), 409
        return done(way_back() or url_for("portal.account.index", fait=page.done))
    if not form.is_submitted():
        form.shows(read())
    return render_form(page.template, form, **context)


def flat(values: Any) -> dict[str, str | None]:
    """The values of a form by the names of its fields."""
    fields: dict[str, Any] = {}
    for name, value in asdict(values).items():
        fields.update(value if isinstance(value, dict) else {name: value})
    return fields


def _differences(form: EditForm, present: Any) -> list[tuple[str, str, str]]:
    saved = flat(present)
    return [
        (field.label.text, _as_shown(field, saved[field.name]), _as_shown(field, field.data))
        for field in form
        if field.name in saved and (saved[field.name] or "") != (field.data or "")
    ]


def _as_shown(field: Any, value: str | None) -> str:
    """A choice by its label."""
    labels = {choice.value: choice.label for choice in getattr(field, "choices", None) or ()}
    return labels.get(value, value) or "—"
