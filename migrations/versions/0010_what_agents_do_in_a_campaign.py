"""What agents do in a campaign: its text and its opening, declarations reopened or received on paper."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

PRESENT = {
    "ix_employee_present_twins": (["company_id", "sort_name", "born_on"], "left_on IS NULL"),
    "ix_employee_present_without_pcs": (["company_id"], "left_on IS NULL AND (pcs IS NULL OR pcs = '')"),
    "ix_employee_present_sir_without_risk": (
        ["company_id"],
        "left_on IS NULL AND follow_up = 'SIR' AND (risks IS NULL OR risks = '')",
    ),
}


def upgrade() -> None:
    with op.batch_alter_table("campaign") as batch:
        batch.add_column(sa.Column("intro", sa.Text(), nullable=True))
        batch.add_column(sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("opened_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
        batch.create_foreign_key(
            op.f("fk_campaign_opened_by_id"), "user_account", ["opened_by_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("declaration") as batch:
        batch.add_column(sa.Column("is_paper", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("reopened_reason", sa.String(length=500), nullable=True))
    for name, (columns, condition) in PRESENT.items():
        op.create_index(
            name, "employee", columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition)
        )


def downgrade() -> None:
    for name in PRESENT:
        op.drop_index(name, "employee")
    with op.batch_alter_table("declaration") as batch:
        batch.drop_column("reopened_reason")
        batch.drop_column("reopened_at")
        batch.drop_column("is_paper")
    with op.batch_alter_table("campaign") as batch:
        batch.drop_constraint(op.f("fk_campaign_opened_by_id"), type_="foreignkey")
        batch.drop_column("revision")
        batch.drop_column("opened_by_id")
        batch.drop_column("opened_at")
        batch.drop_column("intro")
