"""« Un seul e-mail par jour » : what letters told by their topic waits for the daily letter of whoever asked for one.

Letters say their topic to `queue`, which sets them aside for those people (app/mail/queue.py). Nothing else knows.
"""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from sqlalchemy import delete, select

from app.clock import PARIS, now, today
from app.extensions import db
from app.mail import account_letters, rendering
from app.models import Company, DigestItem, Membership, MembershipStatus, Topic, User
from app.tenancy import all_companies

LEAVES_AT = time(7)
# A longer letter is cut short by those who receive it.
MOST_LINES = 300


def send_due() -> int:
    """Once it is seven in Paris, write to each person what waited since the day before; returns how many letters.

    What came after seven waits for tomorrow. Each person's news leave the table as their letter enters the outbox:
    killed half-way and run again, or run by two workers, nobody gets them twice.
    """
    limit = datetime.combine(today(), LEAVES_AT, tzinfo=PARIS)
    if now() < limit:
        return 0
    waiting = select(DigestItem.user_id).where(DigestItem.created_at < limit).distinct().order_by(DigestItem.user_id)
    sent = 0
    for user_id in db.session.scalars(waiting).all():
        user = db.session.scalars(select(User).where(User.id == user_id).with_for_update()).one()
        sent += _send(user, before=limit)
        db.session.commit()
    return sent


def flush(user: User) -> None:
    """This person no longer wants a daily letter: here is the last one, at once."""
    _send(user, before=now())


def forget(user: User) -> None:
    """What waits for this person will not be told."""
    db.session.execute(delete(DigestItem).where(DigestItem.user_id == user.id))


def _send(user: User, *, before: datetime) -> int:
    items = db.session.scalars(
        select(DigestItem).where(DigestItem.user_id == user.id, DigestItem.created_at <= before).order_by(DigestItem.id)
    ).all()
    lines = list(_still_theirs(user, items))
    for item in items:
        db.session.delete(item)
    if not lines or user.disabled_at is not None:
        return 0
    account_letters.daily_digest(user, _by_company(lines[:MOST_LINES]), len(lines[MOST_LINES:]))
    return 1


def _still_theirs(user: User, items: Iterable[DigestItem]) -> Iterable[DigestItem]:
    """What this person may still know, of companies where their access has not ended, and still wants to."""
    with all_companies("the companies that a daily letter may name"):
        open_now = {
            None,
            *db.session.scalars(
                select(Company.public_id)
                .join(Membership, Membership.company_id == Company.id)
                .where(Membership.user_id == user.id, Membership.status == MembershipStatus.ACTIVE)
            ),
        }
    for item in items:
        if user.wants(Topic(item.facts["topic"])) and item.facts.get("company_id") in open_now:
            yield item


def _by_company(items: Iterable[DigestItem]) -> list[dict[str, Any]]:
    """Facts of the letter: each company, in order of name, with its news; what concerns none comes first."""
    companies: dict[str, dict[str, Any]] = {}
    for item in items:
        facts = item.facts
        public_id = facts.get("company_id", "")
        named = {"id": public_id, "name": facts.get("company", ""), "city": facts.get("city", "")}
        companies.setdefault(public_id, {**named, "news": []})["news"].append(rendering.subject(item.letter, facts))
    return sorted(companies.values(), key=lambda company: (company["name"], company["id"]))
