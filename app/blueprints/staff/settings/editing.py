"""Changing settings, and taking the change back: the same for « Réglages » and for « Apparence »."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort, g, render_template, url_for

from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.settings import words
from app.blueprints.staff.settings.forms import SettingsForm
from app.forms.base import Confirmation
from app.htmx import Answer, done, render_form
from app.security import me
from app.services.editing import ChangedMeanwhile
from app.services.staff import adjusting

DONE = {"enregistre": "Réglages enregistrés", "installation": "Valeur de l’installation rétablie"}


@dataclass(frozen=True)
class Conflict:
    """Who saved what meanwhile: (setting, what is saved, what was typed)."""

    by: str | None
    at: datetime | None
    lines: list[tuple[str, str, str]]


def edited(form: SettingsForm, template: str, back: str, **context: Any) -> Answer:
    """Save what a form says, or show it again with what is wrong, or with what somebody else saved meanwhile."""
    context |= {"back": back, "conflict": None}
    if form.validate_on_submit():
        try:
            adjusting.save(me(), form.given(), str(form.seen.data))
        except ChangedMeanwhile as change:
            present = adjusting.shown(form.names)
            form.seen.data = adjusting.mark(present)
            context["conflict"] = Conflict(change.by, change.at, _differences(form, present))
            g.form_has_errors = True
            return render_template(template, form=form, **context), 409
        return done(f"{back}?fait=enregistre")
    return render_form(template, form, **context)


def restored(name: str, names: Collection[str], endpoint: str) -> Answer:
    """Ask, then go back to the installation's value of a setting."""
    setting = name.upper().replace("-", "_")
    if setting not in names:
        abort(404)
    present = adjusting.shown((setting,))[setting]
    back = url_for(endpoint)
    if Confirmation().validate_on_submit():
        adjusting.restore(me(), setting)
        return done(f"{back}?fait=installation")
    label = words.LABELS[setting]
    return render_template(
        "staff/settings/restore.html",
        page_title=f"{label}\u00a0: revenir à la valeur de l’installation",
        breadcrumb=breadcrumb((label, None)),
        label=label,
        present=present,
        told=words.told,
        back=back,
    )


def _differences(form: SettingsForm, present: dict[str, adjusting.Shown]) -> list[tuple[str, str, str]]:
    return [
        (words.LABELS[name], words.told(name, present[name].value), words.told(name, typed))
        for name, typed in form.given().items()
        if typed != present[name].value
    ]
