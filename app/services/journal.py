"""Reading the journal: who did what, to whom, in which company, when, and from where."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, union_all
from sqlalchemy.orm import aliased

from app.clock import PARIS
from app.extensions import db
from app.models import AuditEvent, Company, Profile, User
from app.services import audit, journal_details, search, spreadsheets
from app.services.journal_words import WORDS, acts_of
from app.tenancy import CompanyAccess, all_companies

PAGE = 100
FETCHED = 500
# Names that many people have say little: nobody reads the acts of more.
PEOPLE = 50
# What a company may know of itself. Acts of the association on visits are left out, those on the company's own
# requests are not: some visits are the employee's business, and that they exist says too much (art. R. 4624-29, -34).
TOLD_TO_COMPANIES = tuple(
    act
    for act in WORDS
    if act.partition(".")[0]
    in (
        "membership",
        "company",
        "contact",
        "employee",
        "employees",
        "declaration",
        "view",
        "declarant_number",
        "account",
        "appointment",
        "document",
    )
    or act in ("staff.attachment_active", "staff.attachment_refused")
)

_Actor, _Person = aliased(User), aliased(User)
_COLUMNS = (
    *("Date", "Heure", "Acte", "Précision", "Auteur", "Personne concernée"),
    *("Code adhérent et entreprise", "Adresse IP", "N°"),
)


@dataclass(frozen=True)
class Filters:
    """What is looked for; dates are days of Paris, both included."""

    since: date | None = None
    until: date | None = None
    family: str = ""
    who: str = ""
    company: str = ""
    address: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the journal, in words."""

    id: int
    at: datetime
    act: str
    # Which employee, document, year…
    detail: str
    actor: str
    person: str
    company: str
    company_id: str | None
    address: str
    by_staff: bool


@dataclass(frozen=True)
class Page:
    """Lines, the newest first, and the number from which older ones go on, if there are any."""

    lines: list[Line]
    older: int | None


def page(filters: Filters, *, before: int | None = None) -> Page:
    """A page of the journal of everybody, for agents."""
    with all_companies("agents read the journal"):
        conditions = _conditions(filters)
        if conditions is None:
            return Page([], None)
        if before is not None:
            conditions.append(AuditEvent.id < before)
        if filters.family and not (filters.who or filters.company):
            conditions = [_among_the_newest(acts_of(filters.family), conditions)]
        return _paged(_lines().where(*conditions).order_by(AuditEvent.id.desc()))


def page_of(access: CompanyAccess, *, before: int | None = None) -> Page:
    """What concerns one company, for its managers."""
    statement = (
        _lines()
        .where(AuditEvent.company_id == access.company.id, AuditEvent.action.in_(TOLD_TO_COMPANIES))
        .order_by(AuditEvent.id.desc())
    )
    return _paged(statement if before is None else statement.where(AuditEvent.id < before), access.company)


def latest_of(company: Company, count: int = 10, *, but: Collection[str] = ()) -> list[Line]:
    """The last lines about a company, for agents; the acts of `but` are left out."""
    about = (AuditEvent.company_id == company.id, AuditEvent.action.not_in(but))
    with all_companies("agents read the journal of a company"):
        statement = _lines().where(*about).order_by(AuditEvent.id.desc()).limit(count)
        return _read(db.session.execute(statement).all())


def export(agent: User, filters: Filters) -> Iterator[str]:
    """The lines that are looked for as a CSV file, piece by piece, and a line of the journal that says so."""
    audit.record("journal.exported", actor=agent, since=str(filters.since or ""), until=str(filters.until or ""))
    db.session.commit()
    return spreadsheets.lines(_rows(filters))


def _rows(filters: Filters) -> Iterator[Sequence[str]]:
    yield _COLUMNS
    with all_companies("agents export the journal"):
        conditions = _conditions(filters)
        if conditions is None:
            return
        statement = _lines().where(*conditions).order_by(AuditEvent.id.desc())
        for rows in db.session.execute(statement, execution_options={"yield_per": FETCHED}).partitions():
            for line in _read(rows):
                at = line.at.astimezone(PARIS)
                who = (line.actor, line.person, line.company, line.address, str(line.id))
                yield (f"{at:%d/%m/%Y}", f"{at:%H:%M:%S}", line.act, line.detail, *who)


