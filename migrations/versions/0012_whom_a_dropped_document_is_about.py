"""A dropped document may be about an employee."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("dropped_file") as table:
        table.add_column(sa.Column("employee_reference", sa.String(length=40), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("dropped_file") as table:
        table.drop_column("employee_reference")
