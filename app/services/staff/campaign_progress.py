"""The cockpit of a campaign: how far the companies have come, in all, by size, by firm, day by day."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select

from app.clock import PARIS, today
from app.extensions import db
from app.models import Campaign, Company, Declaration, DeclarationState, Membership, MembershipStatus, Role, User
from app.services.staff.campaign_members import (
    BEGUN,
    SENT,
    SENT_LATE,
    Size,
    has_sent,
    headcount_before,
    is_expected,
    is_member,
    reached,
)
from app.tenancy import all_companies

SHOWN_FIRMS = 20


@dataclass
class Funnel:
    """How many companies have come how far; `late` counts those sent after the day when they were due."""

    not_begun: int = 0
    begun: int = 0
    sent: int = 0
    late: int = 0

    @property
    def total(self) -> int:
        return self.not_begun + self.begun + self.sent

    @property
    def to_come(self) -> int:
        return self.not_begun + self.begun

    def share(self, count: int) -> int:
        """In percent of all; a whole number that is 100 only when nobody is missing."""
        return count * 100 // self.total if self.total else 0


@dataclass(frozen=True)
class Firm:
    """A firm and its clients; `person` is the number of one of its people, which names it in addresses."""

    name: str
    person: int
    clients: int
    sent: int

    @property
    def to_come(self) -> int:
        return self.clients - self.sent


@dataclass(frozen=True)
class Day:
    """What was sent that day, and in all at its end."""

    day: date
    sent: int
    total: int


@dataclass(frozen=True)
class Progress:
    funnel: Funnel
    by_size: dict[Size, Funnel] = field(default_factory=dict)


def progress(campaign: Campaign) -> Progress:
    """Where the companies stand, in one statement."""
    year = campaign.year
    # A limit that nobody reaches keeps SQLite from merging the two, and from asking twice how far each has come.
    each = (
        select(reached(year).label("reached"), headcount_before(year).label("heads"))
        .where(is_expected(year))
        .limit(1_000_000)
        .subquery()
    )
    with all_companies("the cockpit counts every member"):
        rows = db.session.execute(select(*each.c, func.count()).group_by(*each.c)).all()
    found = Progress(Funnel())
    for row in rows:
        how_far, heads, count = tuple(row)
        for funnel in (found.funnel, found.by_size.setdefault(Size.of(heads), Funnel())):
            _add(funnel, how_far, count)
    return Progress(found.funnel, {size: found.by_size[size] for size in Size if size in found.by_size})


def funnels() -> dict[int, Funnel]:
    """What was sent and begun in each campaign, by year: the members who did not begin are not told."""
    with all_companies("how far each campaign has come"):
        rows = db.session.execute(
            select(Declaration.year, Declaration.state, func.count())
            .where(Declaration.state != DeclarationState.REPLACED)
            .group_by(Declaration.year, Declaration.state)
        ).all()
    found: dict[int, Funnel] = {}
    for year, state, count in rows:
        _add(found.setdefault(year, Funnel()), SENT if state is DeclarationState.SENT else BEGUN, count)
    return found


def _add(funnel: Funnel, how_far: int, count: int) -> None:
    if how_far >= SENT:
        funnel.sent += count
        funnel.late += count if how_far == SENT_LATE else 0
    elif how_far == BEGUN:
        funnel.begun += count
    else:
        funnel.not_begun += count


def firms(campaign: Campaign, limit: int = SHOWN_FIRMS) -> list[Firm]:
    """The firms who have most to send still. Third parties without a firm's name stand for themselves."""
    alone = case((User.firm_name.is_(None), User.id), else_=0)
    sent = func.count(case((has_sent(campaign.year), Company.id)).distinct())
    clients = func.count(Company.id.distinct())
    statement = (
        select(
            User.firm_name, func.min(User.id), func.min(User.first_name), func.min(User.last_name), clients, sent
        )
        .select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .join(Company, Company.id == Membership.company_id)
        .where(Membership.role == Role.THIRD_PARTY, Membership.status == MembershipStatus.ACTIVE, is_member())
        .group_by(User.firm_name, alone)
        .order_by((clients - sent).desc(), clients.desc(), func.min(User.id))
        .limit(limit)
    )  # fmt: skip
    with all_companies("the clients of every firm"):
        rows = db.session.execute(statement).all()
    return [
        Firm(name or f"{first} {last.upper()}".strip(), person, total, done)
        for name, person, first, last, total, done in rows
    ]


def days(campaign: Campaign) -> list[Day]:
    """What was sent on each day, from the opening to today or to the last send, in Paris. Corrections count once.

    What came before the opening, as files of the past may tell, counts on the first day.
    """
    sent: Counter[date] = Counter()
    for day, count in _sent_by_day(campaign).items():
        sent[max(day, campaign.opens_on)] += count
    if not sent:
        return []
    return list(_filled(sent, campaign.opens_on, max([min(today(), campaign.closes_on), *sent])))


def _filled(sent: Counter[date], first: date, last: date) -> Iterator[Day]:
    total, day = 0, first
    while day <= last:
        total += sent[day]
        yield Day(day, sent[day], total)
        day += timedelta(days=1)


def _sent_by_day(campaign: Campaign) -> Counter[date]:
    # Hour by hour, since the database knows nothing of the days of Paris.
    if db.engine.dialect.name == "postgresql":
        hour: Any = func.to_char(func.timezone("UTC", Declaration.sent_at), "YYYY-MM-DD HH24")
    else:
        hour = func.strftime("%Y-%m-%d %H", Declaration.sent_at)
    told = select(hour.label("hour")).where(
        Declaration.year == campaign.year,
        Declaration.state.in_((DeclarationState.SENT, DeclarationState.REPLACED)),
        Declaration.version == 1,
        Declaration.sent_at.is_not(None),
    )
    each = told.subquery()
    with all_companies("what every member sent"):
        rows = db.session.execute(select(each.c.hour, func.count()).group_by(each.c.hour)).all()
    found: Counter[date] = Counter()
    for written, count in rows:
        moment = datetime.strptime(written, "%Y-%m-%d %H").replace(tzinfo=UTC)
        found[moment.astimezone(PARIS).date()] += count
    return found
