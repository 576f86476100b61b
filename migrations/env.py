"""How migrations run: numbered 0001, 0002…, in one transaction, and without SQLite's cascades.

SQLite changes a table by building a new one and dropping the old; with foreign keys enforced, that drop deletes every
row that refers to it. They are switched off meanwhile, and checked before the work is kept.
"""

from typing import Any

from alembic import context
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Connection, text

from app.models import Base
from app.models.base import UTCDateTime

config = context.config


def number_revisions(_context: Any, _revision: Any, directives: list[Any]) -> None:
    if directives:
        heads = ScriptDirectory.from_config(config).get_heads()
        directives[0].rev_id = f"{int(heads[0]) + 1 if heads else 1:04d}"


def render_item(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Migrations name plain types, so that they go on working whatever becomes of ours."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UTCDateTime) else False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        # All the steps or none, on SQLite too: its transactions cover the shape of tables, whatever Alembic believes.
        transactional_ddl=True,
        process_revision_directives=number_revisions,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
            raise RuntimeError("the migration would leave rows that refer to nothing")


def main() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Without effect inside a transaction: end the one that was begun, go through the driver.
            connection.rollback()
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        run(connection)
        if connection.dialect.name == "sqlite":
            connection.rollback()
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


main()