def _conditions(filters: Filters) -> list[ColumnElement[bool]] | None:
    """What the lines must be, or None when somebody or something is named that is not known."""
    conditions = []
    if filters.since:
        conditions.append(AuditEvent.at >= datetime.combine(filters.since, time.min, PARIS))
    if filters.until:
        day_after = filters.until + timedelta(days=1)
        conditions.append(AuditEvent.at < datetime.combine(day_after, time.min, PARIS))
    if filters.family:
        acts = acts_of(filters.family)
        # Of an expression, so that no index answers: SQLite would rather read all the acts of a family than those of
        # a few people or companies.
        conditions.append(func.lower(AuditEvent.action).in_(acts))
        if not acts:
            return None
    if filters.address:
        conditions.append(AuditEvent.address == filters.address)
    if filters.who:
        people = _people(filters.who)
        conditions.append(or_(AuditEvent.actor_id.in_(people), AuditEvent.person_id.in_(people)))
        if not people:
            return None
    if filters.company:
        companies = _companies(filters.company)
        conditions.append(AuditEvent.company_id.in_(companies))
        if not companies:
            return None
    return conditions


def _among_the_newest(acts: Iterable[str], conditions: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    """The newest lines of each act, by its own index: however rare the acts, no other line is read."""
    newest = select(AuditEvent.id).where(*conditions).order_by(AuditEvent.id.desc()).limit(PAGE + 1)
    each = (newest.where(AuditEvent.action == act).subquery() for act in acts)
    return AuditEvent.id.in_(union_all(*(select(one.c.id) for one in each)))


def _lines() -> Select[Any]:
    columns: tuple[Any, ...] = (
        *(AuditEvent.id, AuditEvent.at, AuditEvent.action, AuditEvent.address, AuditEvent.facts),
        _Actor.id.label("actor_id"),
        *(_Actor.first_name, _Actor.last_name, _Actor.email, _Actor.firm_name, _Actor.profile),
        _Person.first_name.label("person_first_name"),
        _Person.last_name.label("person_last_name"),
        _Person.email.label("person_email"),
        *(Company.name.label("company"), Company.member_code, Company.public_id),
    )
    return (
        select(*columns)
        .outerjoin(_Actor, _Actor.id == AuditEvent.actor_id)
        .outerjoin(_Person, _Person.id == AuditEvent.person_id)
        .outerjoin(Company, Company.id == AuditEvent.company_id)
    )


def _paged(statement: Select[Any], company: Company | None = None) -> Page:
    rows = db.session.execute(statement.limit(PAGE + 1)).all()
    lines = _read(rows[:PAGE], company)
    return Page(lines, lines[-1].id if len(rows) > PAGE else None)


def _read(rows: Sequence[Any], company: Company | None = None) -> list[Line]:
    """The lines in words, those of one company or of any."""
    details = journal_details.of([row.facts for row in rows], company)
    return [_line(row, detail) for row, detail in zip(rows, details, strict=True)]


def _line(row: Any, detail: str) -> Line:
    actor = f"{row.first_name} {row.last_name.upper()}".strip() or row.email if row.actor_id else ""
    person = f"{row.person_first_name or ''} {(row.person_last_name or '').upper()}".strip() or row.person_email or ""
    return Line(
        id=row.id,
        at=row.at,
        act=WORDS.get(row.action, row.action),
        detail=detail,
        actor=f"{actor} ({row.firm_name})" if row.firm_name else actor,
        person=person,
        company=f"{row.member_code} {row.company}" if row.company else "",
        company_id=row.public_id,
        address=row.address or "",
        by_staff=row.profile is Profile.STAFF,
    )


def _people(typed: str) -> list[int]:
    """Whom a name or an address may mean."""
    if "@" in typed:
        return list(db.session.scalars(select(User.id).where(User.email == typed.strip().lower())))
    conditions = [User.search.like(pattern, escape="/") for pattern in search.patterns(typed).values()]
    statement = select(User.id).where(*conditions).order_by(User.id).limit(PEOPLE)
    return list(db.session.scalars(statement)) if conditions else []


def _companies(typed: str) -> list[int]:
    """Which companies a code or a part of a name may mean."""
    conditions = [Company.search.like(pattern, escape="/") for pattern in search.patterns(typed).values()]
    statement = select(Company.id).where(*conditions).limit(PEOPLE)
    return list(db.session.scalars(statement)) if conditions else []
