"""visites.csv: the visits that the association plans and has made."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select, update

from app.clock import now
from app.extensions import db
from app.models import Centre, Company, NoticeKind, Visit, VisitKind, VisitNotice, VisitState
from app.services.exchange import references, values
from app.services.exchange.layout import Column, Entry, Layout
from app.services.exchange.plan import Plan, Row
from app.services.exchange.report import Problem

MOVED = "cette visite est déjà celle d’une autre entreprise"
DEPARTED = "ce salarié est parti\u00a0: la visite que son départ a annulée sur le portail n’est pas rétablie"
ABSENT = "l’entreprise a annoncé une absence sur le portail\u00a0: la visite n’est pas rétablie"
LONGEST = 480
KINDS = {kind.value: kind for kind in VisitKind}
KINDS_ELSEWHERE = {
    "VIP": VisitKind.HIRING,
    "VIPI": VisitKind.HIRING,
    "VISITE_EMBAUCHE": VisitKind.HIRING,
    "EMA": VisitKind.APTITUDE,
    "VIPP": VisitKind.PERIODIC,
    "VISITE_PERIODIQUE": VisitKind.PERIODIC,
    "PÉRIODIQUE": VisitKind.PERIODIC,
    "INTERMÉDIAIRE": VisitKind.INTERMEDIATE,
    "VISITE_REPRISE": VisitKind.RETURN,
    "PRE_REPRISE": VisitKind.BEFORE_RETURN,
    "PRE-REPRISE": VisitKind.BEFORE_RETURN,
    "PRÉREPRISE": VisitKind.BEFORE_RETURN,
    "PRÉ-REPRISE": VisitKind.BEFORE_RETURN,
    "EMPLOYEUR": VisitKind.EMPLOYER,
    "SALARIE": VisitKind.EMPLOYEE,
    "SALARIÉ": VisitKind.EMPLOYEE,
    "MEDECIN": VisitKind.PHYSICIAN,
    "MÉDECIN": VisitKind.PHYSICIAN,
    "MI-CARRIERE": VisitKind.MID_CAREER,
    "MI-CARRIÈRE": VisitKind.MID_CAREER,
    "POST-EXPOSITION": VisitKind.AFTER_EXPOSURE,
}
# What people write in their diaries: when one of them changes, so does the appointment.
APPOINTMENT = ("day", "at", "minutes", "centre", "centre_address", "state")

LAYOUT = Layout(
    file="visites.csv",
    columns=(
        Column("reference", "reference", values.identifier(40), required=True),
        Column("code_adherent", "member_code", values.member_code, required=True),
        Column("reference_salarie", "employee_reference", values.identifier(40), required=True),
        Column("type", "kind", values.one_of(KINDS, KINDS_ELSEWHERE), required=True),
        Column("date", "day", values.day, required=True),
        Column("heure", "at", values.hour),
        Column("duree_minutes", "minutes", values.whole(1, LONGEST)),
        Column("centre", "centre", values.text(100)),
        Column("adresse_centre", "centre_address", values.text(200)),
        Column("professionnel", "professional", values.text(100)),
        Column("etat", "state", values.one_of({state.value: state for state in VisitState}), empty=VisitState.PLANNED),
    ),
    key=("reference",),
)


def plan(entries: Sequence[Entry]) -> Plan:
    """What these entries change among the visits."""
    planned = Plan(Visit)
    companies = references.company_ids({entry.values["member_code"] for entry in entries})
    employees = references.employees(
        {(entry.values["member_code"], entry.values["employee_reference"]) for entry in entries}
    )
    present = _present(entries)
    absent = _announced_absences(present)
    last = references.last_numbers(Visit, companies.values())
    for entry in entries:
        visit = present.get(entry.values["reference"])
        named = employees.get((entry.values["member_code"], entry.values["employee_reference"]))
        if entry.values["member_code"] not in companies:
            planned.problems.append(LAYOUT.problem(entry, "member_code", references.UNKNOWN_COMPANY))
        elif named is None:
            planned.problems.append(LAYOUT.problem(entry, "employee_reference", references.UNKNOWN_EMPLOYEE))
        elif visit is None:
            last[named.company_id] = last.get(named.company_id, 0) + 1
            planned.added.append({**_wanted(entry, named, None), "number": last[named.company_id]})
        elif visit["company_id"] != named.company_id:
            planned.problems.append(LAYOUT.problem(entry, "reference", MOVED))
        elif reason := _was_freed_here(visit, entry, named, absent):
            planned.warnings.append(LAYOUT.problem(entry, "state", reason))
            planned.keep()
        else:
            planned.change(visit, _wanted(entry, named, visit))
    return planned


def _was_freed_here(visit: Row, entry: Entry, named: references.Named, absent: Collection[int]) -> str | None:
    """Why a visit, given up on the portal, is not to be brought back by a file that does not know of it yet.

    Another day or another hour is another appointment.
    """
    given = entry.values
    says_otherwise = given.get("state") is VisitState.PLANNED and visit["state"] is not VisitState.PLANNED
    if not says_otherwise or given["day"] != visit["day"] or given.get("at", visit["at"]) != visit["at"]:
        return None
    if visit["state"] is VisitState.EXCUSED and visit["id"] in absent:
        return ABSENT
    has_left = named.departed_on is not None and visit["day"] > named.departed_on
    return DEPARTED if has_left and visit["state"] is VisitState.CANCELLED else None


def _announced_absences(present: Mapping[str, Row]) -> set[int]:
    ids = [visit["id"] for visit in present.values() if visit["state"] is VisitState.EXCUSED]
    absences = select(VisitNotice.visit_id).where(VisitNotice.visit_id.in_(ids), VisitNotice.kind == NoticeKind.ABSENCE)
    return set(db.session.scalars(absences)) if ids else set()


def moved(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Visits that these entries would take from one company to another: a mistake in the file, and a leak."""
    rows = db.session.execute(
        select(Visit.reference, Company.member_code)
        .join(Company, Company.id == Visit.company_id)
        .where(Visit.reference.in_([entry.values["reference"] for entry in entries]))
    )
    owners = {row.reference: row.member_code for row in rows}
    for entry in entries:
        if owners.get(entry.values["reference"], entry.values["member_code"]) != entry.values["member_code"]:
            yield LAYOUT.problem(entry, "reference", MOVED)


