"""What agents find accounts by, and which messages are handled."""

import sqlalchemy as sa
from alembic import op

from app.folding import fold

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NAMES = ("last_name", "first_name", "email", "firm_name")


def upgrade() -> None:
    with op.batch_alter_table("user_account") as batch:
        batch.add_column(sa.Column("search", sa.String(length=500), nullable=False, server_default=""))
    _file_accounts()
    with op.batch_alter_table("user_account") as batch:
        batch.alter_column("search", existing_type=sa.String(length=500), existing_nullable=False, server_default=None)
        batch.create_index(op.f("ix_user_account_search"), ["search"])
    with op.batch_alter_table("contact_message") as batch:
        batch.add_column(sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("handled_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_contact_message_handled_by_id"), "user_account", ["handled_by_id"], ["id"], ondelete="SET NULL"
        )
        batch.create_index("ix_contact_message_handled_at_at", ["handled_at", "at"])


def downgrade() -> None:
    with op.batch_alter_table("contact_message") as batch:
        batch.drop_index("ix_contact_message_handled_at_at")
        batch.drop_constraint(op.f("fk_contact_message_handled_by_id"), type_="foreignkey")
        batch.drop_column("handled_by_id")
        batch.drop_column("handled_at")
    with op.batch_alter_table("user_account") as batch:
        batch.drop_index(op.f("ix_user_account_search"))
        batch.drop_column("search")


def _file_accounts() -> None:
    users = sa.table("user_account", sa.column("id"), sa.column("search"), *map(sa.column, NAMES))
    connection = op.get_bind()
    found = connection.execute(sa.select(users.c.id, *(users.c[name] for name in NAMES))).all()
    filed = [{"key": row.id, "filed": fold(" ".join(name for name in row[1:] if name))[:500]} for row in found]
    if filed:
        statement = sa.update(users).where(users.c.id == sa.bindparam("key")).values(search=sa.bindparam("filed"))
        connection.execute(statement, filed)
