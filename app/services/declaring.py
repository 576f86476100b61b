"""Sending a declaration, once: what stops it, what is frozen, and who is told."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from app.clock import PARIS, now
from app.extensions import db
from app.mail import letters
from app.models import (
    Campaign,
    Declaration,
    DeclarationState,
    DeclaredEmployee,
    Document,
    DocumentKind,
    Employee,
    FollowUp,
    Membership,
    MembershipStatus,
    Role,
    User,
)
from app.services import audit, declaration_checks, declaration_content, declarations, headcounts, receipt_numbers
from app.services.campaigns import CampaignState
from app.services.declaration_content import Content
from app.services.declarations import CampaignOver, Standing
from app.tenancy import CompanyAccess


class NotOpenYet(Exception):
    """The campaign has not begun: the draft is kept until then."""


class NothingToSend(Exception):
    """No draft is under way."""


class AlreadySent(Exception):
    """Somebody sent it before: see that receipt."""

    def __init__(self, declaration: Declaration) -> None:
        super().__init__(declaration.receipt)
        self.declaration = declaration


class Incomplete(Exception):
    """Something that cannot be left so: the check page says what."""


class ChangedSince(Exception):
    """What would be sent is no longer what the person saw and certified."""


class StillEmploys(Exception):
    """Employees are present on the reference date: this is no nil headcount."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


@dataclass(frozen=True)
class Missing:
    """Something that a step still has to be told."""

    text: str
    step: str


def missing(content: Content, draft: Declaration) -> list[Missing]:
    """What the steps still have to be told before the declaration can be sent."""
    found = []
    if not content.headcount.total:
        found.append(Missing("Aucun salarié n’est à déclarer\u00a0: déclarez un effectif nul", "nil"))
    if content.tariff and content.tariff.asks_payroll and content.payroll is None:
        found.append(Missing("Indiquez la masse salariale", "headcount"))
    if content.surprise and draft.answers.get("surprise") != content.surprise:
        found.append(Missing("Confirmez le changement de votre effectif", "headcount"))
    if not content.billing.is_complete:
        found.append(Missing("Indiquez une adresse de facturation", "billing"))
    elif not draft.answers.get("billing"):
        found.append(Missing("Confirmez vos coordonnées de facturation", "billing"))
    return found


def send(access: CompanyAccess, campaign: Campaign, *, seen: str, at: datetime | None = None) -> Declaration:
    """Send the draft whose content has the fingerprint `seen`; returns what is now in force. `at`: when, or now.

    Raises CampaignOver, NotOpenYet, AlreadySent, NothingToSend, Incomplete, ChangedSince.
    """
    where = _ready(access, campaign)
    draft = where.draft
    if draft is None:
        raise AlreadySent(where.sent) if where.sent else NothingToSend
    content = declaration_content.of(access, campaign, draft)
    if missing(content, draft) or declaration_checks.blocking(access, campaign):
        raise Incomplete
    employees = db.session.execute(
        headcounts.counted(access, campaign, Employee.id, Employee.reference, Employee.follow_up)
        .order_by(Employee.number)
    ).all()  # fmt: skip
    if content.fingerprint != seen or len(employees) != content.headcount.total:
        raise ChangedSince
    seal(access, where, draft, content, [(one.reference, one.follow_up) for one in employees], at)
    _name(access, draft, employees)
    return draft


def send_nil(access: CompanyAccess, campaign: Campaign, since: date) -> Declaration:
    """Declare that nobody has been employed since a day; whatever draft there was becomes that.

    Raises CampaignOver, NotOpenYet, AlreadySent, StillEmploys.
    """
    where = _ready(access, campaign)
    if where.sent and where.draft is None and where.sent.nil_since == since:
        raise AlreadySent(where.sent)
    content = declaration_content.of(access, campaign, where.draft)
    if content.headcount.total:
        raise StillEmploys(content.headcount.total)
    declaration = where.draft or declarations.start(access, where)
    declaration.nil_since = since
    seal(access, where, declaration, content, [])
    return declaration


