"""The journal is sealed, and read by who did it and by whom it is about."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("audit_event") as batch:
        batch.add_column(sa.Column("rank", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("concerned", sa.String(length=60), nullable=True))
        batch.add_column(sa.Column("seal", sa.String(length=64), nullable=True))
        batch.create_unique_constraint(op.f("uq_audit_event_rank"), ["rank"])
        batch.create_index("ix_audit_event_actor_id_id", ["actor_id", "id"])
        batch.create_index("ix_audit_event_person_id_id", ["person_id", "id"])


def downgrade() -> None:
    with op.batch_alter_table("audit_event") as batch:
        batch.drop_index("ix_audit_event_person_id_id")
        batch.drop_index("ix_audit_event_actor_id_id")
        batch.drop_constraint(op.f("uq_audit_event_rank"), type_="unique")
        batch.drop_column("seal")
        batch.drop_column("concerned")
        batch.drop_column("rank")
