"""demandes.csv, as the export writes it: what the association answers to requests for an appointment."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import AppointmentRequest, RequestState, Visit
from app.services.exchange import values
from app.services.exchange.layout import Column, Entry, Layout
from app.services.exchange.plan import Plan, Row
from app.services.exchange.references import Reference

UNKNOWN = "aucune demande n’a cette référence"
UNKNOWN_VISIT = "aucune visite de ce salarié n’a cette référence"
BEHIND = "cette demande se traite sur le portail\u00a0: l’import ne lui donne pas cet état"
WITHDRAWN = "cette demande a été annulée sur le portail\u00a0: l’import ne la rétablit pas"

_STEPS = tuple(RequestState)

LAYOUT = Layout(
    file="demandes.csv",
    columns=(
        Column("reference", "reference", values.identifier(20), required=True),
        Column("etat", "state", values.one_of({state.value: state for state in RequestState}), required=True),
        Column("reponse", "answer", values.text(500)),
        Column("reference_visite", "visit", values.identifier(40)),
    ),
    key=("reference",),
    # What members said is theirs: the answer changes nothing of it.
    told_by_exports=frozenset({"code_adherent", "reference_salarie", "type", "a_faire_avant", "precisions"}),
)


def plan(entries: Sequence[Entry]) -> Plan:
    """What these entries change among the requests; requests are made on the portal alone."""
    planned = Plan(AppointmentRequest)
    present = _requests([entry.values["reference"] for entry in entries])
    visits = _visits([entry.values["visit"] for entry in entries if entry.values.get("visit")])
    for entry in entries:
        request, given = present.get(entry.values["reference"]), dict(entry.values)
        if request is None:
            planned.problems.append(LAYOUT.problem(entry, "reference", UNKNOWN))
            continue
        if reference := given.pop("visit", None):
            given["visit_id"] = visits.get((reference, request["employee_id"]))
            if given["visit_id"] is None:
                planned.problems.append(LAYOUT.problem(entry, "visit", UNKNOWN_VISIT))
                continue
        elif "visit" in entry.values:
            given["visit_id"] = None
        if reason := _was_decided_here(request, given["state"]):
            planned.warnings.append(LAYOUT.problem(entry, "state", reason))
            planned.keep()
        elif planned.change(request, given):
            planned.changed[-1]["changed_at"] = now()
    return planned


def _was_decided_here(request: Row, given: RequestState) -> str | None:
    """Why a state, as a file knows it, is not to be brought back. Slots are proposed on the portal alone."""
    present = request["state"]
    if present is RequestState.CANCELLED and given is not RequestState.CANCELLED:
        return WITHDRAWN
    goes_back = given.is_open and _STEPS.index(given) < _STEPS.index(present) and request["taken_by_id"] is not None
    return BEHIND if goes_back or (given is RequestState.PROPOSED and present is not given) else None


def _requests(references: Sequence[str]) -> dict[str, Row]:
    rows = db.session.execute(
        select(*AppointmentRequest.__table__.columns).where(AppointmentRequest.reference.in_(references))
    )
    return {row["reference"]: row for row in rows.mappings()}


def _known_visits(references: Collection[str]) -> dict[str, int]:
    return {reference: visit for (reference, _), visit in _visits(list(references)).items()}


def _visits(references: Sequence[str]) -> dict[tuple[str, int], int]:
    """The visits of these references, each with whom it is for."""
    rows: Any = db.session.execute(
        select(Visit.reference, Visit.employee_id, Visit.id).where(Visit.reference.in_(references))
    )
    return {(row.reference, row.employee_id): row.id for row in rows}


# For the check before a strict import: requests are in the database, or nowhere.
REQUEST = Reference("(portail)", ("reference",), UNKNOWN, lambda references: _requests(list(references)))
VISIT = Reference("visites.csv", ("visit",), UNKNOWN_VISIT, _known_visits)
