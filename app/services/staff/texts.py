"""The texts of the portal, published version after version."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app import settings
from app.content import checking
from app.content.pages import KINDS, mended, original
from app.extensions import db
from app.models import TextVersion, User
from app.services import audit
from app.services.editing import ChangedMeanwhile
from app.services.paging import Page
from app.services.staff.paging import PER_PAGE, turn_to

ORIGINAL = 0


class Unreadable(ValueError):
    """A text that cannot be published; `faults` say, in French, which lines and how to mend."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("unreadable")
        self.faults = faults


@dataclass(frozen=True)
class Version:
    """A version of a text; number 0 is the one that the portal came with, and was published by nobody."""

    number: int
    at: datetime | None = None
    by: str | None = None
    is_original: bool = False


def online() -> dict[str, Version]:
    """For each text, the version that is read now."""
    last = select(func.max(TextVersion.id)).group_by(TextVersion.name)
    found = {row.name: _shown(row, user) for row, user in _rows(TextVersion.id.in_(last))}
    return {name: found.get(name, Version(ORIGINAL, is_original=True)) for name in KINDS}


def history(name: str, number: int = 1) -> Page[Version]:
    """The versions of a text, the last one first; the last page ends with the original one."""

    def read(limit: int, offset: int) -> list[Version]:
        shown = [_shown(row, user) for row, user in _rows(TextVersion.name == name, limit, offset)]
        return shown if len(shown) == limit else [*shown, Version(ORIGINAL, is_original=True)]

    total = db.session.scalar(select(func.count()).where(TextVersion.name == name)) or 0
    return turn_to(number, total + 1, read)


def markdown_of(name: str, number: int) -> str | None:
    """What a version says, or None when there is none of that number."""
    if number == ORIGINAL:
        return original(name)
    row = _found(name, number)
    return (row.markdown or original(name)) if row else None


def present(name: str) -> tuple[int, str]:
    """The number of the version that is read now, and its Markdown."""
    row = _last(name)
    return (row.number, row.markdown or original(name)) if row else (ORIGINAL, original(name))


def publish(agent: User, name: str, markdown: str, seen: int) -> bool:
    """Put a text online in place of version `seen`; False when it is there already, word for word.

    Raises Unreadable, or ChangedMeanwhile when another version was published since.
    """
    text = mended(markdown)
    if faults := checking.faults(name, text):
        raise Unreadable(faults)
    number, before = present(name)
    if number == seen and text == before:
        return False
    _add(agent, name, text, seen)
    audit.record("text.published", actor=agent, text=name, version=seen + 1)
    return True


def restore(agent: User, name: str, number: int, seen: int) -> None:
    """Put an old version online again, as a new one; 0 is the original. Raises ChangedMeanwhile, and KeyError."""
    row = _found(name, number) if number != ORIGINAL else None
    if row is None and number != ORIGINAL:
        raise KeyError(number)
    _add(agent, name, row.markdown if row else None, seen)
    audit.record("text.restored", actor=agent, text=name, version=seen + 1, restored=number)


def _add(agent: User, name: str, markdown: str | None, seen: int) -> None:
    last = _last(name)
    if (last.number if last else ORIGINAL) != seen:
        raise ChangedMeanwhile(*_who(last))
    db.session.add(TextVersion(name=name, number=seen + 1, markdown=markdown, published_by_id=agent.id))
    # Two at the same moment: the database lets one number in.
    db.session.flush()
    settings.changed()


def _who(row: TextVersion | None) -> tuple[str | None, datetime | None]:
    if row is None:
        return None, None
    user = db.session.get(User, row.published_by_id) if row.published_by_id else None
    return (user.full_name if user else None), row.published_at


def _last(name: str) -> TextVersion | None:
    statement = select(TextVersion).where(TextVersion.name == name).order_by(TextVersion.number.desc()).limit(1)
    return db.session.scalars(statement).one_or_none()


def _found(name: str, number: int) -> TextVersion | None:
    statement = select(TextVersion).where(TextVersion.name == name, TextVersion.number == number)
    return db.session.scalars(statement).one_or_none()


def _rows(condition: object, limit: int = PER_PAGE, offset: int = 0) -> list[tuple[TextVersion, User | None]]:
    statement = (
        select(TextVersion, User)
        .outerjoin(User, User.id == TextVersion.published_by_id)
        .where(condition)  # type: ignore[arg-type]
        .order_by(TextVersion.number.desc())
        .limit(limit)
        .offset(offset)
    )
    return [(row, user) for row, user in db.session.execute(statement)]


def _shown(row: TextVersion, user: User | None) -> Version:
    return Version(row.number, row.published_at, user.full_name if user else None, is_original=row.markdown is None)
