"""rattachements.csv of the export: the third parties whom members attached to their company, or removed from it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, or_, select, tuple_

from app.extensions import db
from app.models import AuditEvent, Company, Membership, MembershipStatus, Role, User
from app.services.exchange.learnt import AUTHOR, FETCHED, File, Learnt, author
from app.services.exchange.memberships import STANDINGS
from app.services.memberships import REFERRED

FILE = File("rattachements.csv", ("email", "code_adherent", "role", "reference_cabinet", "etat"))
# A request is told once it is granted; one that was refused never opened anything.
_TOLD = (MembershipStatus.ACTIVE, MembershipStatus.SUSPENDED, MembershipStatus.REMOVED)


def changed(since: datetime) -> Learnt:
    """The accesses opened, closed or filed anew here since then; those that came from an import are known already."""
    referred = select(AuditEvent.company_id, AuditEvent.actor_id).where(
        AuditEvent.at >= since, AuditEvent.action == REFERRED
    )
    statement = (
        select(
            *(Membership.user_id, Membership.company_id, Membership.role, Membership.reference, Membership.status),
            *(Membership.created_at, Membership.recognised_at, Membership.ended_at),
            *(User.email, Company.member_code),
        )
        .join(User, User.id == Membership.user_id)
        .join(Company, Company.id == Membership.company_id)
        .where(
            Membership.role == Role.THIRD_PARTY,
            Membership.status.in_(_TOLD),
            or_(
                Membership.created_at >= since,
                Membership.recognised_at >= since,
                Membership.ended_at >= since,
                tuple_(Membership.company_id, Membership.user_id).in_(referred),
            ),
        )
        .order_by(Company.member_code, User.email)
    )
    result = db.session.execute(statement, execution_options={"yield_per": FETCHED})
    for batch in result.partitions(FETCHED):
        acts = _acts({row.company_id for row in batch}, since)
        yield from (line for row in batch if (line := _line(row, acts.get((row.company_id, row.user_id)))))


def _line(row: Any, act: RowMapping | None) -> Sequence[Any] | None:
    if act and act["facts"].get("source") == "import":
        return None
    known = (row.created_at, row.recognised_at, row.ended_at, act["at"] if act else None)
    at = max(moment for moment in known if moment)
    standing = STANDINGS[row.status is MembershipStatus.ACTIVE]
    who = author(dict(act)) if act else ""
    return (row.email, row.member_code, row.role, row.reference, standing, at, who)


def _acts(company_ids: Collection[int], since: datetime) -> dict[tuple[int, int], RowMapping]:
    """The last thing that the journal says of each access."""
    rows = db.session.execute(
        select(
            *(AuditEvent.company_id, AuditEvent.actor_id, AuditEvent.person_id, AuditEvent.facts, AuditEvent.at),
            *AUTHOR,
        )
        .outerjoin(User, User.id == AuditEvent.actor_id)
        .where(
            AuditEvent.company_id.in_(company_ids),
            AuditEvent.at >= since,
            AuditEvent.action.startswith("membership."),
        )
        .order_by(AuditEvent.id)
    )
    return {(row["company_id"], _person(row)): row for row in rows.mappings()}


def _person(row: RowMapping) -> int:
    """Whose access it was: said by acts about others and by imports, the author of what one does for oneself."""
    return int(row["person_id"] or row["actor_id"] or 0)
