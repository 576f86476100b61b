"""salaries.csv: the employees whom the association follows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select, tuple_

from app.extensions import db
from app.models import Employee, FollowUp
from app.services import risks
from app.services.exchange import portal_born, references, values
from app.services.exchange.layout import Column, Entry, Layout, Remark
from app.services.exchange.plan import Plan, Row
from app.services.search import fold

LEFT_BEFORE_ENTERING = "la date de sortie précède la date d’entrée"
ENTERED_BEFORE_BIRTH = "la date d’entrée précède la naissance"
SIR_WITHOUT_RISK = "suivi renforcé (SIR) sans risque indiqué"
PERSONAL = "la situation personnelle d’un salarié n’est pas un risque du poste\u00a0: elle n’est pas gardée"
DEPARTED_HERE = "ce départ a été déclaré sur le portail\u00a0: l’import ne l’efface pas"
ANSWERS = {"oui": True, "non": False}
ANSWERS_ELSEWHERE = {"o": True, "n": False, "1": True, "0": False}
SEXES = {"F": "F", "M": "M"}
SEXES_ELSEWHERE = {"H": "M", "1": "M", "2": "F"}


def _errors(given: dict[str, Any]) -> Iterator[Remark]:
    born, entered, left = given.get("born_on"), given.get("entered_on"), given.get("left_on")
    if entered and left and left < entered:
        yield "date_sortie", LEFT_BEFORE_ENTERING
    if born and entered and entered <= born:
        yield "date_entree", ENTERED_BEFORE_BIRTH


def _warnings(given: dict[str, Any]) -> Iterator[Remark]:
    if given.get("follow_up") is FollowUp.SIR and "risks" in given and not given["risks"]:
        yield "risques", SIR_WITHOUT_RISK
    if risks.personal(given.get("risks")):
        yield "risques", PERSONAL


LAYOUT = Layout(
    file="salaries.csv",
    columns=(
        Column("code_adherent", "member_code", values.member_code, required=True),
        Column("reference", "reference", values.identifier(40), required=True),
        Column("nom_naissance", "birth_name", values.text(100), required=True),
        Column("nom_usage", "usual_name", values.text(100)),
        Column("prenom", "first_name", values.text(100), required=True),
        Column("sexe", "sex", values.one_of(SEXES, SEXES_ELSEWHERE)),
        Column("date_naissance", "born_on", values.day),
        Column("poste", "job", values.text(160)),
        Column("code_pcs", "pcs", values.pcs),
        Column("type_contrat", "contract", values.text(40)),
        Column("date_entree", "entered_on", values.day),
        Column("date_sortie", "left_on", values.day),
        Column("type_suivi", "follow_up", values.one_of({kind.value: kind for kind in FollowUp})),
        Column("risques", "risks", values.listed(400)),
        Column("echeance_visite", "next_visit_due_on", values.day),
        Column("date_fin_contrat", "contract_ends_on", values.day),
        Column("autre_employeur", "has_other_employer", values.one_of(ANSWERS, ANSWERS_ELSEWHERE)),
        Column("motif_depart", "departure_reason", values.text(30)),
        Column("email", "email", values.email),
        Column("mobile", "mobile", values.mobile),
    ),
    key=("member_code", "reference"),
    errors=_errors,
    warnings=_warnings,
)


def search_text(person: Mapping[str, Any]) -> str:
    """What an employee is searched by."""
    names = ("birth_name", "usual_name", "first_name", "job")
    return fold(" ".join(person[name] for name in names if person.get(name)))[:480]


def sort_name(person: Mapping[str, Any]) -> str:
    """What lists of employees are sorted on: the name in use, then the first name."""
    return fold(f"{person.get('usual_name') or person['birth_name']} {person['first_name']}")[:210]


def plan(entries: Sequence[Entry]) -> Plan:
    """What these entries change among the employees."""
    planned = Plan(Employee)
    companies = references.company_ids({entry.values["member_code"] for entry in entries})
    keys = {(companies.get(entry.values["member_code"]), entry.values["reference"]) for entry in entries}
    present = _present([key for key in keys if key[0]])
    strangers = {company_id for company_id, _ in keys - present.keys() if company_id}
    last, born_here = references.last_numbers(Employee, strangers), portal_born.of(strangers)
    for entry in entries:
        company_id = companies.get(entry.values["member_code"])
        if company_id is None:
            planned.problems.append(LAYOUT.problem(entry, "member_code", references.UNKNOWN_COMPANY))
            continue
        employee = present.get((company_id, entry.values["reference"])) or born_here.take(company_id, entry.values)
        wanted = _wanted(entry.values, company_id, employee)
        if employee is None:
            last[company_id] = last.get(company_id, 0) + 1
            planned.added.append({**wanted, "number": last[company_id]})
            continue
        if _would_undo_departure(employee, wanted):
            wanted |= {name: employee[name] for name in ("left_on", "departure_reason") if name in wanted}
            planned.warnings.append(LAYOUT.problem(entry, "left_on", DEPARTED_HERE))
        planned.change(employee, wanted)
    return planned


def _would_undo_departure(employee: Row, wanted: dict[str, Any]) -> bool:
    """The file was written before the association learnt of a departure that the company declared here."""
    said_here = employee["departed_at"] is not None and employee["left_on"] is not None
    return said_here and "left_on" in wanted and wanted["left_on"] is None


def _wanted(given: dict[str, Any], company_id: int, employee: Row | None) -> dict[str, Any]:
    person = {**employee, **given} if employee else given
    wanted = {name: value for name, value in given.items() if name != "member_code"}
    if "risks" in wanted:
        wanted["risks"] = risks.impersonal(wanted["risks"])
    return {**wanted, "company_id": company_id, "search": search_text(person), "sort_name": sort_name(person)}


def _present(keys: Collection[tuple[int | None, str]]) -> dict[tuple[int, str], Row]:
    # Said twice: databases only use the index for the plain lists, and only the pairs are exact.
    rows = db.session.execute(
        select(*portal_born.COLUMNS).where(
            Employee.company_id.in_({company_id for company_id, _ in keys}),
            Employee.reference.in_({reference for _, reference in keys}),
            tuple_(Employee.company_id, Employee.reference).in_(keys),
        )
    )
    return {(row["company_id"], row["reference"]): row for row in rows.mappings()}
