"""A company's declarations: where it stands in a campaign, its draft, what it sent before."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app
from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from app.clock import now
from app.extensions import db
from app.formatting import moment
from app.models import Campaign, Declaration, DeclarationState, User
from app.services import audit, campaigns
from app.services.campaigns import CampaignState
from app.tenancy import CompanyAccess

LAST_STEP = 4


class CampaignOver(Exception):
    """Nothing may be prepared nor sent any more for this campaign."""


@dataclass(frozen=True)
class Standing:
    """Where a company stands in a campaign: at most one draft, at most one declaration in force.

    For a company whose declaration an agent reopened, a campaign that is closed is only late.
    """

    campaign: Campaign
    state: CampaignState
    draft: Declaration | None
    sent: Declaration | None
    versions: int

    @property
    def is_over(self) -> bool:
        return self.state is CampaignState.CLOSED

    @property
    def is_correction(self) -> bool:
        return self.sent is not None

    @property
    def may_be_abandoned(self) -> bool:
        """Whether a correction was begun that nobody waits for: what was sent stays."""
        return self.draft is not None and self.is_correction and not self.is_reopened and not self.is_over

    @property
    def is_reopened(self) -> bool:
        """Whether an agent lets the company send, and the draft is still to be sent."""
        return self.draft is not None and self.draft.reopened_at is not None


@dataclass(frozen=True)
class Past:
    """A declaration that was sent, as the history shows it."""

    year: int
    version: int
    state: DeclarationState
    headcount: int
    is_late: bool
    receipt: str | None
    sent_at: datetime | None
    sent_by: str | None
    nil_since: date | None


def standing(access: CompanyAccess, campaign: Campaign, *, locked: bool = False) -> Standing:
    """Where the company stands; `locked` keeps anybody else from changing it until the present transaction ends."""
    statement = _of(access, Declaration).where(Declaration.year == campaign.year).order_by(Declaration.version)
    if locked:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(statement).all()
    by_state = {declaration.state: declaration for declaration in found}
    draft = by_state.get(DeclarationState.DRAFT)
    state = campaigns.state(campaign)
    if state is CampaignState.CLOSED and draft and draft.reopened_at:
        state = CampaignState.LATE
    return Standing(
        campaign,
        state,
        draft,
        by_state.get(DeclarationState.SENT),
        found[-1].version if found else 0,
    )


def shown_standing(access: CompanyAccess) -> Standing | None:
    """Where the company stands in the campaign that concerns members now, if there is one."""
    campaign = campaigns.shown()
    return standing(access, campaign) if campaign else None


def reopened(access: CompanyAccess, *, besides: Campaign | None) -> list[Standing]:
    """What an agent reopened in other campaigns than the one shown, and is still to be sent; the latest first."""
    years = _of(access, Declaration.year).where(
        Declaration.state == DeclarationState.DRAFT,
        Declaration.reopened_at.is_not(None),
        Declaration.year != (besides.year if besides else None),
    )
    found = [campaigns.of_year(year) for year in db.session.scalars(years.order_by(Declaration.year.desc())).all()]
    return [standing(access, campaign) for campaign in found if campaign]


def start(access: CompanyAccess, where: Standing) -> Declaration:
    """The draft of this campaign, begun now if there is none; a correction begins with what was answered before.

    Raises CampaignOver.
    """
    if where.is_over:
        raise CampaignOver
    if where.draft:
        return where.draft
    before = where.sent.answers if where.sent else {}
    draft = Declaration(
        company_id=access.company.id,
        year=where.campaign.year,
        version=where.versions + 1,
        # Whoever corrects goes back to the check page from any step.
        answers={**before, "checked": True} if where.sent else {},
        step=LAST_STEP if where.sent else 1,
        started_by_id=access.user.id,
        updated_by_id=access.user.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError:
        # Somebody else began it meanwhile, or even sent it, and this one is too late.
        if begun := standing(access, where.campaign).draft:
            return begun
        raise
    audit.record("declaration.started", actor=access.user, company=access.company, year=draft.year)
    return draft


def abandon(access: CompanyAccess, campaign: Campaign) -> bool:
    """Give up the correction that was begun; False when there is none to give up."""
    where = standing(access, campaign, locked=True)
    if where.draft is None or not where.may_be_abandoned:
        return False
    db.session.delete(where.draft)
    audit.record("declaration.abandoned", actor=access.user, company=access.company, year=campaign.year)
    return True


def advance(access: CompanyAccess, draft: Declaration, *, step: int = 1, **answers: Any) -> None:
    """Keep what a step was told, and how far the draft has come. A draft never goes back."""
    told = {**draft.answers, **answers}
    step = max(draft.step, min(step, LAST_STEP))
    if told == draft.answers and step == draft.step:
        return
    draft.answers, draft.step = told, step
    draft.updated_by_id, draft.updated_at = access.user.id, now()


def minutes(employees: int) -> int:
    """About how long a declaration takes: ten minutes, and more for long lists."""
    return min(60, max(10, -(-employees // 25) * 5))


def is_checked(draft: Declaration) -> bool:
    """Whether the draft once reached its check page: each step then leads straight back to it."""
    return bool(draft.answers.get("checked"))


def last_editor(draft: Declaration) -> str:
    """Who last worked on a draft, by name and firm."""
    editor = db.session.get(User, draft.updated_by_id) if draft.updated_by_id else None
    return editor.described if editor else "un ancien utilisateur"


def why_reopened(draft: Declaration) -> str:
    """What members read of a declaration that an agent reopened; nothing of another one."""
    if draft.reopened_at is None:
        return ""
    association = current_app.extensions["branding"].sigle
    return (
        f"{association} l’a rouverte {moment(draft.reopened_at)}, pour la raison suivante\u00a0: "
        f"«\u00a0{draft.reopened_reason}\u00a0». Vous pouvez l’envoyer, même après la clôture."
    )


def history(access: CompanyAccess) -> list[Past]:
    """What the company sent, the latest first."""
    rows: Any = db.session.execute(
        _of(
            access, Declaration.year, Declaration.version, Declaration.state, Declaration.si, Declaration.sia,
            Declaration.sir, Declaration.is_late, Declaration.receipt, Declaration.sent_at, Declaration.sent_by,
            Declaration.nil_since,
        )
        .where(Declaration.state != DeclarationState.DRAFT)
        .order_by(Declaration.year.desc(), Declaration.version.desc())
    )  # fmt: skip
    return [
        Past(year, version, state, (si or 0) + (sia or 0) + (sir or 0), *others)
        for year, version, state, si, sia, sir, *others in rows
    ]


def previous(access: CompanyAccess, campaign: Campaign) -> Declaration | None:
    """What was declared for the campaign before, to compare with."""
    return db.session.scalars(
        _of(access, Declaration)
        .where(Declaration.year < campaign.year, Declaration.state == DeclarationState.SENT)
        .order_by(Declaration.year.desc())
        .limit(1)
    ).first()


def _of(access: CompanyAccess, *columns: Any) -> Select[Any]:
    return select(*columns).where(Declaration.company_id == access.company.id)
