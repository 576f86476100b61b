"""The documents of a company: those that this person may know of, what is new to them, what is still to pay."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, extract, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from app.clock import today
from app.extensions import db
from app.models import Document, DocumentKind, DocumentReading, DocumentState, Employee
from app.services import visibility
from app.services.paging import Page, page_of
from app.tenancy import CompanyAccess, all_companies

# What nobody opened for a year is no longer news: a newcomer does not find ten years of « Nouveau ».
NEWS = timedelta(days=365)
# More than one employee ever has.
MOST = 100


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to."""

    kind: DocumentKind | None = None
    year: int | None = None
    state: DocumentState | None = None

    @property
    def are_set(self) -> bool:
        return bool(self.kind or self.year or self.state)


@dataclass(frozen=True)
class Listed:
    """A document as lists and its own page show it; amounts in cents."""

    id: int
    number: int
    kind: DocumentKind
    reference: str
    issued_on: date
    due_on: date | None
    net_cents: int | None
    gross_cents: int | None
    state: DocumentState | None
    file_key: str | None
    file_size: int | None
    declaration_id: int | None
    employee_name: str | None
    employee_first_name: str | None
    opened_by: int | None

    @property
    def name(self) -> str:
        """« Facture F-2027-00412 »"""
        return f"{self.kind.label} {self.reference}"

    @property
    def employee(self) -> str | None:
        """Whom an attestation concerns: « DURAND Élise »."""
        return f"{self.employee_name.upper()} {self.employee_first_name}" if self.employee_name else None

    @property
    def has_file(self) -> bool:
        """Whether there is a PDF to save: one that is kept, or a receipt, written anew from its declaration."""
        return self.file_key is not None or self.declaration_id is not None

    @property
    def is_new(self) -> bool:
        return self.opened_by is None and self.issued_on > today() - NEWS

    @property
    def is_to_pay(self) -> bool:
        return self.state is DocumentState.TO_PAY

    @property
    def is_overdue(self) -> bool:
        """The day itself is still in time."""
        return self.is_to_pay and self.due_on is not None and self.due_on < today()

    @property
    def vat_cents(self) -> int | None:
        known = self.net_cents is not None and self.gross_cents is not None
        return (self.gross_cents or 0) - (self.net_cents or 0) if known else None


@dataclass(frozen=True)
class Situation:
    """Where the company and this person stand: counts of documents, and what is due, in cents."""

    documents: int = 0
    new_invoices: int = 0
    to_pay: int = 0
    overdue: int = 0
    due_cents: int = 0


def page(access: CompanyAccess, filters: Filters, number: int = 1) -> Page[Listed]:
    """One page of the documents, the latest first."""
    total = db.session.scalar(_matching(access, filters, func.count())) or 0
    return page_of(_latest_first(_matching(access, filters)), number, total, Listed)


def years(access: CompanyAccess) -> list[int]:
    """The years in which documents were issued, the latest first."""
    year = extract("year", Document.issued_on)
    return [int(found) for found in db.session.scalars(_of(access, year).distinct().order_by(year.desc()))]


def situation(access: CompanyAccess) -> Situation:
    """What is new to this person and what the company has yet to pay, in one statement."""
    invoice = Document.kind == DocumentKind.INVOICE
    to_pay = and_(invoice, Document.state == DocumentState.TO_PAY)
    row = db.session.execute(
        _of(
            access,
            func.count(),
            _count(and_(invoice, DocumentReading.document_id.is_(None), Document.issued_on > today() - NEWS)),
            _count(to_pay),
            _count(and_(to_pay, Document.due_on < today())),
            func.coalesce(func.sum(case((to_pay, Document.gross_cents), else_=0)), 0),
        ).outerjoin(DocumentReading, _opened_by_me(access))
    ).one()
    return Situation(*map(int, row))


def find(access: CompanyAccess, number: int) -> Listed | None:
    """A document by its number in the company."""
    return next(iter(_read(_matching(access, Filters()).where(Document.number == number))), None)


def find_receipt(access: CompanyAccess, receipt: str) -> Listed | None:
    """The document that a receipt is, by the number of the receipt."""
    only = _matching(access, Filters(kind=DocumentKind.RECEIPT)).where(Document.reference == receipt)
    return next(iter(_read(only)), None)


def chosen(access: CompanyAccess, numbers: Collection[int]) -> list[Listed]:
    """The documents of these numbers, the latest first; a number that is none of theirs is left out."""
    return _read(_latest_first(_matching(access, Filters()).where(Document.number.in_(numbers))))


def every(access: CompanyAccess, filters: Filters, limit: int) -> list[Listed]:
    """All the documents found, the latest first, and no more than `limit`."""
    return _read(_latest_first(_matching(access, filters)).limit(limit))


def of_employee(access: CompanyAccess, employee: Employee) -> list[Listed]:
    """The documents on one employee, the latest first."""
    theirs = _matching(access, Filters()).where(Document.employee_id == employee.id)
    return _read(_latest_first(theirs).limit(MOST))


def note_opened(company_id: int, user_id: int, document_ids: Collection[int]) -> None:
    """These documents are no longer new to this person. Opened twice, or in two tabs at once, they are noted once."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    opened = select(Document.id, Document.company_id, literal(user_id)).where(
        Document.company_id == company_id, Document.id.in_(document_ids)
    )
    columns = [DocumentReading.document_id, DocumentReading.company_id, DocumentReading.user_id]
    with all_companies("rows are added to a table of the company, for its own documents alone"):
        db.session.execute(insert(DocumentReading).from_select(columns, opened).on_conflict_do_nothing())


_LISTED = (
    Document.id,
    Document.number,
    Document.kind,
    Document.reference,
    Document.issued_on,
    Document.due_on,
    Document.net_cents,
    Document.gross_cents,
    Document.state,
    Document.file_key,
    Document.file_size,
    Document.declaration_id,
    func.coalesce(Employee.usual_name, Employee.birth_name),
    Employee.first_name,
    DocumentReading.user_id,
)


def _of(access: CompanyAccess, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Document)
        .where(Document.company_id == access.company.id, visibility.documents(access))
    )


def _matching(access: CompanyAccess, filters: Filters, *columns: Any) -> Select[Any]:
    """Those columns of the documents found, or without any what lists show."""
    statement = _of(access, *(columns or _LISTED))
    if not columns:
        employee = and_(Employee.id == Document.employee_id, Employee.company_id == Document.company_id)
        statement = statement.outerjoin(DocumentReading, _opened_by_me(access)).outerjoin(Employee, employee)
    if filters.kind:
        statement = statement.where(Document.kind == filters.kind)
    if filters.year:
        statement = statement.where(Document.issued_on.between(date(filters.year, 1, 1), date(filters.year, 12, 31)))
    if filters.state:
        statement = statement.where(Document.state == filters.state)
    return statement


def _opened_by_me(access: CompanyAccess) -> ColumnElement[bool]:
    return and_(
        DocumentReading.document_id == Document.id,
        DocumentReading.company_id == Document.company_id,
        DocumentReading.user_id == access.user.id,
    )


def _latest_first(statement: Select[Any]) -> Select[Any]:
    return statement.order_by(Document.issued_on.desc(), Document.number.desc())


def _count(condition: ColumnElement[bool]) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _read(statement: Select[Any]) -> list[Listed]:
    return [Listed(*row) for row in db.session.execute(statement)]
