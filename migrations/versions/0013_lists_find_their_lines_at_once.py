"""Lists find their lines at once: the visits of an employee, the lines of the journal by act or by address."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_visit_employee_id_company_id_day", "visit", ["employee_id", "company_id", "day"])
    op.drop_index("ix_visit_employee_id_day", table_name="visit")
    op.create_index("ix_audit_event_action_id", "audit_event", ["action", "id"])
    op.create_index("ix_audit_event_address_id", "audit_event", ["address", "id"])


def downgrade() -> None:
    op.drop_index("ix_audit_event_address_id", table_name="audit_event")
    op.drop_index("ix_audit_event_action_id", table_name="audit_event")
    op.create_index("ix_visit_employee_id_day", "visit", ["employee_id", "day"])
    op.drop_index("ix_visit_employee_id_company_id_day", table_name="visit")
