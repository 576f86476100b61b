"""Batches of files that agents drop to publish them; documents are found by their number."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _words(name: str, length: int, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=length)


def upgrade() -> None:
    op.create_table(
        "document_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column(
            "state", _words("batchstate", 12, "lecture", "a-verifier", "publication", "publie"), nullable=False
        ),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("told_through", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_document_batch_created_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_document_batch_job_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_batch")),
        sa.UniqueConstraint("public_id", name=op.f("uq_document_batch_public_id")),
    )
    op.create_index(op.f("ix_document_batch_created_at"), "document_batch", ["created_at"])
    op.create_table(
        "dropped_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("archive", sa.String(length=255), nullable=True),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("dropped_as", _words("droppedas", 10, "document", "archive", "index"), nullable=False),
        sa.Column("file_key", sa.String(length=64), nullable=True),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("taken_out", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            _words(
                *("filestate", 14, "a-lire", "pret", "incomplet", "sans-adherent", "ambigu"),
                *("deja-publie", "autre-version", "en-double", "refuse", "publie"),
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("told_by", sa.String(length=60), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column(
            "kind",
            _words("documentkind", 12, "FACTURE", "AVOIR", "RECU", "ATTESTATION", "AUTRE"),
            nullable=True,
        ),
        sa.Column("reference", sa.String(length=40), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("net_cents", sa.Integer(), nullable=True),
        sa.Column("gross_cents", sa.Integer(), nullable=True),
        sa.Column("payment", _words("documentstate", 10, "A_REGLER", "REGLEE"), nullable=True),
        sa.Column("replaces", sa.Boolean(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("is_news", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["document_batch.id"], name=op.f("fk_dropped_file_batch_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_dropped_file_company_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_dropped_file_document_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dropped_file")),
    )
    op.create_index("ix_dropped_file_batch_id_state", "dropped_file", ["batch_id", "state"])
    op.create_index(op.f("ix_dropped_file_company_id"), "dropped_file", ["company_id"])
    op.create_index(op.f("ix_dropped_file_document_id"), "dropped_file", ["document_id"])
    op.create_index(op.f("ix_document_reference"), "document", ["reference"])


def downgrade() -> None:
    op.drop_index(op.f("ix_document_reference"), table_name="document")
    op.drop_table("dropped_file")
    op.drop_table("document_batch")
