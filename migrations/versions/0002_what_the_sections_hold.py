"""What the sections of a company hold."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("reference_on", sa.Date(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("tariff", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("year", name=op.f("uq_campaign_year")),
    )
    op.create_table(
        "centre",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre")),
        sa.UniqueConstraint("name", name=op.f("uq_centre_name")),
    )
    op.create_table(
        "numbering",
        sa.Column("series", sa.String(length=4), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_numbering")),
    )
    op.create_table(
        "regular_run",
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("slot", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", "slot", name=op.f("pk_regular_run")),
    )
    op.create_table(
        "company_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("responsable", "rh", "securite", "comptabilite", "autre", name="contactkind", native_enum=False),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("job_title", sa.String(length=100), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_company_contact_company_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_contact")),
        sa.UniqueConstraint("company_id", "number", name=op.f("uq_company_contact_company_id_number")),
        info={"company_door": "company_id"},
    )
    op.create_table(
        "company_details",
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("summons_address", sa.String(length=160), nullable=True),
        sa.Column("summons_extra", sa.String(length=160), nullable=True),
        sa.Column("summons_postcode", sa.String(length=10), nullable=True),
        sa.Column("summons_city", sa.String(length=80), nullable=True),
        sa.Column("billing_name", sa.String(length=160), nullable=True),
        sa.Column("billing_email", sa.String(length=254), nullable=True),
        sa.Column("billing_address", sa.String(length=160), nullable=True),
        sa.Column("billing_extra", sa.String(length=160), nullable=True),
        sa.Column("billing_postcode", sa.String(length=10), nullable=True),
        sa.Column("billing_city", sa.String(length=80), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user_account.id"], name=op.f("fk_company_details_changed_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_company_details_company_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["user_account.id"],
            name=op.f("fk_company_details_confirmed_by_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("company_id", name=op.f("pk_company_details")),
        info={"company_door": "company_id"},
    )
    op.create_table(
        "contact_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("company_name", sa.String(length=160), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("file_key", sa.String(length=64), nullable=True),
        sa.Column("file_name", sa.String(length=120), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_contact_message_company_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_contact_message_user_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_message")),
        sa.UniqueConstraint("reference", name=op.f("uq_contact_message_reference")),
        info={"company_door": "company_id", "append_only": True},
    )
    with op.batch_alter_table("contact_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_message_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_message_company_id"), ["company_id"], unique=False)

    op.create_table(
        "declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("brouillon", "envoyee", "remplacee", name="declarationstate", native_enum=False, length=10),
            nullable=False,
        ),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("si", sa.Integer(), nullable=True),
        sa.Column("sia", sa.Integer(), nullable=True),
        sa.Column("sir", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("net_cents", sa.Integer(), nullable=True),
        sa.Column("gross_cents", sa.Integer(), nullable=True),
        sa.Column("nil_since", sa.Date(), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("receipt", sa.String(length=24), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_by", sa.String(length=300), nullable=True),
        sa.Column("sent_by_third_party", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_declaration_company_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["user_account.id"], name=op.f("fk_declaration_sent_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["user_account.id"], name=op.f("fk_declaration_started_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["updated_by_id"], ["user_account.id"], name=op.f("fk_declaration_updated_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration")),
        sa.UniqueConstraint("company_id", "year", "version", name=op.f("uq_declaration_company_id_year_version")),
        sa.UniqueConstraint("receipt", name=op.f("uq_declaration_receipt")),
        info={"company_door": "company_id"},
    )
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.create_index("ix_declaration_year_state", ["year", "state"], unique=False)

    op.create_table(
        "declaration_queue",
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("companies", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_declaration_queue_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("public_id", name=op.f("pk_declaration_queue")),
        info={"user_door": "user_id"},
    )
    with op.batch_alter_table("declaration_queue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_declaration_queue_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_declaration_queue_user_id"), ["user_id"], unique=False)

    op.create_table(
        "digest_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_digest_item_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_item")),
    )
    with op.batch_alter_table("digest_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_digest_item_user_id"), ["user_id"], unique=False)

    op.create_table(
        "email_change",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_email_change_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_email_change")),
        sa.UniqueConstraint("digest", name=op.f("uq_email_change_digest")),
    )
    op.create_table(
        "sent_form",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(length=300), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_sent_form_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sent_form")),
    )
    with op.batch_alter_table("sent_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sent_form_at"), ["at"], unique=False)

    op.create_table(
        "declared_employee",
        sa.Column("declaration_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("follow_up", sa.Enum("SI", "SIA", "SIR", name="followup", native_enum=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_declared_employee_company_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_declared_employee_declaration_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_declared_employee_employee_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("declaration_id", "employee_id", name=op.f("pk_declared_employee")),
        info={"company_door": "company_id"},
    )
    with op.batch_alter_table("declared_employee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_declared_employee_company_id"), ["company_id"], unique=False)
        batch_op.create_index("ix_declared_employee_employee_id", ["employee_id"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "FACTURE", "AVOIR", "RECU", "ATTESTATION", "AUTRE", name="documentkind", native_enum=False, length=12
            ),
            nullable=False,
        ),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("net_cents", sa.Integer(), nullable=True),
        sa.Column("gross_cents", sa.Integer(), nullable=True),
        sa.Column(
            "state", sa.Enum("A_REGLER", "REGLEE", name="documentstate", native_enum=False, length=10), nullable=True
        ),
        sa.Column("file_key", sa.String(length=64), nullable=True),
        sa.Column("file_size", sa.Integer(), nullable=True),
        sa.Column("declaration_id", sa.Integer(), nullable=True),
        sa.Column("employee_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_document_company_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_document_declaration_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_document_employee_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("company_id", "kind", "reference", name=op.f("uq_document_company_id_kind_reference")),
        sa.UniqueConstraint("company_id", "number", name=op.f("uq_document_company_id_number")),
        info={"company_door": "company_id"},
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index("ix_document_company_id_issued_on", ["company_id", "issued_on"], unique=False)

    op.create_table(
        "employee_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "declare",
                "modifie",
                "depart",
                "depart-annule",
                "reintegre",
                name="employeeeventkind",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=300), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_employee_event_actor_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_employee_event_company_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_employee_event_employee_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employee_event")),
        info={"company_door": "company_id", "append_only": True},
    )
    with op.batch_alter_table("employee_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employee_event_at"), ["at"], unique=False)
        batch_op.create_index("ix_employee_event_company_id_at", ["company_id", "at"], unique=False)
        batch_op.create_index("ix_employee_event_employee_id_at", ["employee_id", "at"], unique=False)

    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "EMBAUCHE",
                "APTITUDE",
                "PERIODIQUE",
                "INTERMEDIAIRE",
                "REPRISE",
                "PREREPRISE",
                "DEMANDE_EMPLOYEUR",
                "DEMANDE_SALARIE",
                "DEMANDE_MEDECIN",
                "MI_CARRIERE",
                "POST_EXPOSITION",
                name="visitkind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "PLANIFIEE",
                "REALISEE",
                "ABSENTE",
                "EXCUSEE",
                "ANNULEE",
                name="visitstate",
                native_enum=False,
                length=12,
            ),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.Time(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("centre", sa.String(length=100), nullable=True),
        sa.Column("centre_address", sa.String(length=200), nullable=True),
        sa.Column("professional", sa.String(length=100), nullable=True),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_visit_company_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_visit_employee_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("company_id", "number", name=op.f("uq_visit_company_id_number")),
        sa.UniqueConstraint("reference", name=op.f("uq_visit_reference")),
        info={"company_door": "company_id"},
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index("ix_visit_company_id_day", ["company_id", "day"], unique=False)
        batch_op.create_index("ix_visit_employee_id_day", ["employee_id", "day"], unique=False)

    op.create_table(
        "appointment_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "EMBAUCHE",
                "APTITUDE",
                "PERIODIQUE",
                "INTERMEDIAIRE",
                "REPRISE",
                "PREREPRISE",
                "DEMANDE_EMPLOYEUR",
                "DEMANDE_SALARIE",
                "DEMANDE_MEDECIN",
                "MI_CARRIERE",
                "POST_EXPOSITION",
                name="visitkind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "envoyee",
                "prise-en-charge",
                "planifiee",
                "refusee",
                "annulee",
                name="requeststate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("latest_on", sa.Date(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_appointment_request_company_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["user_account.id"],
            name=op.f("fk_appointment_request_created_by_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_appointment_request_employee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_appointment_request_visit_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_request")),
        sa.UniqueConstraint("reference", name=op.f("uq_appointment_request_reference")),
        info={"company_door": "company_id"},
    )
    with op.batch_alter_table("appointment_request", schema=None) as batch_op:
        batch_op.create_index(
            "ix_appointment_request_company_id_created_at", ["company_id", "created_at"], unique=False
        )
        batch_op.create_index("ix_appointment_request_employee_id_state", ["employee_id", "state"], unique=False)

    op.create_table(
        "document_reading",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_document_reading_company_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_reading_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_document_reading_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", "user_id", name=op.f("pk_document_reading")),
        info={"company_door": "company_id", "user_door": "user_id"},
    )
    with op.batch_alter_table("document_reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_reading_company_id"), ["company_id"], unique=False)

    op.create_table(
        "visit_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("absence", "report", name="noticekind", native_enum=False, length=10), nullable=False
        ),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.String(length=500), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_visit_notice_company_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_visit_notice_created_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_notice_visit_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_notice")),
        sa.UniqueConstraint("visit_id", "kind", name=op.f("uq_visit_notice_visit_id_kind")),
        info={"company_door": "company_id"},
    )
    with op.batch_alter_table("visit_notice", schema=None) as batch_op:
        batch_op.create_index("ix_visit_notice_company_id_created_at", ["company_id", "created_at"], unique=False)

    with op.batch_alter_table("employee", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contract_ends_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("has_other_employer", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("departure_reason", sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column("departed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("email", sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column("mobile", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("follow_up_confirmed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("personal_situation", sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.add_column(sa.Column("calendar_digest", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_membership_calendar_digest"), ["calendar_digest"])

    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wants_reminders", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("wants_documents", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("wants_visits", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("daily_digest", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_column("daily_digest")
        batch_op.drop_column("wants_visits")
        batch_op.drop_column("wants_documents")
        batch_op.drop_column("wants_reminders")

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_membership_calendar_digest"), type_="unique")
        batch_op.drop_column("calendar_digest")

    with op.batch_alter_table("employee", schema=None) as batch_op:
        batch_op.drop_column("personal_situation")
        batch_op.drop_column("follow_up_confirmed_on")
        batch_op.drop_column("mobile")
        batch_op.drop_column("email")
        batch_op.drop_column("departed_at")
        batch_op.drop_column("departure_reason")
        batch_op.drop_column("has_other_employer")
        batch_op.drop_column("contract_ends_on")

    with op.batch_alter_table("visit_notice", schema=None) as batch_op:
        batch_op.drop_index("ix_visit_notice_company_id_created_at")

    op.drop_table("visit_notice")
    with op.batch_alter_table("document_reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_reading_company_id"))

    op.drop_table("document_reading")
    with op.batch_alter_table("appointment_request", schema=None) as batch_op:
        batch_op.drop_index("ix_appointment_request_employee_id_state")
        batch_op.drop_index("ix_appointment_request_company_id_created_at")

    op.drop_table("appointment_request")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index("ix_visit_employee_id_day")
        batch_op.drop_index("ix_visit_company_id_day")

    op.drop_table("visit")
    with op.batch_alter_table("employee_event", schema=None) as batch_op:
        batch_op.drop_index("ix_employee_event_employee_id_at")
        batch_op.drop_index("ix_employee_event_company_id_at")
        batch_op.drop_index(batch_op.f("ix_employee_event_at"))

    op.drop_table("employee_event")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index("ix_document_company_id_issued_on")

    op.drop_table("document")
    with op.batch_alter_table("declared_employee", schema=None) as batch_op:
        batch_op.drop_index("ix_declared_employee_employee_id")
        batch_op.drop_index(batch_op.f("ix_declared_employee_company_id"))

    op.drop_table("declared_employee")
    with op.batch_alter_table("sent_form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sent_form_at"))

    op.drop_table("sent_form")
    op.drop_table("email_change")
    with op.batch_alter_table("digest_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_digest_item_user_id"))

    op.drop_table("digest_item")
    with op.batch_alter_table("declaration_queue", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_declaration_queue_user_id"))
        batch_op.drop_index(batch_op.f("ix_declaration_queue_created_at"))

    op.drop_table("declaration_queue")
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.drop_index("ix_declaration_year_state")

    op.drop_table("declaration")
    with op.batch_alter_table("contact_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_message_company_id"))
        batch_op.drop_index(batch_op.f("ix_contact_message_at"))

    op.drop_table("contact_message")
    op.drop_table("company_details")
    op.drop_table("company_contact")
    op.drop_table("regular_run")
    op.drop_table("numbering")
    op.drop_table("centre")
    op.drop_table("campaign")
