"""rattachements.csv: who acts for which company."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Membership, MembershipStatus, Role
from app.services.exchange import references, values
from app.services.exchange.layout import Column, Entry, Layout
from app.services.exchange.plan import Plan, Row

ENDED_ON_PORTAL = "cet accès a été retiré, suspendu ou refusé sur le portail\u00a0: l’import ne le rétablit pas"
PENDING_ON_PORTAL = "cet accès attend un accord sur le portail\u00a0: l’import ne l’accorde pas"

# Our exports tell the accesses that were closed too: read again, such a line opens nothing.
STANDINGS = {True: "actif", False: "retire"}

LAYOUT = Layout(
    file="rattachements.csv",
    columns=(
        Column("email", "email", values.email, required=True),
        Column("code_adherent", "member_code", values.member_code, required=True),
        Column("role", "role", values.one_of({role.value: role for role in Role}), required=True),
        Column("reference_cabinet", "reference", values.identifier(40)),
        Column("etat", "is_active", values.one_of({word: active for active, word in STANDINGS.items()}), empty=True),
    ),
    key=("email", "member_code"),
)


def plan(entries: Sequence[Entry]) -> Plan:
    """What these entries change among the memberships. What people decided on the portal is not undone by a file."""
    planned = Plan(Membership)
    users = references.user_ids({entry.values["email"] for entry in entries})
    companies = references.company_ids({entry.values["member_code"] for entry in entries})
    present = _present(users.values(), companies.values())
    for entry in entries:
        user_id, company_id = users.get(entry.values["email"]), companies.get(entry.values["member_code"])
        if user_id is None:
            planned.problems.append(LAYOUT.problem(entry, "email", references.UNKNOWN_ACCOUNT))
        if company_id is None:
            planned.problems.append(LAYOUT.problem(entry, "member_code", references.UNKNOWN_COMPANY))
        if user_id and company_id and not entry.values.get("is_active", True):
            planned.keep()
        elif user_id and company_id:
            wanted = {"user_id": user_id, "company_id": company_id, **_own(entry)}
            _put(planned, entry, present.get((user_id, company_id)), wanted)
    return planned


def _put(planned: Plan, entry: Entry, membership: Row | None, wanted: dict[str, Any]) -> None:
    facts = {"person_id": wanted["user_id"], "role": wanted["role"].value}
    if membership is None:
        planned.added.append(wanted)
        planned.note("membership.active", wanted["company_id"], **facts)
    elif membership["status"] is not MembershipStatus.ACTIVE:
        pending = membership["status"] is MembershipStatus.PENDING
        planned.warnings.append(LAYOUT.problem(entry, "email", PENDING_ON_PORTAL if pending else ENDED_ON_PORTAL))
        planned.keep()
    elif planned.change(membership, wanted) and membership["role"] is not wanted["role"]:
        planned.note("membership.role_changed", wanted["company_id"], **facts)


def _own(entry: Entry) -> dict[str, Any]:
    return {name: value for name, value in entry.values.items() if name not in ("email", "member_code", "is_active")}


def _present(user_ids: Any, company_ids: Any) -> dict[tuple[int, int], Row]:
    kept = (
        Membership.id,
        Membership.user_id,
        Membership.company_id,
        Membership.role,
        Membership.reference,
        Membership.status,
    )
    rows = db.session.execute(
        select(*kept).where(Membership.user_id.in_(list(user_ids)), Membership.company_id.in_(list(company_ids)))
    )
    return {(row["user_id"], row["company_id"]): row for row in rows.mappings()}
