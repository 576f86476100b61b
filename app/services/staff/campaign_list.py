"""The companies of a campaign one by one: as a list for agents, as the list of whom to call, as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.clock import PARIS
from app.extensions import db
from app.formatting import short_date
from app.models import Company, Declaration, DeclarationState, Membership, MembershipStatus, Role, User
from app.services import member_codes, spreadsheets
from app.services.paging import Page
from app.services.staff.campaign_members import Filters, narrowed
from app.services.staff.paging import turn_to
from app.tenancy import all_companies

PER_BATCH = 1000


@dataclass(frozen=True)
class Sent:
    """What a company sent and is in force."""

    si: int
    sia: int
    sir: int
    net_cents: int | None
    is_late: bool
    is_paper: bool
    receipt: str | None
    sent_at: datetime | None

    @property
    def total(self) -> int:
        return self.si + self.sia + self.sir


@dataclass(frozen=True)
class Row:
    """A company; `before` is the headcount of the year before, `call` whom to ask for, with the number."""

    public_id: str
    member_code: str
    name: str
    city: str | None
    email: str | None
    phone: str | None
    is_begun: bool
    is_reopened: bool
    sent: Sent | None
    before: int | None
    manager: str | None
    mobile: str | None
    third_party: str | None

    @property
    def state(self) -> str:
        """In a word, for files."""
        if self.sent:
            return "Envoyée en retard" if self.sent.is_late else "Envoyée"
        return "Commencée" if self.is_begun else "Non commencée"


def page(year: int, filters: Filters, number: int = 1) -> Page[Row]:
    """One page of the companies, by name, in four statements."""
    conditions = narrowed(year, filters)
    with all_companies("agents look at the companies of a campaign"):
        total = db.session.scalar(select(func.count()).select_from(Company).where(*conditions)) or 0
        ordered = select(Company).where(*conditions).order_by(Company.search, Company.id)

        def read(limit: int, offset: int) -> list[Row]:
            return _rows(year, db.session.scalars(ordered.limit(limit).offset(offset)).all())

        return turn_to(number, total, read)


def every(year: int, filters: Filters) -> Iterator[Row]:
    """All of them, by batches: they never stand whole in memory."""
    conditions, last = narrowed(year, filters), 0
    while True:
        with all_companies("agents take the companies of a campaign away"):
            following = select(Company).where(*conditions, Company.id > last).order_by(Company.id).limit(PER_BATCH)
            companies = db.session.scalars(following).all()
            rows = _rows(year, companies)
        if not companies:
            return
        last = companies[-1].id
        yield from rows


def table(year: int, filters: Filters) -> Iterator[str]:
    """The campaign as a CSV file, line by line."""
    header = [
        "Code adhérent", "Entreprise", "Ville", f"Déclaration {year}", "Effectif", "SI", "SIA", "SIR", "Montant HT",
        "Envoyée le", "N° de reçu", "Papier", f"Effectif {year - 1}", "Tiers déclarant",
    ]  # fmt: skip
    yield from spreadsheets.lines(_chained(header, map(_cells, every(year, filters))))


def call_table(year: int, filters: Filters) -> Iterator[str]:
    """Whom to call, as a CSV file, line by line."""
    header = [
        "Code adhérent", "Entreprise", "Ville", "Téléphone", "E-mail", "Responsable", "Mobile", "Tiers déclarant",
        f"Déclaration {year}", f"Effectif {year - 1}",
    ]  # fmt: skip
    yield from spreadsheets.lines(_chained(header, map(_call_cells, every(year, filters))))


def _chained(header: list[str], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    yield header
    yield from rows


def _cells(row: Row) -> list[str]:
    sent = row.sent
    figures = [str(one) for one in (sent.total, sent.si, sent.sia, sent.sir)] if sent else [""] * 4
    return [
        member_codes.shown(row.member_code),
        row.name,
        row.city or "",
        row.state,
        *figures,
        f"{sent.net_cents / 100:.2f}".replace(".", ",") if sent and sent.net_cents is not None else "",
        short_date(sent.sent_at.astimezone(PARIS).date()) if sent and sent.sent_at else "",
        sent.receipt or "" if sent else "",
        "oui" if sent and sent.is_paper else "",
        _figure(row.before),
        row.third_party or "",
    ]


def _call_cells(row: Row) -> list[str]:
    told = (row.city, row.phone, row.email, row.manager, row.mobile, row.third_party)
    code = member_codes.shown(row.member_code)
    return [code, row.name, *(one or "" for one in told), row.state, _figure(row.before)]


def _figure(value: int | None) -> str:
    return "" if value is None else str(value)


def _rows(year: int, companies: Sequence[Company]) -> list[Row]:
    """What is told of these companies, in two statements."""
    ids = [company.id for company in companies]
    declared, people = _declared(year, ids), _people(ids)
    rows = []
    for company in companies:
        now, before, draft = (declared.get((company.id, key)) for key in ("sent", "before", "draft"))
        manager, third_party = people.get((company.id, False)), people.get((company.id, True))
        rows.append(
            Row(
                company.public_id, company.member_code, company.name, company.city, company.email, company.phone,
                draft is not None, bool(draft and draft.reopened_at), _sent(now) if now else None,
                (before.si or 0) + (before.sia or 0) + (before.sir or 0) if before else None,
                manager.full_name if manager else None, manager.mobile if manager else None,
                third_party.described if third_party else None,
            )
        )  # fmt: skip
    return rows


def _sent(row: Any) -> Sent:
    heads = (row.si or 0, row.sia or 0, row.sir or 0)
    return Sent(*heads, row.net_cents, row.is_late, row.is_paper, row.receipt, row.sent_at)


def _declared(year: int, ids: list[int]) -> dict[tuple[int, str], Any]:
    """What these companies sent this year and the year before, and the draft of this year."""
    rows = db.session.execute(
        select(
            Declaration.company_id, Declaration.year, Declaration.state, Declaration.si, Declaration.sia,
            Declaration.sir, Declaration.net_cents, Declaration.is_late, Declaration.is_paper, Declaration.receipt,
            Declaration.sent_at, Declaration.reopened_at,
        ).where(Declaration.company_id.in_(ids), Declaration.year.in_((year, year - 1)))
    )  # fmt: skip
    found: dict[tuple[int, str], Any] = {}
    for row in rows:
        if row.state is DeclarationState.SENT:
            found[row.company_id, "sent" if row.year == year else "before"] = row
        elif row.state is DeclarationState.DRAFT and row.year == year:
            found[row.company_id, "draft"] = row
    return found


def _people(ids: list[int]) -> dict[tuple[int, bool], User]:
    """A manager and a third party of each company, those who were there first."""
    rows = db.session.execute(
        select(Membership.company_id, Membership.role, User)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.company_id.in_(ids),
            Membership.status == MembershipStatus.ACTIVE,
            Membership.role.in_((Role.MANAGER, Role.THIRD_PARTY)),
        )
        .order_by(Membership.id.desc())
    )
    return {(company_id, role.is_third_party): user for company_id, role, user in rows}
