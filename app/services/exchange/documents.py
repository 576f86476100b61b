"""documents.csv and the files it names: what the association publishes for its members."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import delete, select, tuple_

from app.extensions import db
from app.models import Company, Document, DocumentKind, DocumentReading, DocumentState
from app.services import document_publishing
from app.services.exchange import references, values
from app.services.exchange.attached import Attached
from app.services.exchange.layout import Column, Entry, Layout, Remark
from app.services.exchange.plan import Plan, Row
from app.services.exchange.values import Refused

DUE_BEFORE_ISSUED = "l’échéance précède la date du document"
MORE_WITHOUT_VAT = "le montant HT dépasse le montant TTC"
# Receipts come from the declarations made on the portal, never from a file.
KINDS = {kind.value: kind for kind in DocumentKind if kind is not DocumentKind.RECEIPT}
_NAMES_ONLY = ("member_code", "employee_reference", "file")


def _errors(given: dict[str, Any]) -> Iterator[Remark]:
    issued, due = given.get("issued_on"), given.get("due_on")
    if issued and due and due < issued:
        yield "echeance", DUE_BEFORE_ISSUED


def _warnings(given: dict[str, Any]) -> Iterator[Remark]:
    net, gross = given.get("net_cents"), given.get("gross_cents")
    if net is not None and gross is not None and abs(net) > abs(gross):
        yield "montant_ht", MORE_WITHOUT_VAT


def layout(read_file: Callable[[str], Any]) -> Layout:
    """The columns of documents.csv; `read_file` reads the cell that names a file."""
    return Layout(
        file="documents.csv",
        columns=(
            Column("code_adherent", "member_code", values.member_code, required=True),
            Column("type", "kind", values.one_of(KINDS), required=True),
            Column("numero", "reference", values.identifier(40), required=True),
            Column("date", "issued_on", values.day, required=True),
            Column("echeance", "due_on", values.day),
            Column("montant_ht", "net_cents", values.cents),
            Column("montant_ttc", "gross_cents", values.cents),
            Column("etat", "state", values.one_of({state.value: state for state in DocumentState})),
            Column("reference_salarie", "employee_reference", values.identifier(40)),
            Column("fichier", "file", read_file),
        ),
        key=("member_code", "kind", "reference"),
        errors=_errors,
        warnings=_warnings,
    )


def plan(entries: Sequence[Entry], attached: Attached) -> Plan:
    """What these entries change among the documents; new and changed files are copied."""
    planned, shape = Plan(Document), layout(attached.read)
    attached.begin()
    companies = references.company_ids({entry.values["member_code"] for entry in entries})
    named = [key for entry in entries if (key := references.EMPLOYEE.key(entry))]
    employees = references.employees(named) if named else {}  # type: ignore[arg-type]
    present = _present(entries, companies)
    last = references.last_numbers(Document, companies.values())
    for entry in entries:
        company_id, key = companies.get(entry.values["member_code"]), references.EMPLOYEE.key(entry)
        if company_id is None:
            planned.problems.append(shape.problem(entry, "member_code", references.UNKNOWN_COMPANY))
            continue
        if key and key not in employees:
            planned.problems.append(shape.problem(entry, "employee_reference", references.UNKNOWN_EMPLOYEE))
            continue
        document = present.get((company_id, entry.values["kind"], entry.values["reference"]))
        wanted = {name: value for name, value in entry.values.items() if name not in _NAMES_ONLY}
        wanted["company_id"] = company_id
        if "employee_reference" in entry.values:
            # An empty cell takes nothing back: agents tie documents to employees too.
            kept = document["employee_id"] if document else None
            wanted["employee_id"] = employees[key].employee_id if key else kept  # type: ignore[index]
        try:
            wanted.update(_file(entry, wanted, document, attached))
        except Refused as refusal:
            planned.problems.append(shape.problem(entry, "file", str(refusal)))
            continue
        if document is not None:
            planned.change(document, wanted)
        else:
            last[company_id] = last.get(company_id, 0) + 1
            planned.added.append({**wanted, "number": last[company_id]})
    return planned


def renew(planned: Plan) -> None:
    """A document with another file than before is new again to everybody."""
    if ids := [row["id"] for row in _renewed(planned)]:
        db.session.execute(delete(DocumentReading).where(DocumentReading.document_id.in_(ids)))


def _renewed(planned: Plan) -> list[dict[str, Any]]:
    pairs = zip(planned.changed, planned.replaced, strict=True)
    return [now for now, before in pairs if "file_key" in now and now["file_key"] != before["file_key"]]


def announce(planned: Plan) -> None:
    """Write to the people of each company about what is new, in the transaction that brings it."""
    rows_of_new = (*planned.added, *_renewed(planned))
    new = {(row["company_id"], row["kind"], row["reference"]) for row in rows_of_new}
    rows = db.session.execute(
        select(Company, Document)
        .join(Document, Document.company_id == Company.id)
        .where(Company.id.in_({key[0] for key in new}), Document.reference.in_({key[2] for key in new}))
        .order_by(Company.id, Document.number)
    )
    for company, group in groupby(rows, key=lambda row: row[0]):
        told = [document for _, document in group if (company.id, document.kind, document.reference) in new]
        document_publishing.announce(company, told, among_many=True)


def _file(entry: Entry, wanted: dict[str, Any], document: Row | None, attached: Attached) -> dict[str, Any]:
    """An empty cell takes nothing back: what was published stays."""
    if "file" not in entry.values:
        return {}
    key, size = (document["file_key"], document["file_size"]) if document else (None, None)
    if entry.values["file"] is None:
        return {"file_key": key, "file_size": size}
    return attached.columns(
        (wanted["company_id"], wanted["kind"], wanted["reference"]), entry.values["file"], key, size
    )


def _present(entries: Sequence[Entry], companies: dict[str, int]) -> dict[tuple[int, DocumentKind, str], Row]:
    keys = [
        (companies[entry.values["member_code"]], entry.values["kind"], entry.values["reference"])
        for entry in entries
        if entry.values["member_code"] in companies
    ]
    # Said twice: databases only use the index for the plain lists, and only the triples are exact.
    rows = db.session.execute(
        select(*Document.__table__.columns).where(
            Document.company_id.in_({company_id for company_id, _, _ in keys}),
            Document.reference.in_({reference for _, _, reference in keys}),
            tuple_(Document.company_id, Document.reference).in_([(company_id, ref) for company_id, _, ref in keys]),
        )
    )
    return {(row["company_id"], row["kind"], row["reference"]): row for row in rows.mappings()}
