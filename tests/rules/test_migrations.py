"""Migrations give the tables of the models, go both ways, and lose no row on the way."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, inspect, select, table, text

from app import create_app
from app.extensions import db
from app.models import Base
from tests.conftest import POSTGRESQL
from tests.people import People

ROOT = Path(__file__).parents[2]


@pytest.fixture
def empty(app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """An installation whose database has no table yet."""
    if POSTGRESQL:
        with app.app_context():
            Base.metadata.drop_all(db.engine)
            yield app
            downgraded_completely()
            Base.metadata.create_all(db.engine)
        return
    installed = create_app(
        {"TESTING": True, "BCRYPT_ROUNDS": 4}, {"INSTANCE_PATH": str(tmp_path), "SECRET_KEY": "x" * 32}
    )
    with installed.app_context():
        yield installed
        db.session.remove()
        db.engine.dispose()


def downgraded_completely() -> None:
    db.session.remove()
    downgrade(revision="base")
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


def differences() -> list[object]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_from_nothing_they_give_the_tables_of_the_models(empty: Flask) -> None:
    upgrade()
    assert tables() == set(Base.metadata.tables)
    assert differences() == []


def test_they_go_down_to_nothing_and_up_again(empty: Flask) -> None:
    upgrade()
    downgrade(revision="base")
    assert tables() == set()
    upgrade()
    assert differences() == []


def test_running_them_twice_changes_nothing(empty: Flask) -> None:
    upgrade()
    upgrade()
    assert differences() == []


def test_they_are_numbered_in_one_line() -> None:
    names = sorted(path.name for path in (ROOT / "migrations" / "versions").glob("*.py"))
    assert [name[:5] for name in names] == [f"{rank:04d}_" for rank in range(1, len(names) + 1)]


@pytest.mark.skipif(bool(POSTGRESQL), reason="PostgreSQL changes tables in place")
def test_rebuilding_a_table_keeps_the_rows_that_refer_to_it(empty: Flask, tmp_path: Path) -> None:
    """SQLite changes a table by dropping the old one: with cascades on, its children would be gone."""
    upgrade()
    people = People(empty)
    people.attach(people.jeanne, people.bakery)
    people.employee(people.bakery, "DURAND", "Élise")
    before = rows()
    folder = tmp_path / "migrations"
    shutil.copytree(ROOT / "migrations", folder)
    (folder / "versions" / "9999_test.py").write_text(REBUILD.format(head=head()))
    db.session.remove()
    upgrade(directory=str(folder))
    assert rows() == before
    downgrade(directory=str(folder), revision="-1")
    assert rows() == before


@pytest.mark.skipif(bool(POSTGRESQL), reason="PostgreSQL checks references by itself")
def test_a_migration_that_would_leave_orphans_is_refused(
    empty: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    upgrade()
    people = People(empty)
    people.attach(people.jeanne, people.bakery)
    before = rows()
    folder = tmp_path / "migrations"
    shutil.copytree(ROOT / "migrations", folder)
    (folder / "versions" / "9999_test.py").write_text(ORPHANS.format(head=head()))
    db.session.remove()
    with pytest.raises(SystemExit):
        upgrade(directory=str(folder))
    assert "refer to nothing" in caplog.text
    assert rows() == before


def head() -> str:
    with db.engine.connect() as connection:
        return str(MigrationContext.configure(connection).get_current_revision())


def rows() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table(name))).scalar_one()
            for name in sorted(tables())
        }


_HEADER = '''"""A migration of the tests."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{head}", None, None

'''
REBUILD = (
    _HEADER
    + """
def upgrade():
    for table in ("company", "user_account"):
        with op.batch_alter_table(table, recreate="always") as batch:
            batch.add_column(sa.Column("added", sa.String(10)))


def downgrade():
    for table in ("company", "user_account"):
        with op.batch_alter_table(table, recreate="always") as batch:
            batch.drop_column("added")
"""
)
ORPHANS = (
    _HEADER
    + """
def upgrade():
    op.execute(sa.delete(sa.table("company")))


def downgrade():
    pass
"""
)
