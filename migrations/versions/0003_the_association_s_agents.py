"""Agents' rights and second factor, long work, and whom and where the journal speaks of."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

RIGHTS = ["adherents", "documents", "visites", "campagne", "textes", "administration"]


def upgrade() -> None:
    op.create_table(
        "staff_member",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("rights", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_staff_member_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_staff_member")),
    )
    op.create_table(
        "second_factor",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_second_factor_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_recovery_code_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_user_id"), "recovery_code", ["user_id"])
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("en-attente", "en-cours", "termine", "echec", "annule", name="jobstate", native_enum=False, length=12),
            nullable=False,
        ),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("file_key", sa.String(length=64), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_job_created_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("public_id", name=op.f("uq_job_public_id")),
    )
    op.create_index("ix_job_state_created_at", "job", ["state", "created_at"])
    with op.batch_alter_table("user_session") as batch:
        batch.add_column(sa.Column("second_factor_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("viewing_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_user_session_viewing_id"), "company", ["viewing_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("audit_event") as batch:
        batch.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("address", sa.String(length=45), nullable=True))
        batch.create_foreign_key(
            op.f("fk_audit_event_person_id"), "user_account", ["person_id"], ["id"], ondelete="SET NULL"
        )
    _tell_whom_the_journal_speaks_of()
    _let_agents_do_what_they_did()


def downgrade() -> None:
    with op.batch_alter_table("audit_event") as batch:
        batch.drop_constraint(op.f("fk_audit_event_person_id"), type_="foreignkey")
        batch.drop_column("address")
        batch.drop_column("person_id")
    with op.batch_alter_table("user_session") as batch:
        batch.drop_constraint(op.f("fk_user_session_viewing_id"), type_="foreignkey")
        batch.drop_column("viewing_id")
        batch.drop_column("second_factor_at")
    op.drop_table("job")
    op.drop_table("recovery_code")
    op.drop_table("second_factor")
    op.drop_table("staff_member")


def _tell_whom_the_journal_speaks_of() -> None:
    """Until now the person stood among the facts."""
    events = sa.table("audit_event", sa.column("id"), sa.column("person_id"), sa.column("facts", sa.JSON()))
    users = sa.table("user_account", sa.column("id"))
    connection = op.get_bind()
    known = set(connection.scalars(sa.select(users.c.id)))
    for event in connection.execute(sa.select(events.c.id, events.c.facts)).all():
        person = (event.facts or {}).get("person") or (event.facts or {}).get("user_id")
        if person in known:
            connection.execute(events.update().where(events.c.id == event.id).values(person_id=person))


def _let_agents_do_what_they_did() -> None:
    """Whoever was an agent had every right."""
    users = sa.table("user_account", sa.column("id"), sa.column("profile"))
    members = sa.table("staff_member", sa.column("user_id"), sa.column("rights", sa.JSON()))
    connection = op.get_bind()
    for agent in connection.scalars(sa.select(users.c.id).where(users.c.profile == "agent")).all():
        connection.execute(members.insert().values(user_id=agent, rights=RIGHTS))
