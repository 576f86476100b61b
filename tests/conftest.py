"""What every test is given: a real database of its own, an application, people with known names, a test browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from app import create_app
from app.extensions import db
from app.models import Base
from app.settings import STAMP, current
from tests.people import People
from tests.support.browser import Browser
from tests.support.mailbox import Mailbox
from tests.support.programs import pytest_terminal_summary

__all__ = ["pytest_terminal_summary"]
POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "")


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("instance")


@pytest.fixture(scope="session")
def _application(instance: Path, worker_id: str) -> Iterator[Flask]:
    settings = {"TESTING": True, "BCRYPT_ROUNDS": 4}
    environ = {"INSTANCE_PATH": str(instance), "SECRET_KEY": "only for tests"}
    if POSTGRESQL:
        environ["DATABASE_URL"] = _own_postgresql_database(worker_id)
    application = create_app(settings, environ)
    with application.app_context():
        Base.metadata.create_all(db.engine)
        db.engine.dispose()
    if not POSTGRESQL:
        shutil.copy(instance / "portail.sqlite", instance / "pristine.sqlite")
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture
def app(_application: Flask, instance: Path) -> Iterator[Flask]:
    """The application on an empty database. Commits are real, as in production; the database is what is thrown away."""
    with _application.app_context():
        db.engine.dispose()
        if POSTGRESQL:
            _empty()
        else:
            for leftover in instance.glob("portail.sqlite*"):
                leftover.unlink()
            shutil.copy(instance / "pristine.sqlite", instance / "portail.sqlite")
    for folder in ("mail", "files", "imports"):
        shutil.rmtree(instance / folder, ignore_errors=True)
    (instance / STAMP).unlink(missing_ok=True)
    with _application.app_context():
        current().read()
    settings = dict(_application.config)
    yield _application
    _application.config.clear()
    _application.config.update(settings)
    with _application.app_context():
        db.engine.dispose()


@pytest.fixture
def portal_with() -> Iterator[Callable[[dict[str, str]], Flask]]:
    """Another portal, with an environment of its own; its connections are closed when the test ends."""
    made: list[Flask] = []

    def with_(environ: dict[str, str]) -> Flask:
        made.append(create_app({"TESTING": True}, environ))
        return made[-1]

    yield with_
    for other in made:
        with other.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def people(app: Flask) -> People:
    return People(app)


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A visitor nobody knows, from an address of their own."""
    return Browser(app)


@pytest.fixture
def mailbox(app: Flask) -> Mailbox:
    return Mailbox(app)


def _empty() -> None:
    tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
    with db.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


def _own_postgresql_database(worker: str) -> str:
    """A database for each worker, so that tests run side by side."""
    url = make_url(POSTGRESQL)
    name = f"portail_test_{worker}"
    engine = create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)
