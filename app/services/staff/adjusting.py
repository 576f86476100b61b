"""The settings that agents change: what is saved here wins over what the installation says."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from sqlalchemy import select

from app import config, settings
from app.branding import Logo
from app.extensions import db
from app.mail import setting_letters
from app.models import Setting, User
from app.services import audit, staff_members
from app.services.editing import ChangedMeanwhile, mark_of

LOGO, IBAN = "ASSO_LOGO", "IBAN"


@dataclass(frozen=True)
class Shown:
    """A setting as its environment variable would say it; `at` and `by` when it was saved in the portal."""

    name: str
    value: str
    installed: str
    is_saved: bool = False
    at: datetime | None = None
    by: str | None = None


@dataclass(frozen=True)
class _Values:
    values: dict[str, str]


def shown(names: Collection[str]) -> dict[str, Shown]:
    """Settings as they are now."""
    installed = config.changeable(settings.current().installed)
    rows = db.session.execute(
        select(Setting, User).outerjoin(User, User.id == Setting.changed_by_id).where(Setting.key.in_(names))
    )
    saved = {row.key: (row, user.full_name if user else None) for row, user in rows}
    found = {}
    for name in names:
        before = config.written(installed[name])
        if name in saved:
            row, by = saved[name]
            found[name] = Shown(name, row.value, before, True, row.changed_at, by)
        else:
            found[name] = Shown(name, before, before)
    return found


def mark(present: Mapping[str, Shown]) -> str:
    """What a form carries to say which values it showed."""
    return mark_of(_Values({name: one.value for name, one in present.items()}))


def save(agent: User, given: Mapping[str, str], seen: str) -> None:
    """Save settings in place of those that were `seen`. What equals the installation's value is no saved value.

    Raises ValueError for a value that cannot be used, and ChangedMeanwhile.
    """
    present = shown(tuple(given))
    if seen != mark(present):
        by, at = max(((one.by, one.at) for one in present.values() if one.at), key=itemgetter(1), default=(None, None))
        raise ChangedMeanwhile(by, at)
    for name, typed in given.items():
        value = config.written(settings.check(name, typed))
        if value != present[name].value:
            _write(agent, present[name], value)


def restore(agent: User, name: str) -> bool:
    """Go back to the installation's value; False when it is the present one already."""
    present = shown((name,))[name]
    if not present.is_saved:
        return False
    _write(agent, present, present.installed)
    return True


def _write(agent: User, present: Shown, value: str) -> None:
    row = db.session.get(Setting, present.name)
    if value == present.installed:
        if row is not None:
            db.session.delete(row)
    elif row is None:
        db.session.add(Setting(key=present.name, value=value, changed_by_id=agent.id))
    else:
        row.value, row.changed_by_id = value, agent.id
    db.session.flush()
    before, after = (_for_the_journal(present.name, one) for one in (present.value, value))
    audit.record("setting.changed", actor=agent, setting=present.name, before=before, after=after)
    if present.name == IBAN:
        for administrator in staff_members.administrators():
            setting_letters.iban_changed(administrator, agent, present.value, value)
    settings.changed()


def _for_the_journal(name: str, value: str) -> str:
    """A logo by its version: the journal is no place for pictures."""
    return Logo.from_setting(value).version if name == LOGO and value.startswith("data:") else value
