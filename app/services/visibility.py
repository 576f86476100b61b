"""What a person may see of what the portal holds for a company: said where it is read, so that no page can forget."""

from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, bindparam, true

from app.models import AppointmentRequest, Document, DocumentKind, Membership, Role, Visit, VisitKind
from app.tenancy import CompanyAccess

# Asked for by the employee, or for their return: the company may know if they agree, a third party never needs to.
_THE_EMPLOYEE_S_OWN = [kind for kind in VisitKind if kind.is_the_employee_s_own]
# Why an appointment is asked for: it may tell of a pregnancy, of a handicap, of a visit made before the return.
_WHY = frozenset({"cause", "before_return", "reason", "constraints", "comment"})


def visits(access: CompanyAccess) -> ColumnElement[bool]:
    """Which visits this person may know of (Code du travail, art. R. 4624-29, R. 4624-30 and R. 4624-34)."""
    shown = ~Visit.is_confidential
    return shown & Visit.kind.not_in(_THE_EMPLOYEE_S_OWN) if access.role.is_third_party else shown


def facts_of(access: CompanyAccess, request: AppointmentRequest) -> dict[str, Any]:
    """What a request says, as far as this person may know: why, a third party only reads where it wrote it itself."""
    if not access.role.is_third_party or request.created_by_id == access.user.id:
        return request.facts
    return {name: fact for name, fact in request.facts.items() if name not in _WHY}


def documents(access: CompanyAccess) -> ColumnElement[bool]:
    """Which documents this person may know of: a third party, only the types that the association lets them read."""
    return Document.kind.in_(document_kinds(access.role)) if access.role.is_third_party else true()


def documents_of_each() -> ColumnElement[bool]:
    """The same across a person's companies, by the role that the statement's membership gives in each.

    The statement is given `kinds`: those that third parties may know of.
    """
    return (Membership.role != Role.THIRD_PARTY) | Document.kind.in_(bindparam("kinds", expanding=True))


def document_kinds(role: Role) -> list[DocumentKind]:
    """The types of documents that somebody of this role may know of."""
    reserved = role.is_third_party
    return [kind for kind in DocumentKind if not reserved or kind.value in current_app.config["DOCUMENTS_TIERS"]]