def keep_centres(planned: Plan) -> None:
    """Have the list of centres name those of these visits, at the address that they give."""
    rows = [row for row in (*planned.added, *planned.changed) if row.get("centre")]
    addresses = {row["centre"]: row.get("centre_address") for row in rows}
    present = {
        centre.name: centre.address
        for centre in db.session.execute(select(Centre.name, Centre.address).where(Centre.name.in_(addresses)))
    }
    for name, address in addresses.items():
        if name not in present:
            db.session.execute(insert(Centre).values(name=name, address=address))
        elif address and address != present[name]:
            db.session.execute(update(Centre).where(Centre.name == name).values(address=address))


def _wanted(entry: Entry, named: references.Named, visit: Row | None) -> dict[str, Any]:
    given = {name: value for name, value in entry.values.items() if name not in ("member_code", "employee_reference")}
    wanted = {**given, "company_id": named.company_id, "employee_id": named.employee_id}
    if visit is None:
        return {**wanted, "is_confidential": given["kind"].is_the_employee_s_own}
    same_kind = given["kind"] is visit["kind"]
    wanted["is_confidential"] = visit["is_confidential"] if same_kind else given["kind"].is_the_employee_s_own
    changes = any(given[name] != visit[name] for name in APPOINTMENT if name in given)
    wanted["sequence"] = visit["sequence"] + changes
    wanted["changed_at"] = now() if changes else visit["changed_at"]
    return wanted


def _present(entries: Sequence[Entry]) -> dict[str, Row]:
    wanted = [entry.values["reference"] for entry in entries]
    rows = db.session.execute(select(*Visit.__table__.columns).where(Visit.reference.in_(wanted)))
    return {row["reference"]: row for row in rows.mappings()}
