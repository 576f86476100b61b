"""Requests for an appointment and notices of absence: who deals with them, and what becomes of them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WAITS = sa.text("handled_at IS NULL")
DECISION = sa.Enum(
    "deplacee",
    "maintenue",
    "excusee",
    "absente",
    "annulee",
    name="noticedecision",
    native_enum=False,
    length=10,
)


def upgrade() -> None:
    with op.batch_alter_table("appointment_request") as batch:
        batch.add_column(sa.Column("wished_centre", sa.String(length=100), nullable=True))
        batch.add_column(sa.Column("taken_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("proposal", sa.JSON(none_as_null=True), nullable=True))
        batch.add_column(sa.Column("objection", sa.String(length=500), nullable=True))
        batch.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch.create_foreign_key(
            op.f("fk_appointment_request_taken_by_id"), "user_account", ["taken_by_id"], ["id"], ondelete="SET NULL"
        )
        batch.create_index("ix_appointment_request_state_created_at", ["state", "created_at"])
        batch.create_index("ix_appointment_request_created_at", ["created_at"])
    with op.batch_alter_table("visit_notice") as batch:
        batch.add_column(sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("handled_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("decision", DECISION, nullable=True))
        batch.add_column(sa.Column("answer", sa.String(length=500), nullable=True))
        batch.create_foreign_key(
            op.f("fk_visit_notice_handled_by_id"), "user_account", ["handled_by_id"], ["id"], ondelete="SET NULL"
        )
        batch.drop_constraint(op.f("uq_visit_notice_visit_id_kind"), type_="unique")
        batch.create_index("ix_visit_notice_visit_id", ["visit_id"])
        batch.create_index("ix_visit_notice_handled_at_created_at", ["handled_at", "created_at"])
    op.create_index(
        "uq_visit_notice_waiting",
        "visit_notice",
        ["visit_id", "kind"],
        unique=True,
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )
    op.create_index("ix_visit_day", "visit", ["day"])
    _find_wished_centres()


def downgrade() -> None:
    op.drop_index("ix_visit_day", "visit")
    op.drop_index("uq_visit_notice_waiting", "visit_notice")
    _keep_the_last_notices()
    with op.batch_alter_table("visit_notice") as batch:
        batch.drop_index("ix_visit_notice_handled_at_created_at")
        batch.drop_index("ix_visit_notice_visit_id")
        batch.create_unique_constraint(op.f("uq_visit_notice_visit_id_kind"), ["visit_id", "kind"])
        batch.drop_constraint(op.f("fk_visit_notice_handled_by_id"), type_="foreignkey")
        for name in ("answer", "decision", "handled_by_id", "handled_at"):
            batch.drop_column(name)
    requests = sa.table("appointment_request", sa.column("state"))
    op.execute(requests.update().where(requests.c.state == "creneau-propose").values(state="prise-en-charge"))
    with op.batch_alter_table("appointment_request") as batch:
        batch.drop_index("ix_appointment_request_created_at")
        batch.drop_index("ix_appointment_request_state_created_at")
        batch.drop_constraint(op.f("fk_appointment_request_taken_by_id"), type_="foreignkey")
        for name in ("version", "objection", "proposal", "taken_at", "taken_by_id", "wished_centre"):
            batch.drop_column(name)


def _find_wished_centres() -> None:
    """Until now the centre stood among the facts alone."""
    requests = sa.table(
        "appointment_request", sa.column("id"), sa.column("facts", sa.JSON()), sa.column("wished_centre")
    )
    connection = op.get_bind()
    for request in connection.execute(sa.select(requests.c.id, requests.c.facts)).all():
        if centre := (request.facts or {}).get("centre"):
            connection.execute(requests.update().where(requests.c.id == request.id).values(wished_centre=centre[:100]))


def _keep_the_last_notices() -> None:
    """There was room for one of each kind."""
    notices = sa.table("visit_notice", sa.column("id"), sa.column("visit_id"), sa.column("kind"))
    last = sa.select(sa.func.max(notices.c.id)).group_by(notices.c.visit_id, notices.c.kind)
    op.execute(notices.delete().where(notices.c.id.not_in(last)))
