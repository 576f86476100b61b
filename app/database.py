"""How SQLite is opened: durable, strict about references, and locked before a read that will be followed by a write.

Without BEGIN IMMEDIATE, read-then-write transactions lose updates or die of "database is locked";
without synchronous=FULL, a power cut loses writes that were acknowledged.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask import has_request_context, request
from sqlalchemy import Engine, event

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_reading: ContextVar[bool] = ContextVar("reading", default=False)
_writing: ContextVar[bool] = ContextVar("writing", default=False)


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside take the write lock at once, even in a GET request."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside only read, and so wait for nobody, even in a POST request or a task."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def configure(engine: Engine) -> None:
    """Give a SQLite engine these habits; other databases have better ones of their own."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _open)
    event.listen(engine, "begin", _begin)


def _open(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _will_write() else "BEGIN")


def _will_write() -> bool:
    if _writing.get():
        return True
    if _reading.get():
        return False
    return not has_request_context() or request.method not in SAFE_METHODS
