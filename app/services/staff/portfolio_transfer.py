"""Carrying a transfer out: at once when it is small, as a work when it is large; everybody concerned is told."""

from sqlalchemy import select

from app.extensions import db
from app.formatting import plural
from app.models import Company, Job, Membership, MembershipStatus, StaffRight, User
from app.services import jobs
from app.services.jobs import Outcome, Refused, Tell, Work
from app.services.staff import portfolio_news, portfolios
from app.services.staff.portfolios import Plan
from app.tenancy import all_companies

KIND = "portfolio-transfer"
# What is done while the page waits.
AT_ONCE = 300
_BATCH = 100


class PlanChanged(Exception):
    """The companies are not those that were agreed to."""


class NothingToTransfer(Exception):
    """No company may change hands."""


class UnderWay(Exception):
    """A work is handing over this very portfolio."""


def transfer(agent: User, plan: Plan, mark: str) -> Job | int:
    """Do what was agreed to; returns the number of companies, or the work that does it.

    Raises PlanChanged, NothingToTransfer or UnderWay.
    """
    if plan.mark != mark:
        raise PlanChanged
    if not plan.ids:
        raise NothingToTransfer
    _one_at_a_time(plan.giver)
    if len(plan.ids) > AT_ONCE:
        return jobs.ask(KIND, agent, giver=plan.giver.id, receiver=plan.receiver.id, ids=plan.ids)
    lines = portfolios.move(agent, plan.giver, plan.receiver, plan.ids)
    if not lines:
        raise NothingToTransfer
    portfolio_news.tell(plan.giver, plan.receiver, [line.company for line in lines])
    return len(lines)


def run(job: Job, tell: Tell) -> Outcome:
    """Batch after batch; begun again, it finds what changed hands already."""
    if job.result:
        return Outcome(job.result)
    ids: list[int] = job.facts["ids"]
    giver, receiver = portfolios.giver(job.facts["giver"]), portfolios.receiver(job.facts["receiver"])
    if giver is None or receiver is None:
        raise Refused("L’un des deux comptes a été fermé entre-temps\u00a0: rien de plus n’a été transféré.")
    agent = db.session.get(User, job.created_by_id) if job.created_by_id else None
    for start in range(0, len(ids), _BATCH):
        portfolios.move(agent, giver, receiver, ids[start : start + _BATCH])
        db.session.commit()
        tell("Entreprises transférées", min(start + _BATCH, len(ids)), len(ids))
    moved = _moved(job, ids)
    if not moved:
        raise Refused("Ces entreprises ont été transférées entre-temps\u00a0: il n’y avait plus rien à faire.")
    portfolio_news.tell(giver, receiver, moved)
    summary = f"{plural(len(moved), 'entreprise transférée', 'entreprises transférées')} à {receiver.described}."
    job.result = {"summary": summary}
    db.session.commit()
    return Outcome(job.result)


WORK = Work("Transfert d’un portefeuille", StaffRight.MEMBERS, run)


def _one_at_a_time(giver: User) -> None:
    """Whoever hands over the same portfolio waits for who does; then a work may be under way already."""
    db.session.execute(select(User.id).where(User.id == giver.id).with_for_update())
    if any(job.facts["giver"] == giver.id for job in jobs.open_of(KIND)):
        raise UnderWay


def _moved(job: Job, ids: list[int]) -> list[Company]:
    """What this work took from the giver, before it was killed and since."""
    with all_companies("which companies changed hands"):
        return list(
            db.session.scalars(
                select(Company)
                .join(Membership, Membership.company_id == Company.id)
                .where(
                    Membership.id.in_(ids),
                    Membership.status == MembershipStatus.REMOVED,
                    Membership.ended_at >= job.created_at,
                )
                .order_by(Company.search, Company.id)
            )
        )
