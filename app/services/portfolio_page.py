"""« Mes entreprises » : a page of a person's companies with what is to be done for each, among two thousand."""

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, func, select

from app.clock import today
from app.extensions import db
from app.models import Company, Document, DocumentKind, DocumentReading, Employee, Membership, Role, User
from app.services import visibility
from app.services.documents import NEWS
from app.services.memberships import searched, theirs
from app.services.paging import Page, turn_to
from app.services.portfolio_status import Season, Status, has_left, is_one_of, progress, receipt
from app.services.search import patterns

PER_PAGE = 50
# A portfolio larger than any is exported whole.
EXPORTED = 100_000


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to, and its order: one of ORDERS, after « - » for the other way round."""

    query: str = ""
    status: Status | None = None
    order: str = "nom"

    @property
    def are_set(self) -> bool:
        return bool(self.query or self.status)


@dataclass(frozen=True)
class Row:
    """A company as the list shows it."""

    status: Status | None
    public_id: str
    name: str
    city: str | None
    member_code: str
    reference: str | None
    has_left: bool
    employees: int
    # What this person may read and has not read yet.
    new_invoices: int
    new_documents: int
    progress: int | None
    receipt: str | None


def page(
    user: User, season: Season | None, filters: Filters, number: int = 1, *, total: int | None = None
) -> Page[Row]:
    """One page of a person's companies, with the headcount present today and the declaration of the season.

    `total` saves the count of all pages when it is known already.
    """
    if total is None:
        count, _ = _statements(*_shape(season, filters))
        total = db.session.scalar(count, _given(user, season, filters)) or 0
    return turn_to(number, total, partial(_rows, user, season, filters), PER_PAGE)


def every(user: User, season: Season | None, filters: Filters) -> list[Row]:
    """All pages at once, to be exported."""
    return _rows(user, season, filters, EXPORTED, 0)


def _rows(user: User, season: Season | None, filters: Filters, limit: int, offset: int) -> list[Row]:
    _, rows = _statements(*_shape(season, filters))
    given = {**_given(user, season, filters), "limit": limit, "offset": offset}
    return [_row(row, season) for row in db.session.execute(rows, given)]


def _row(row: Any, season: Season | None) -> Row:
    return Row(season.status(row.progress, has_left=row.has_left) if season else None, *row)


def _given(user: User, season: Season | None, filters: Filters) -> dict[str, Any]:
    return {
        "user_id": user.id,
        "today": today(),
        "news_since": today() - NEWS,
        "year": season.year if season else 0,
        "kinds": visibility.document_kinds(Role.THIRD_PARTY),
        **patterns(filters.query),
    }


def _shape(season: Season | None, filters: Filters) -> tuple[Any, ...]:
    status = filters.status if season else None
    return filters.order, status, season is not None and season.is_past_due, tuple(patterns(filters.query))


@lru_cache(maxsize=256)
def _statements(
    order: str, status: Status | None, past_due: bool, words: tuple[str, ...]
) -> tuple[Select[Any], Select[Any]]:
    """How many there are, and one page of them. Written once for each way to look: there are some hundreds.

    The rest of each row is looked for once the page is known, never for the companies that it leaves out.
    """
    found = searched(theirs(Membership.id), words)
    if status:
        found = found.where(is_one_of(status, past_due=past_due))
    wanted = found.order_by(*_sorted_by(order)).limit(bindparam("limit")).offset(bindparam("offset")).subquery()
    rows = theirs(*_columns()).join(wanted, wanted.c.id == Membership.id).order_by(*_sorted_by(order))
    return found.with_only_columns(func.count(), maintain_column_froms=True), rows


def _columns() -> tuple[Any, ...]:
    return (
        Company.public_id,
        Company.name,
        Company.city,
        Company.member_code,
        Membership.reference,
        has_left().label("has_left"),
        _headcount(),
        _unread(Document.kind == DocumentKind.INVOICE),
        _unread(Document.kind != DocumentKind.INVOICE),
        progress().label("progress"),
        receipt(),
    )


def _headcount() -> ScalarSelect[int]:
    present = Employee.left_on.is_(None) | (Employee.left_on >= bindparam("today"))
    here = select(func.count()).select_from(Employee).where(Employee.company_id == Membership.company_id, present)
    return here.correlate(Membership).scalar_subquery()


def _unread(kind: ColumnElement[bool]) -> ScalarSelect[int]:
    read = select(DocumentReading.document_id).where(
        DocumentReading.document_id == Document.id, DocumentReading.user_id == bindparam("user_id")
    )
    recent = Document.issued_on > bindparam("news_since")
    here = select(func.count()).select_from(Document).where(Document.company_id == Membership.company_id, kind, recent)
    unread = here.where(visibility.documents_of_each(), ~read.correlate(Document).exists())
    return unread.correlate(Membership).scalar_subquery()


ORDERS = {
    "nom": Company.search,
    "ville": Company.city_sort,
    "code": Company.member_code,
    "effectif": _headcount(),
    "etat": func.coalesce(progress(), 0),
}


def _sorted_by(order: str) -> tuple[Any, ...]:
    column = ORDERS[order.removeprefix("-")]
    return column.desc() if order.startswith("-") else column.asc(), Company.search, Company.id
