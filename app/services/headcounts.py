"""Who counts in the annual declaration, and how many they are, on the campaign's reference date.

Physical persons with a contract, whatever their working time, apprentices and suspended contracts included; neither
interns nor agency workers, whom their own employers declare (Code du travail, art. D. 4622-22).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, not_, or_, select

from app.extensions import db
from app.models import Campaign, Employee, FollowUp
from app.services import employees
from app.services.paging import Page, page_of
from app.services.search import words
from app.services.tariff import Tariff
from app.tenancy import CompanyAccess

# Contracts are words that people and payroll software write their own way: « Intérim », « INTERIM », « Stagiaire ».
_EXCLUDED = ("stag%", "%int_rim%", "%int__rim%")
_APPRENTICE = "%apprenti%"
FIXED_TERM = "cdd%"


@dataclass(frozen=True)
class Group:
    """Employees who count, alike in all that a tariff looks at."""

    follow_up: FollowUp | None
    is_apprentice: bool
    is_short: bool
    count: int


@dataclass(frozen=True)
class Headcount:
    """The figures of a company; `excluded` are present without counting; entries and departures, of the year before."""

    groups: tuple[Group, ...] = ()
    excluded: int = 0
    entries: int = 0
    departures: int = 0

    @property
    def total(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def si(self) -> int:
        return self.of(FollowUp.SI)

    @property
    def sia(self) -> int:
        return self.of(FollowUp.SIA)

    @property
    def sir(self) -> int:
        return self.of(FollowUp.SIR)

    @property
    def unknown(self) -> int:
        """Those whose follow-up nobody told."""
        return self.of(None)

    @property
    def apprentices(self) -> int:
        return sum(group.count for group in self.groups if group.is_apprentice)

    @property
    def short_contracts(self) -> int:
        return sum(group.count for group in self.groups if group.is_short)

    def of(self, follow_up: FollowUp | None) -> int:
        return sum(group.count for group in self.groups if group.follow_up == follow_up)

    def billed(self, follow_up: FollowUp | None = None, *, apprentices: bool | None = None) -> int:
        """How many are billed, of one follow-up or of all, with apprentices, without, or apprentices only."""
        return sum(
            group.count
            for group in self.groups
            if not group.is_short
            and (follow_up is None or group.follow_up == follow_up)
            and (apprentices is None or group.is_apprentice is apprentices)
        )


@dataclass(frozen=True)
class Listed:
    """An employee present on the reference date; `counts` is false for interns and agency workers."""

    number: int
    birth_name: str
    usual_name: str | None
    first_name: str
    job: str | None
    follow_up: FollowUp | None
    entered_on: date | None
    left_on: date | None
    counts: bool

    @property
    def name(self) -> str:
        return employees.shown_name(self.birth_name, self.usual_name, self.first_name)


def count(access: CompanyAccess, campaign: Campaign, tariff: Tariff | None = None) -> Headcount:
    """The figures to declare, in two statements whatever the size of the company."""
    present = counted(
        access,
        campaign,
        Employee.follow_up.label("follow_up"),
        func.coalesce(Employee.contract.ilike(_APPRENTICE), False).label("is_apprentice"),
        _is_short(tariff.shortest_contract if tariff else None).label("is_short"),
    ).subquery()
    rows: Any = db.session.execute(select(*present.c, func.count()).group_by(*present.c))
    groups = tuple(Group(row[0], bool(row[1]), bool(row[2]), row[3]) for row in rows)
    first, last = _year_before(campaign)
    excluded, entries, departures = db.session.execute(
        employees.of(
            access,
            func.count().filter(present_on(campaign.reference_on), not_(counts())),
            func.count().filter(Employee.entered_on.between(first, last), counts()),
            func.count().filter(Employee.left_on.between(first, last), counts()),
        )
    ).one()
    return Headcount(groups, excluded, entries, departures)


def total(access: CompanyAccess, campaign: Campaign) -> int:
    """How many employees are to be declared."""
    return db.session.scalar(counted(access, campaign, func.count())) or 0


def page(access: CompanyAccess, campaign: Campaign, query: str = "", number: int = 1) -> Page[Listed]:
    """One page of the employees present on the reference date, by name."""
    columns = (
        Employee.number, Employee.birth_name, Employee.usual_name, Employee.first_name, Employee.job,
        Employee.follow_up, Employee.entered_on, Employee.left_on, counts().label("counts"),
    )  # fmt: skip
    matching = employees.of(access, *columns).where(present_on(campaign.reference_on))
    for word in words(query):
        matching = matching.where(Employee.search.contains(word, autoescape=True))
    found = db.session.scalar(matching.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    return page_of(matching.order_by(Employee.sort_name, Employee.number), number, found, Listed)


def counted(access: CompanyAccess, campaign: Campaign, *columns: Any) -> Select[Any]:
    """A SELECT of the employees to declare."""
    return employees.of(access, *columns).where(present_on(campaign.reference_on), counts())


def present_on(day: date) -> ColumnElement[bool]:
    """Who leaves on a day is still there that day; who has no date of entry was always there."""
    came = or_(Employee.entered_on.is_(None), Employee.entered_on <= day)
    return and_(came, or_(Employee.left_on.is_(None), Employee.left_on >= day))


def counts() -> ColumnElement[bool]:
    """Whether a contract is declared: an unknown one is."""
    return not_(func.coalesce(or_(*(Employee.contract.ilike(word) for word in _EXCLUDED)), False))


def _is_short(days: int | None) -> ColumnElement[bool]:
    """A fixed-term contract known to last less than so many days; without its end, it is counted as long."""
    if days is None:
        return false()
    if db.engine.dialect.name == "postgresql":
        length: Any = Employee.contract_ends_on - Employee.entered_on
    else:
        length = func.julianday(Employee.contract_ends_on) - func.julianday(Employee.entered_on)
    return func.coalesce(and_(Employee.contract.ilike(FIXED_TERM), length + 1 < days), False)


def _year_before(campaign: Campaign) -> tuple[date, date]:
    return date(campaign.year - 1, 1, 1), date(campaign.year - 1, 12, 31)
