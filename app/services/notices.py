"""What a company says of a planned visit: the employee will not come, or another day is asked for."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import select

from app import settings
from app.clock import now
from app.extensions import db
from app.law.cancellation import free_until
from app.mail import visit_letters
from app.models import NoticeKind, Visit, VisitNotice, VisitState
from app.services import audit, planning
from app.services.planning import Planned
from app.tenancy import CompanyAccess

FORCE_MAJEURE = "force-majeure"
# Nothing of somebody's health can be chosen.
REASONS = {
    "conges": "Congés ou repos",
    "service": "Contrainte de service",
    "absent": "Absent de l’entreprise ce jour-là",
    "parti": "Ne fait plus partie de l’entreprise",
    FORCE_MAJEURE: "Force majeure (intempéries, transports interrompus…)",
    "autre": "Autre motif",
}


class NotPlanned(Exception):
    """The visit is past, cancelled, or no longer what the person saw."""


class AlreadyTold(Exception):
    """The same was told before; once is enough."""


class FeeNotAcknowledged(Exception):
    """The free limit passed while the form was open: the fee has to be shown, and accepted."""


@dataclass(frozen=True)
class AbsenceTerms:
    """What it costs not to come, as the association decides it."""

    hours: int
    working: bool
    # In cents, without VAT; 0: nothing is said of a fee.
    fee: int


@dataclass(frozen=True)
class Terms(AbsenceTerms):
    """What it costs to cancel one visit."""

    free_until: datetime

    @property
    def is_late(self) -> bool:
        return now() > self.free_until

    @property
    def must_acknowledge(self) -> bool:
        return self.is_late and self.fee > 0


def absence_terms() -> AbsenceTerms:
    """How long before a visit it is cancelled for free, and what it costs afterwards."""
    config = current_app.config
    return AbsenceTerms(int(config["PREAVIS_HEURES"]), bool(config["PREAVIS_OUVRE"]), settings.absence_fee())


def terms(visit: Planned) -> Terms:
    """Until when this visit is cancelled for free, and what it costs afterwards."""
    general = absence_terms()
    limit = free_until(visit.day, visit.at, general.hours, working=general.working)
    return Terms(general.hours, general.working, general.fee, limit)


@dataclass(frozen=True)
class Said:
    """What a person tells of a visit; `acknowledged`: they accept the fee that was shown."""

    kind: NoticeKind
    reason: str
    comment: str = ""
    acknowledged: bool = False


def tell(access: CompanyAccess, visit: Planned, said: Said) -> VisitNotice:
    """Note an absence, which frees the slot, or a wish for another day, which leaves the visit as it stands.

    Raises NotPlanned, AlreadyTold, FeeNotAcknowledged.
    """
    row = _standing(access, visit, said.kind)
    agreed = terms(visit)
    if agreed.must_acknowledge and not said.acknowledged:
        raise FeeNotAcknowledged
    notice = VisitNotice(
        company_id=access.company.id,
        visit_id=row.id,
        kind=said.kind,
        reason=said.reason,
        comment=said.comment or None,
        is_late=agreed.is_late,
        created_by_id=access.user.id,
    )
    db.session.add(notice)
    if said.kind is NoticeKind.ABSENCE:
        row.state, row.sequence, row.changed_at = VisitState.EXCUSED, row.sequence + 1, now()
    db.session.flush()
    visit_letters.notice_received(access.user, access.company, row, notice)
    visit_letters.notice_alert(access.company, row, notice, REASONS[said.reason])
    action = f"visit.{said.kind.name.lower()}"
    audit.record(action, actor=access.user, company=access.company, visit=row.id, late=agreed.is_late)
    return notice


def _standing(access: CompanyAccess, visit: Planned, kind: NoticeKind) -> Visit:
    """The visit as the person saw it, held until the commit: of two who tell at once, the second finds the first."""
    row: Visit = db.session.scalars(
        planning.visible(access, select(Visit)).where(Visit.number == visit.number).with_for_update()
    ).one()
    before = select(VisitNotice.id).where(
        VisitNotice.company_id == access.company.id,
        VisitNotice.visit_id == row.id,
        VisitNotice.kind == kind,
        VisitNotice.handled_at.is_(None),
    )
    if db.session.scalar(before):
        raise AlreadyTold
    if row.state is not VisitState.PLANNED or (row.day, row.at) != (visit.day, visit.at) or not visit.can_change:
        raise NotPlanned
    return row


def told(access: CompanyAccess, visit: Planned) -> dict[NoticeKind, VisitNotice]:
    """What was last said of a visit."""
    of_visit = (
        select(VisitNotice)
        .join(Visit, (Visit.id == VisitNotice.visit_id) & (Visit.company_id == VisitNotice.company_id))
        .where(VisitNotice.company_id == access.company.id, Visit.number == visit.number)
        .order_by(VisitNotice.id)
    )
    return {notice.kind: notice for notice in db.session.scalars(of_visit)}
