"""One declaration, as agents look at it: what it says, what changed since the year before; and reopening it."""

from dataclasses import dataclass, replace

from sqlalchemy import or_, select

from app.clock import now
from app.extensions import db
from app.mail import campaign_letters
from app.models import Campaign, Company, Declaration, DeclarationState, Membership, MembershipStatus, Role, User
from app.services import audit, declarations
from app.services.campaigns import CampaignState
from app.services.declarations import Past, Standing
from app.services.staff import acting, campaign_anomalies
from app.services.staff.campaign_anomalies import Anomaly
from app.tenancy import CompanyAccess


class NothingToReopen(Exception):
    """The company may declare by itself: its campaign takes declarations, and it sent none."""


class AlreadyReopened(Exception):
    """It was reopened before, and is still to be sent."""


_FIGURES = {
    "total": "Effectif",
    "si": "Suivi simple (SI)",
    "sia": "Suivi adapté (SIA)",
    "sir": "Suivi renforcé (SIR)",
    "net_cents": "Cotisation HT",
}


@dataclass(frozen=True)
class Line:
    """A figure of this year beside that of the year before; None where it is not known."""

    label: str
    now: int | None
    before: int | None
    is_amount: bool = False

    @property
    def difference(self) -> int | None:
        return None if self.now is None or self.before is None else self.now - self.before


@dataclass(frozen=True)
class File:
    """All about the declaration of a company: `shown` is what was sent, or nothing yet."""

    company: Company
    where: Standing
    previous: Declaration | None
    history: list[Past]
    anomalies: list[Anomaly]
    editor: str
    may_reopen: bool

    @property
    def lines(self) -> list[Line]:
        """What is in force beside what was declared the year before."""
        now, before = self.where.sent, self.previous
        return [
            Line(label, getattr(now, name, None), getattr(before, name, None), is_amount=name == "net_cents")
            for name, label in _FIGURES.items()
        ]


def file(agent: User, company: Company, campaign: Campaign) -> File:
    """The declaration of a company in a campaign."""
    with acting.within(agent, company) as access:
        where = declarations.standing(access, campaign)
        found = File(
            company,
            where,
            declarations.previous(access, campaign),
            declarations.history(access),
            [],
            declarations.last_editor(where.draft) if where.draft else "",
            _obstacle(where) is None,
        )
    return replace(found, anomalies=campaign_anomalies.of_company(campaign, company.id))


def sent(agent: User, company: Company, campaign: Campaign, receipt: str) -> Declaration | None:
    """What a company sent under this receipt, in this campaign."""
    with acting.within(agent, company) as access:
        return db.session.scalars(
            select(Declaration).where(
                Declaration.company_id == access.company.id,
                Declaration.year == campaign.year,
                Declaration.receipt == receipt,
                Declaration.state != DeclarationState.DRAFT,
            )
        ).one_or_none()


def reopen(agent: User, company: Company, campaign: Campaign, reason: str) -> int:
    """Let a company declare again, or after the closing; returns how many people were told.

    Raises NothingToReopen, AlreadyReopened.
    """
    with acting.within(agent, company) as access:
        where = declarations.standing(access, campaign, locked=True)
        if why := _obstacle(where):
            raise why
        draft = declarations.start(access, replace(where, state=CampaignState.LATE))
        # It is quoted inside sentences.
        draft.reopened_at, draft.reopened_reason = now(), reason.removesuffix(".")
        told = _concerned(access, where.sent)
        for user in told:
            campaign_letters.declaration_reopened(user, company, draft)
        audit.record("declaration.reopened", actor=agent, company=company, year=campaign.year, version=draft.version)
    return len(told)


def _obstacle(where: Standing) -> Exception | None:
    if where.is_reopened:
        return AlreadyReopened()
    if where.sent is None and where.state is not CampaignState.CLOSED:
        return NothingToReopen()
    return None


def _concerned(access: CompanyAccess, before: Declaration | None) -> list[User]:
    """The company's managers, and whoever sent what is in force, if they may still enter."""
    return list(
        db.session.scalars(
            select(User)
            .join(Membership, Membership.user_id == User.id)
            .where(
                Membership.company_id == access.company.id,
                Membership.status == MembershipStatus.ACTIVE,
                or_(Membership.role == Role.MANAGER, User.id == (before.sent_by_id if before else None)),
                User.activated_at.is_not(None),
                User.disabled_at.is_(None),
            )
            .order_by(User.id)
        )
    )
