"""Where each company of a person stands with its declaration of the year.

What is said here of a company is said inside a statement about memberships; `year` and `today` are given to it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, case, false, func, select

from app.clock import today
from app.extensions import db
from app.models import Company, Declaration, DeclarationState, Membership, User
from app.services import campaigns
from app.services.campaigns import CampaignState
from app.services.memberships import theirs

_BEGUN, _SENT = 1, 2


class Status(StrEnum):
    """One word for each company, so that the four counts add up."""

    TO_DO = "a-faire"
    BEGUN = "en-cours"
    DONE = "faite"
    LATE = "en-retard"

    @property
    def label(self) -> str:
        return {"a-faire": "À faire", "en-cours": "En cours", "faite": "Faite", "en-retard": "En retard"}[self.value]


@dataclass(frozen=True)
class Season:
    """The campaign that lists speak of today; `next_opens_on`: when the following one opens, if that is known."""

    year: int
    opens_on: date
    closes_on: date
    state: CampaignState
    next_opens_on: date | None = None

    @property
    def has_opened(self) -> bool:
        return self.state is not CampaignState.UPCOMING

    @property
    def is_open(self) -> bool:
        return self.state.accepts

    @property
    def is_closed(self) -> bool:
        return self.state is CampaignState.CLOSED

    @property
    def is_past_due(self) -> bool:
        return self.state in (CampaignState.LATE, CampaignState.CLOSED)

    def status(self, progress: int | None, *, has_left: bool) -> Status | None:
        """The word for a company; None: it left without declaring, and nothing is expected of it any more."""
        if progress == _SENT:
            return Status.DONE
        if has_left:
            return None
        if self.is_past_due:
            return Status.LATE
        return Status.BEGUN if progress == _BEGUN else Status.TO_DO

    def now(self, status: Status) -> Status:
        """What has become of a status: what is still to send after the day when it was due is late."""
        return Status.LATE if self.is_past_due and status is not Status.DONE else status

    def label(self, status: Status | None) -> str:
        """What a status is called: what is late when the campaign closes will not come any more."""
        if status is None:
            return "—"
        return "Non faite" if status is Status.LATE and self.is_closed else status.label


@dataclass(frozen=True)
class Reopened:
    """A declaration that an agent lets a company send again, or after the closing."""

    public_id: str
    company: str
    year: int


def season() -> Season | None:
    """The campaign under way, otherwise the one that was, otherwise the first to come; None when there is none at all.

    Between two campaigns, firms still look for what they declared: `campaigns.shown` is then the one to come.
    """
    every = campaigns.every()
    opened = [one for one in every if campaigns.state(one) is not CampaignState.UPCOMING]
    to_come = every[len(opened) :]
    under_way = [one for one in opened if campaigns.state(one) is not CampaignState.CLOSED]
    for campaign in (*under_way[:1], *opened[-1:], *to_come[:1]):
        following = [one.opens_on for one in every if one.year > campaign.year]
        dates = (campaign.opens_on, campaign.closes_on)
        return Season(campaign.year, *dates, campaigns.state(campaign), min(following, default=None))
    return None


def shown() -> Season | None:
    """The same once it has opened: before that, companies stand nowhere."""
    found = season()
    return found if found and found.has_opened else None


def counts(user: User, season: Season) -> dict[Status | None, int]:
    """How many companies stand where; under None, those of which nothing is expected."""
    found: dict[Status | None, int] = {}
    given = {"user_id": user.id, "year": season.year, "today": today()}
    for reached, left, number in db.session.execute(_COUNTS, given):
        status = season.status(reached, has_left=left)
        found[status] = found.get(status, 0) + number
    return found


def reopened(user: User) -> list[Reopened]:
    """What agents reopened for these companies, whatever the campaign, and is still to be sent."""
    return [Reopened(*row) for row in db.session.execute(_REOPENED, {"user_id": user.id, "today": today()})]


def years(reopened: list[Reopened]) -> dict[str, str]:
    """« 2026, 2027 », for each company that has some."""
    found: dict[str, list[str]] = {}
    for one in reopened:
        found.setdefault(one.public_id, []).append(str(one.year))
    return {public_id: ", ".join(each) for public_id, each in found.items()}


def has_left() -> ColumnElement[bool]:
    """Whether the company is no longer a member of the association."""
    return Company.left_on.is_not(None) & (Company.left_on <= bindparam("today"))


def progress() -> ScalarSelect[Any]:
    """How far the company's declaration has come, to be read by `Season.status`: a correction begun undoes no send."""
    return _declared(
        case((Declaration.state == DeclarationState.SENT, _SENT), (Declaration.state == DeclarationState.DRAFT, _BEGUN))
    )


def receipt() -> ScalarSelect[Any]:
    """The receipt of what the company declared; NULL before."""
    return _declared(case((Declaration.state == DeclarationState.SENT, Declaration.receipt)))


def is_one_of(status: Status, *, past_due: bool) -> ColumnElement[bool]:
    """Whether `status` is the word for the company, before or after the day when declarations are due."""
    reached = func.coalesce(progress(), 0)
    if status is Status.DONE:
        return reached == _SENT
    if (status is Status.LATE) is not past_due:
        return false()
    expected = {Status.TO_DO: reached == 0, Status.BEGUN: reached == _BEGUN, Status.LATE: reached < _SENT}
    return expected[status] & ~has_left()


def _declared(value: ColumnElement[Any]) -> ScalarSelect[Any]:
    # By company and year, the state looked at afterwards: asked for the state as well, SQLite prefers the index that
    # lists the whole association's declarations of the year, and reads it again for each company.
    return (
        select(func.max(value))
        .where(Declaration.company_id == Membership.company_id, Declaration.year == bindparam("year"))
        .correlate(Membership)
        .scalar_subquery()
    )


# A limit that nobody reaches keeps SQLite from merging the two, and from asking twice how far each has come.
_EACH = theirs(progress().label("progress"), has_left().label("has_left")).limit(1_000_000).subquery()
_COUNTS = select(_EACH.c.progress, _EACH.c.has_left, func.count()).group_by(_EACH.c.progress, _EACH.c.has_left)
_REOPENED = (
    theirs(Company.public_id, Company.name, Declaration.year)
    .join(Declaration, Declaration.company_id == Membership.company_id)
    .where(Declaration.state == DeclarationState.DRAFT, Declaration.reopened_at.is_not(None), ~has_left())
    .order_by(Company.search, Company.id, Declaration.year)
)
