"""What the portal learnt since a moment, file by file: a statement for each, fetched as it is written.

No file says anything of an employee's personal situation: the statements do not ask for it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from app.clock import PARIS
from app.extensions import db
from app.models import (
    AppointmentRequest,
    Company,
    CompanyContact,
    CompanyDetails,
    Declaration,
    DeclarationState,
    Employee,
    EmployeeEvent,
    User,
    Visit,
    VisitNotice,
)
from app.services.exchange import companies, declarations, employees
from app.services.exchange.layout import Layout

FETCHED = 500
WHEN, WHO = "horodatage", "auteur"
AUTHOR = (User.first_name, User.last_name, User.firm_name, User.email.label("author_email"))

Learnt = Iterator[Sequence[Any]]


@dataclass(frozen=True)
class File:
    """A file of the export: its columns, besides the moment and the author of what each line says."""

    name: str
    columns: tuple[str, ...]


def like(layout: Layout, but: tuple[str, ...] = ()) -> tuple[File, tuple[str, ...]]:
    """A file with the columns of an import, and the fields that fill them."""
    kept = [column for column in layout.columns if column.field not in but]
    return File(layout.file, tuple(column.name for column in kept)), tuple(column.field for column in kept)


# The n° télédéclarant is not known: only its digest is kept.
COMPANIES, _COMPANY_FIELDS = like(companies.LAYOUT, but=("declarant_number",))
EMPLOYEES, _EMPLOYEE_FIELDS = like(employees.LAYOUT)
DECLARATIONS, _DECLARATION_FIELDS = like(declarations.LAYOUT)
_PLACE = ("adresse", "complement", "code_postal", "ville")
DETAILS = File(
    "coordonnees.csv",
    (
        "code_adherent",
        *(f"{name}_convocations" for name in _PLACE),
        "nom_facturation",
        "email_facturation",
        *(f"{name}_facturation" for name in _PLACE),
    ),
)
CONTACTS = File("contacts.csv", ("code_adherent", "numero", "type", "nom", "fonction", "email", "telephone"))
REQUESTS = File(
    "demandes.csv",
    (
        "reference",
        "code_adherent",
        "reference_salarie",
        "type",
        "etat",
        "a_faire_avant",
        "precisions",
        "reponse",
        "reference_visite",
    ),
)
NOTICES = File(
    "signalements.csv",
    (
        *("reference_visite", "code_adherent", "reference_salarie", "type", "motif", "commentaire", "tardif"),
        *("decision", "reponse", "traite_le"),
    ),
)


def changed_companies(since: datetime) -> Learnt:
    """The companies that changed their coordinates, as adherents.csv has them."""
    rows = rows_of(
        select(*(getattr(Company, name) for name in _COMPANY_FIELDS), CompanyDetails.changed_at.label("at"), *AUTHOR)
        .join(CompanyDetails, CompanyDetails.company_id == Company.id)
        .outerjoin(User, User.id == CompanyDetails.changed_by_id)
        .where(CompanyDetails.changed_at >= since)
        .order_by(Company.member_code)
    )
    return ((*(row[name] for name in _COMPANY_FIELDS), row["at"], author(row)) for row in rows)


def changed_details(since: datetime) -> Learnt:
    """Where those companies want their summonses and their invoices sent."""
    told = (
        CompanyDetails.summons_address,
        CompanyDetails.summons_extra,
        CompanyDetails.summons_postcode,
        CompanyDetails.summons_city,
        CompanyDetails.billing_name,
        CompanyDetails.billing_email,
        CompanyDetails.billing_address,
        CompanyDetails.billing_extra,
        CompanyDetails.billing_postcode,
        CompanyDetails.billing_city,
    )
    rows = rows_of(
        select(Company.member_code, *told, CompanyDetails.changed_at.label("at"), *AUTHOR)
        .join(CompanyDetails, CompanyDetails.company_id == Company.id)
        .outerjoin(User, User.id == CompanyDetails.changed_by_id)
        .where(CompanyDetails.changed_at >= since)
        .order_by(Company.member_code)
    )
    return ((row["member_code"], *(row[column.key] for column in told), row["at"], author(row)) for row in rows)


def changed_contacts(since: datetime) -> Learnt:
    """Whom to call in those companies: all of their contacts, since one that is gone cannot be told."""
    told = (
        CompanyContact.number,
        CompanyContact.kind,
        CompanyContact.name,
        CompanyContact.job_title,
        CompanyContact.email.label("contact_email"),
        CompanyContact.phone,
    )
    rows = rows_of(
        select(Company.member_code, *told, CompanyDetails.changed_at.label("at"), *AUTHOR)
        .join(CompanyDetails, CompanyDetails.company_id == Company.id)
        .join(CompanyContact, CompanyContact.company_id == Company.id)
        .outerjoin(User, User.id == CompanyDetails.changed_by_id)
        .where(CompanyDetails.changed_at >= since)
        .order_by(Company.member_code, CompanyContact.number)
    )
    return ((row["member_code"], *(row[column.key] for column in told), row["at"], author(row)) for row in rows)


def changed_employees(since: datetime) -> Learnt:
    """The employees declared, changed and left, as they are now, with the last thing that was done about each."""
    last = (
        select(EmployeeEvent.employee_id, func.max(EmployeeEvent.id).label("event_id"))
        .where(EmployeeEvent.at >= since)
        .group_by(EmployeeEvent.employee_id)
        .subquery()
    )
    fields = [getattr(Employee, name) for name in _EMPLOYEE_FIELDS if name != "member_code"]
    rows = rows_of(
        select(Company.member_code, *fields, EmployeeEvent.at, EmployeeEvent.actor)
        .select_from(last)
        .join(EmployeeEvent, EmployeeEvent.id == last.c.event_id)
        .join(Employee, Employee.id == last.c.employee_id)
        .join(Company, Company.id == Employee.company_id)
        .order_by(Company.member_code, Employee.reference)
    )
    return ((*(row[name] for name in _EMPLOYEE_FIELDS), row["at"], row["actor"]) for row in rows)


def requests(since: datetime) -> Learnt:
    """The requests for an appointment made, answered or cancelled."""
    told = (AppointmentRequest.kind, AppointmentRequest.state, AppointmentRequest.latest_on)
    rows = rows_of(
        select(
            AppointmentRequest.reference,
            Company.member_code,
            Employee.reference.label("employee"),
            *told,
            AppointmentRequest.facts,
            AppointmentRequest.answer,
            Visit.reference.label("visit"),
            AppointmentRequest.changed_at.label("at"),
            *AUTHOR,
        )
        .join(Company, Company.id == AppointmentRequest.company_id)
        .join(Employee, Employee.id == AppointmentRequest.employee_id)
        .outerjoin(Visit, Visit.id == AppointmentRequest.visit_id)
        .outerjoin(User, User.id == AppointmentRequest.created_by_id)
        .where(AppointmentRequest.changed_at >= since)
        .order_by(AppointmentRequest.reference)
    )
    for row in rows:
        facts = json.dumps(row["facts"], ensure_ascii=False, sort_keys=True) if row["facts"] else ""
        named = (row["reference"], row["member_code"], row["employee"])
        yield (
            *named,
            *(row[column.key] for column in told),
            facts,
            row["answer"],
            row["visit"],
            row["at"],
            author(row),
        )


def notices(since: datetime) -> Learnt:
    """The absences announced and the other days asked for, or what the association made of them."""
    told = (
        *(VisitNotice.kind, VisitNotice.reason, VisitNotice.comment, VisitNotice.is_late),
        *(VisitNotice.decision, VisitNotice.answer, VisitNotice.handled_at),
    )
    rows = rows_of(
        select(
            Visit.reference,
            Company.member_code,
            Employee.reference.label("employee"),
            *told,
            VisitNotice.created_at.label("at"),
            *AUTHOR,
        )
        .join(Visit, Visit.id == VisitNotice.visit_id)
        .join(Employee, Employee.id == Visit.employee_id)
        .join(Company, Company.id == VisitNotice.company_id)
        .outerjoin(User, User.id == VisitNotice.created_by_id)
        .where(or_(VisitNotice.created_at >= since, VisitNotice.handled_at >= since))
        .order_by(Visit.reference, VisitNotice.kind)
    )
    for row in rows:
        named = (row["reference"], row["member_code"], row["employee"])
        yield (*named, *(row[column.key] for column in told), row["at"], author(row))


def sent_declarations(since: datetime) -> Learnt:
    """The declarations sent from here: of each year, the version that stands."""
    told = (Declaration.year, Declaration.si, Declaration.sia, Declaration.sir, Declaration.receipt)
    rows = rows_of(
        select(Company.member_code, *told, Declaration.sent_at, Declaration.sent_by)
        .join(Company, Company.id == Declaration.company_id)
        .where(
            Declaration.state == DeclarationState.SENT, Declaration.sent_by.is_not(None), Declaration.sent_at >= since
        )
        .order_by(Company.member_code, Declaration.year)
    )
    for row in rows:
        values = {**row, "sent_on": row["sent_at"].astimezone(PARIS).date()}
        yield (*(values[name] for name in _DECLARATION_FIELDS), row["sent_at"], row["sent_by"])


def rows_of(statement: Any) -> Iterator[Any]:
    return iter(db.session.execute(statement, execution_options={"yield_per": FETCHED}).mappings())


def author(row: Mapping[str, Any]) -> str:
    """How the person of the columns AUTHOR is called today; nobody, once their account is gone."""
    if row["author_email"] is None:
        return ""
    names = {name: row[name] for name in ("first_name", "last_name", "firm_name")}
    return User(**names, email=row["author_email"]).described
