"""Saving a form unless somebody changed the same things meanwhile: then both versions are shown, to choose from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import g, render_template, url_for

from app.blueprints.portal.returning import way_back
from app.forms.editing import Conflict, EditForm
from app.htmx import Answer, done, render_form
from app.navigation import breadcrumb
from app.services.editing import ChangedMeanwhile


@dataclass(frozen=True)
class Page:
    """A form's page, and what the green box says once it is saved (a key of « fait »)."""

    template: str
    title: str
    done: str


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
            g.form_has_errors = True
            context["conflict"] = Conflict.between(form, read(), change)
            return render_template(page.template, form=form, **context), 409
        return done(way_back() or url_for("portal.account.index", fait=page.done))
    if not form.is_submitted():
        form.shows(read())
    return render_form(page.template, form, **context)
