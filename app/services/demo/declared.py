"""What members declared before you came, in the campaign that is open: some sent it, some began."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import groupby
from random import Random
from typing import Any

from sqlalchemy import delete, select

from app.clock import PARIS, now
from app.extensions import db
from app.models import Campaign, Company, Declaration, Membership, OutboxMessage, User
from app.services import declaration_checks, declaration_content, declarations, declaring
from app.services.demo import identifiers
from app.tenancy import CompanyAccess

# Out of so many clients of somebody, one is declared; out of so many, one is begun.
_SENT, _BEGUN = 5, 9


def declare(campaign: Campaign) -> None:
    """Send and begin declarations, of the accountants' clients above all. The bakery's is yours to do."""
    days = Random(1)
    for accesses in _portfolios():
        for access in accesses[::_SENT]:
            _send(access, campaign, _some_day_since(campaign.opens_on, days))
        for access in accesses[2::_BEGUN]:
            _begin(access, campaign)
    # Nobody is to receive what fictional people did.
    db.session.execute(delete(OutboxMessage))


def _portfolios() -> Iterator[Sequence[CompanyAccess]]:
    """The clients of each accountant, then those whom nobody declares for, with their manager."""
    rows: Any = db.session.execute(
        select(Membership, Company, User)
        .join(Company, Company.id == Membership.company_id)
        .join(User, User.id == Membership.user_id)
        .where(Company.member_code != identifiers.member_code(0))
        .order_by(Membership.role.desc(), User.email, Company.member_code)
    )
    seen: set[int] = set()
    for _, group in groupby(rows, key=lambda row: (row.Membership.role, row.User.firm_name or row.User.profile)):
        fresh = [row for row in group if row.Company.id not in seen]
        seen |= {row.Company.id for row in fresh}
        yield [CompanyAccess(row.Company, row.Membership, row.User) for row in fresh]


def _begin(access: CompanyAccess, campaign: Campaign) -> Declaration:
    where = declarations.standing(access, campaign)
    if where.sent:
        return where.sent
    draft = declarations.start(access, where)
    declarations.advance(access, draft, step=2)
    return draft


def _some_day_since(opening: date, rng: Random) -> datetime:
    """A moment between the opening and now: many declare in the first days."""
    opened = datetime.combine(opening, time(9), PARIS)
    return max(opened, opened + (now() - opened) * rng.random() ** 2)


def _send(access: CompanyAccess, campaign: Campaign, at: datetime) -> None:
    """What has to be looked at first stays a draft, as it would for anybody."""
    draft = _begin(access, campaign)
    surprise = declaration_content.of(access, campaign, draft).surprise
    declarations.advance(access, draft, step=declarations.LAST_STEP, checked=True, billing=True, surprise=surprise)
    content = declaration_content.of(access, campaign, draft)
    if not declaring.missing(content, draft) and not declaration_checks.blocking(access, campaign):
        declaring.send(access, campaign, seen=content.fingerprint, at=at)