def _ready(access: CompanyAccess, campaign: Campaign) -> Standing:
    """The standing, from now on ours alone, if its campaign takes declarations today."""
    where = declarations.standing(access, campaign, locked=True)
    if where.is_over:
        raise CampaignOver
    if where.state is CampaignState.UPCOMING:
        raise NotOpenYet
    return where


def _name(access: CompanyAccess, declaration: Declaration, employees: Any) -> None:
    """Who was declared, one row each."""
    db.session.add_all(
        DeclaredEmployee(
            declaration_id=declaration.id, employee_id=id_, company_id=access.company.id, follow_up=follow_up
        )
        for id_, _, follow_up in employees
    )


def seal(
    access: CompanyAccess,
    where: Standing,
    declaration: Declaration,
    content: Content,
    employees: list[tuple[str, FollowUp]],
    at: datetime | None = None,
) -> None:
    """Number it, freeze it, put it in force, publish its receipt, and tell whom it concerns."""
    recipients, number = _recipients(access), _next_document(access)
    receipt, at = receipt_numbers.draw(declaration.year), at or now()
    before, headcount, amount = where.sent, content.headcount, content.amount
    if before:
        before.state = DeclarationState.REPLACED
    declaration.receipt = receipt
    declaration.state, declaration.sent_at = DeclarationState.SENT, at
    declaration.si, declaration.sia, declaration.sir = headcount.si, headcount.sia, headcount.sir
    declaration.net_cents = amount.net if amount else None
    declaration.gross_cents = amount.gross if amount else None
    declaration.sent_by_id, declaration.sent_by = access.user.id, _sender(access)
    declaration.sent_by_third_party = access.role.is_third_party
    # A correction of what was in time is in time.
    declaration.is_late = where.state is CampaignState.LATE and (before is None or before.is_late)
    facts = content.facts() | {
        "company": declaration_content.identity(access.company),
        "closes_on": where.campaign.closes_on.isoformat(),
        "replaces": before.receipt if before else None,
    }
    sealed = [receipt, str(declaration.sent_at), declaration.sent_by, str(declaration.nil_since), facts, employees]
    declaration.facts = {**facts, "sha256": declaration_content.digest(sealed)}
    _publish(access, declaration, number, at)
    for recipient in recipients:
        letters.declaration_received(recipient, access.company, declaration)
    audit.record(
        "declaration.sent", actor=access.user, company=access.company, receipt=receipt, headcount=headcount.total,
        late=declaration.is_late,
    )  # fmt: skip


def _sender(access: CompanyAccess) -> str:
    """Who declares, as the receipt says it: agents type what was received on paper in the association's name."""
    if access.user.is_staff:
        return f"{current_app.config['ASSO_SIGLE']}, d’après une déclaration reçue sur papier"
    return access.user.described[:300]


def _publish(access: CompanyAccess, declaration: Declaration, number: int, at: datetime) -> None:
    """The receipt stands with the company's other documents; its PDF is written when it is asked for."""
    db.session.add(
        Document(
            company_id=access.company.id,
            number=number,
            kind=DocumentKind.RECEIPT,
            reference=declaration.receipt,
            issued_on=at.astimezone(PARIS).date(),
            declaration_id=declaration.id,
        )
    )


def _next_document(access: CompanyAccess) -> int:
    last = db.session.scalar(select(func.max(Document.number)).where(Document.company_id == access.company.id))
    return (last or 0) + 1


def _recipients(access: CompanyAccess) -> list[str]:
    """The sender and the company's managers: the employer stays liable even when somebody else declares.

    An agent who types a paper has no use for the letter.
    """
    managers = db.session.scalars(
        select(User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.company_id == access.company.id,
            Membership.role == Role.MANAGER,
            Membership.status == MembershipStatus.ACTIVE,
            User.activated_at.is_not(None),
            User.disabled_at.is_(None),
        )
    )
    return sorted({*managers} if access.user.is_staff else {access.user.email, *managers})
