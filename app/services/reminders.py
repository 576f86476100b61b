"""Reminding those who have not declared yet: at the opening, half-way, a week before, the day before, and once late.

One letter a person, however many companies are theirs. Each range of people is claimed in the transaction that queues
its letters: killed and started again, or run by two workers, nobody is written to twice for the same reminder.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.dialects import postgresql, sqlite

from app.clock import PARIS, today
from app.extensions import db
from app.mail import letters
from app.models import (
    Campaign,
    Company,
    Declaration,
    DeclarationState,
    Membership,
    MembershipStatus,
    RegularRun,
    User,
)
from app.services import campaigns
from app.tenancy import all_companies

NAME = "rappels"
# People whose numbers are in one range of this length are written to in one transaction.
RANGE = 500


def send_due() -> int:
    """Queue the reminders of today, if there are any; returns how many."""
    campaign = campaigns.shown()
    moment = _moment(campaign) if campaign else None
    if campaign is None or moment is None or _is_claimed(f"{campaign.year}-{moment}"):
        db.session.rollback()
        return 0
    return send(campaign, moment)


def send(campaign: Campaign, moment: str, tell: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Queue a reminder to everybody who did not have it yet; returns how many. Commits as it goes, and tells then."""
    last = last_person()
    year, told = campaign.year, dates(campaign)
    db.session.commit()
    queued = 0
    for first in range(0, last + 1, RANGE):
        if _claim(f"{year}-{moment}-{first}"):
            queued += _remind(year, moment, told, range(first, first + RANGE))
        db.session.commit()
        tell(min(first + RANGE, last), last)
    _claim(f"{year}-{moment}")
    db.session.commit()
    return queued


def last_person() -> int:
    """The highest number of a person: ranges end there."""
    return db.session.scalar(select(func.max(User.id))) or 0


def is_sent(campaign: Campaign, moment: str) -> bool:
    """Whether everybody has had this reminder."""
    return _is_claimed(f"{campaign.year}-{moment}")


def went_out_today() -> bool:
    """Whether a reminder left by itself today."""
    since = datetime.combine(today(), time(), tzinfo=PARIS)
    claimed = select(RegularRun.slot).where(RegularRun.name == NAME, RegularRun.at >= since).limit(1)
    return db.session.scalar(claimed) is not None


def moments(campaign: Campaign) -> dict[str, date]:
    """When each reminder of a campaign is due; in a short campaign, those that would meet are dropped."""
    half = campaign.opens_on + (campaign.due_on - campaign.opens_on) / 2
    wanted = {
        "ouverture": campaign.opens_on,
        "milieu": half,
        "j-7": campaign.due_on - timedelta(days=7),
        "j-1": campaign.due_on - timedelta(days=1),
        "retard": campaign.due_on + timedelta(days=1),
    }
    kept: dict[str, date] = {}
    for name, day in wanted.items():
        latest = max(kept.values(), default=None)
        if day <= campaign.closes_on and (latest is None or day > latest):
            kept[name] = day
    return kept


def _moment(campaign: Campaign) -> str | None:
    """The reminder whose time has come; after days without the task, only the latest is worth a letter."""
    day = today()
    past = [name for name, due in moments(campaign).items() if due <= day <= campaign.closes_on]
    return past[-1] if past else None


def dates(campaign: Campaign) -> dict[str, Any]:
    """What a reminder says of its campaign."""
    return {
        "year": campaign.year,
        "due_on": campaign.due_on.isoformat(),
        "closes_on": campaign.closes_on.isoformat(),
        "days_left": (campaign.due_on - today()).days,
    }


def _remind(year: int, moment: str, told: dict[str, Any], ids: range) -> int:
    """Write to the people of a range who still have something to declare."""
    rows = still_to_declare(year, User.id.between(ids.start, ids.stop - 1))
    for row in rows:
        write(row, moment, told)
    return len(rows)


def still_to_declare(year: int, *who: ColumnElement[bool]) -> Sequence[Any]:
    """Each of these people who has something to declare and wants to be told, with what `write` says of it."""
    with all_companies("who has not declared yet, in every company"):
        return db.session.execute(_still_to_declare(year).where(*who)).all()


def write(row: Any, moment: str, told: dict[str, Any]) -> None:
    """Queue the letter of a person, a row of `still_to_declare`."""
    user, count, drafts, company, city, public_id = row
    one = {"company": company, "city": city or "", "company_id": public_id} if count == 1 else {}
    letters.declaration_reminder(user, moment, {**told, "count": count, "drafts": drafts, **one})


def may_be_reminded() -> ColumnElement[bool]:
    """Whether a person can be written to about what is to be declared, and wants to."""
    return and_(User.wants_reminders, User.activated_at.is_not(None), User.disabled_at.is_(None))


def _still_to_declare(year: int) -> Any:
    """Each person with how many companies wait, how many of them have a draft, and the name of one of them."""
    sent, draft = (_with_state(year, state) for state in (DeclarationState.SENT, DeclarationState.DRAFT))
    has_left = and_(Company.left_on.is_not(None), Company.left_on <= today())
    return (
        select(
            User,
            func.count(),
            func.sum(case((Company.id.in_(draft), 1), else_=0)),
            func.min(Company.name),
            func.min(Company.city),
            func.min(Company.public_id),
        )
        .join(Membership, Membership.user_id == User.id)
        .join(Company, Company.id == Membership.company_id)
        .where(
            may_be_reminded(),
            Membership.status == MembershipStatus.ACTIVE,
            ~has_left,
            Company.id.not_in(sent),
        )
        .group_by(User.id)
    )


def _with_state(year: int, state: DeclarationState) -> Any:
    return select(Declaration.company_id).where(Declaration.year == year, Declaration.state == state)


def _is_claimed(slot: str) -> bool:
    return db.session.get(RegularRun, (NAME, slot)) is not None


def _claim(slot: str) -> bool:
    """Whether this part of the work is ours: nobody did it, nor is doing it."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    taken = db.session.execute(
        insert(RegularRun)
        .values(name=NAME, slot=slot)
        .on_conflict_do_nothing(index_elements=[RegularRun.name, RegularRun.slot])
        .returning(RegularRun.slot)
    )
    return taken.scalar() is not None
