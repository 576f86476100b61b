"""Reminders that agents send to some of those who have not declared: one letter a person, never two the same day."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, delete, exists, func, select
from sqlalchemy.dialects import postgresql, sqlite

from app.clock import now, today
from app.extensions import db
from app.models import Campaign, Company, Job, Membership, MembershipStatus, RegularRun, Role, StaffRight, User
from app.services import audit, campaigns, jobs, reminders
from app.services.campaigns import CampaignState
from app.services.jobs import Outcome, Refused, Tell, Work
from app.services.staff.campaign_members import Filters, Place, has_third_party, narrowed, people_of_firm
from app.tenancy import all_companies

KIND = "campaign-reminder"
NAME = "relance"
# Who was reminded is known until the day is certainly over.
KEPT = timedelta(days=2)
# What may be reminded: nothing is asked any more of those who sent.
PLACES = (Place.TO_COME, Place.NOT_BEGUN, Place.BEGUN)


@dataclass(frozen=True)
class Preview:
    """Whom a reminder concerns: companies, those that somebody declares for, those of whom nobody can be written to;
    letters, those that go to third parties; people passed over because they were reminded today."""

    companies: int
    with_third_party: int
    unreachable: int
    letters: int
    to_third_parties: int
    reminded_today: int


class NotNow(Exception):
    """No reminder may leave: the campaign takes no declaration, or one left by itself today."""


def may_remind(campaign: Campaign) -> bool:
    return campaigns.state(campaign).accepts and not reminders.went_out_today()


def preview(campaign: Campaign, filters: Filters) -> Preview:
    """Whom a reminder would reach, in two statements. `filters.place` is one of PLACES."""
    conditions = narrowed(campaign.year, filters)
    each = (
        select(has_third_party().label("third"), _is_reachable(filters).label("reachable"))
        .where(*conditions)
        .limit(1_000_000)
        .subquery()
    )
    reminded = _was_reminded_today()
    people = (
        select(
            case((reminded, 1), else_=0).label("reminded"),
            func.max(case((Membership.role == Role.THIRD_PARTY, 1), else_=0)).label("third"),
        )
        .select_from(User)
        .join(Membership, Membership.user_id == User.id)
        .where(*_people(campaign.year, filters))
        .group_by(User.id)
        .subquery()
    )
    with all_companies("whom a reminder concerns"):
        companies: Any = db.session.execute(select(*each.c, func.count()).group_by(*each.c)).all()
        written_to: Any = db.session.execute(select(*people.c, func.count()).group_by(*people.c)).all()
    return Preview(
        sum(count for _, _, count in companies),
        sum(count for third, _, count in companies if third),
        sum(count for _, reachable, count in companies if not reachable),
        sum(count for again, _, count in written_to if not again),
        sum(count for again, third, count in written_to if third and not again),
        sum(count for again, _, count in written_to if again),
    )


def ask(agent: User, campaign: Campaign, filters: Filters) -> Job:
    """Have a reminder sent. Raises NotNow."""
    if not may_remind(campaign):
        raise NotNow
    audit.record("campaign.reminded", actor=agent, year=campaign.year, to=filters.place, size=filters.size)
    return jobs.ask(KIND, agent, year=campaign.year, filters=filters.facts())


def run(job: Job, tell: Tell) -> Outcome:
    """Write to one range of people after the other; whoever was written to today is passed over."""
    year, filters, since = job.facts["year"], Filters.read(job.facts["filters"]), job.created_at
    campaign = campaigns.of_year(year)
    if campaign is None or not may_remind(campaign):
        raise Refused("La campagne n’accepte plus de déclaration, ou un rappel est déjà parti aujourd’hui.")
    moment = "retard" if campaigns.state(campaign) is CampaignState.LATE else "milieu"
    told, last = reminders.dates(campaign), reminders.last_person()
    db.session.commit()
    for first in range(0, last + 1, reminders.RANGE):
        _write(year, filters, moment, told, User.id.between(first, first + reminders.RANGE - 1))
        db.session.commit()
        tell("E-mails préparés", min(first + reminders.RANGE, last), last)
    sent = select(func.count()).where(RegularRun.name == NAME, RegularRun.at >= since)
    return Outcome({"summary": _told(db.session.scalar(sent) or 0)})


def _told(sent: int) -> str:
    if not sent:
        return "Aucun e-mail à envoyer\u00a0: ces personnes ont déjà été relancées aujourd’hui."
    return f"{sent}\u00a0e-mail{'s' if sent > 1 else ''} de relance en cours d’envoi."


WORK = Work("Relance de la campagne", StaffRight.CAMPAIGN, run)


def _write(year: int, filters: Filters, moment: str, told: dict[str, Any], among: ColumnElement[bool]) -> None:
    with all_companies("whom a reminder concerns"):
        concerned = db.session.scalars(
            select(User.id)
            .join(Membership, Membership.user_id == User.id)
            .where(among, *_people(year, filters))
            .distinct()
        ).all()
    claimed = _claim(list(concerned))
    if claimed:
        for row in reminders.still_to_declare(year, User.id.in_(claimed)):
            reminders.write(row, moment, told)


def _people(year: int, filters: Filters) -> list[ColumnElement[bool]]:
    """On User and Membership: who answers for the companies of a target; of a firm, its own people alone."""
    with_firm = [people_of_firm(filters.firm), Membership.role == Role.THIRD_PARTY] if filters.firm else []
    return [
        reminders.may_be_reminded(),
        Membership.status == MembershipStatus.ACTIVE,
        Membership.company_id.in_(select(Company.id).where(*narrowed(year, filters))),
        *with_firm,
    ]


def _is_reachable(filters: Filters) -> ColumnElement[bool]:
    """On Company: whether somebody can be written to."""
    with_firm = [people_of_firm(filters.firm)] if filters.firm else []
    return exists().where(
        Membership.company_id == Company.id,
        Membership.status == MembershipStatus.ACTIVE,
        Membership.user_id == User.id,
        and_(reminders.may_be_reminded(), *with_firm),
    )


def _slots() -> ColumnElement[str]:
    return f"{today()}-" + cast(User.id, String)


def _was_reminded_today() -> ColumnElement[bool]:
    return exists().where(RegularRun.name == NAME, RegularRun.slot == _slots())


def _claim(people: list[int]) -> list[int]:
    """Those of these people whom nobody reminded today: from now on, somebody did."""
    if not people:
        return []
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    rows = [{"name": NAME, "slot": f"{today()}-{one}", "at": now()} for one in people]
    taken = db.session.scalars(
        insert(RegularRun)
        .values(rows)
        .on_conflict_do_nothing(index_elements=[RegularRun.name, RegularRun.slot])
        .returning(RegularRun.slot)
    )
    return [int(slot.rpartition("-")[2]) for slot in taken]


def purge() -> int:
    """Forget who was reminded before today; returns how many."""
    gone = db.session.execute(delete(RegularRun).where(RegularRun.name == NAME, RegularRun.at < now() - KEPT))
    return int(gone.rowcount)  # type: ignore[attr-defined]
