"""What agents changed in the portal, over what the installation says; applied at once by every process.

A process reads the database again when the stamp, a file beside it, was written since; and once a minute anyway, for
portals that run on several machines. Until then it costs one look at a file.
"""

import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, appcontext_pushed, current_app
from sqlalchemy import event, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app import branding, config
from app.database import reading
from app.extensions import db
from app.models import Setting, TextVersion

STAMP = "settings.stamp"
READ_EVERY = 60.0
_CHANGED = "settings_changed"


@dataclass(frozen=True)
class Saved:
    """What the database holds: settings as their environment variables would be, texts by their names."""

    values: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


class Settings:
    """One a process: what it last read, and when to read again."""

    def __init__(self, app: Flask, environ: Mapping[str, str]) -> None:
        self._app = app
        self._stamp = Path(app.instance_path) / STAMP
        self._seen: tuple[int, int] | None = None
        self._read_at = 0.0
        self._lock = threading.Lock()
        self.installed = {name: environ[name] for name in config.changeable({}) if name in environ}
        self.saved = Saved()

    def follow(self, *_: object, **__: object) -> None:
        """Apply what changed since the last look."""
        if self._is_fresh():
            return
        with self._lock:
            if not self._is_fresh():
                self.read()

    def read(self) -> None:
        """Apply what the database says now. A database out of reach changes nothing, and is asked again later."""
        mark = self._mark()
        try:
            saved = _read()
        except DBAPIError:
            return
        if saved != self.saved:
            self._apply(saved)
        self._seen, self._read_at = mark, time.monotonic()

    def stamp(self) -> None:
        """Tell every process that something changed."""
        handle, draft = tempfile.mkstemp(dir=self._stamp.parent)
        with open(handle, "w", encoding="ascii") as file:  # noqa: PTH123 (a descriptor has no path)
            file.write(str(time.time_ns()))
        Path(draft).replace(self._stamp)

    def _is_fresh(self) -> bool:
        return self._seen == self._mark() and time.monotonic() - self._read_at < READ_EVERY

    def _mark(self) -> tuple[int, int]:
        try:
            found = self._stamp.stat()
        except OSError:
            return 0, 0
        return found.st_ino, found.st_mtime_ns

    def _apply(self, saved: Saved) -> None:
        """Each thing that requests read is replaced whole, never changed in place."""
        usable = {name: raw for name, raw in saved.values.items() if self._is_usable(name, raw)}
        self._app.config.update(config.changeable({**self.installed, **usable}))
        branding.apply(self._app)
        # Last: whoever sees it sees all the rest.
        self.saved = saved

    def _is_usable(self, name: str, raw: str) -> bool:
        """What an older portal let be saved does not stop this one."""
        try:
            check(name, raw)
        except ValueError:
            self._app.logger.warning("the saved value of %s cannot be used any more", name)
            return False
        return True


def register(app: Flask, environ: Mapping[str, str]) -> None:
    settings = Settings(app, environ)
    app.extensions["settings"] = settings
    # Requests, commands and the sending of mail: nothing is done outside of a context.
    appcontext_pushed.connect(settings.follow, app)


def current() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def check(name: str, raw: str) -> object:
    """The value that a setting would take, by the checks of the start. Raises ValueError when there is none."""
    value = config.changeable({name: raw})[name]
    branding.check(name, value)
    return value


def absence_fee() -> int:
    """What an absence told too late costs, in cents without VAT; 0: nothing is said of a fee."""
    return int(current_app.config["FRAIS_ABSENCE"] * 100)


def changed() -> None:
    """Once the present transaction is committed, every process reads again."""
    db.session().info[_CHANGED] = True


@event.listens_for(Session, "after_commit")
def _tell(session: Session) -> None:
    if not session.in_nested_transaction() and session.info.pop(_CHANGED, False):
        current().stamp()


def _read() -> Saved:
    last = select(TextVersion.name, func.max(TextVersion.number)).group_by(TextVersion.name).subquery()
    with reading(), Session(db.engine) as aside:
        values = {row.key: row.value for row in aside.scalars(select(Setting))}
        texts = aside.execute(
            select(TextVersion.name, TextVersion.markdown).join(
                last, (TextVersion.name == last.c[0]) & (TextVersion.number == last.c[1])
            )
        )
        return Saved(values, {name: markdown for name, markdown in texts if markdown is not None})
