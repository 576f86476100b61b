"""Who acts for whom: every attachment of every company, found, ended, given another role."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select

from app.extensions import db
from app.mail import account_letters, letters
from app.models import Company, Membership, MembershipStatus, Role, User
from app.services import attachments, audit, company_access
from app.services.paging import Page
from app.services.search import patterns
from app.services.staff.paging import page_of_keys
from app.tenancy import all_companies

_WHY = "agents manage the attachments of every company"


class State(StrEnum):
    """Where an attachment stands, as agents filter them."""

    OPEN = "ouverts"
    WAITING = "en-attente"
    SUSPENDED = "suspendus"
    ENDED = "termines"
    ALL = "tous"

    @property
    def label(self) -> str:
        return {
            "ouverts": "Ouverts",
            "en-attente": "En attente",
            "suspendus": "Suspendus par l’entreprise",
            "termines": "Retirés ou refusés",
            "tous": "Tous",
        }[self.value]

    @property
    def statuses(self) -> tuple[MembershipStatus, ...]:
        return {
            "ouverts": (MembershipStatus.ACTIVE,),
            "en-attente": (MembershipStatus.PENDING,),
            "suspendus": (MembershipStatus.SUSPENDED,),
            "termines": (MembershipStatus.REMOVED, MembershipStatus.REFUSED),
            "tous": tuple(MembershipStatus),
        }[self.value]


@dataclass(frozen=True)
class Filters:
    """What is searched for, in people, firms and companies; one person's attachments, or one company's, alone."""

    query: str = ""
    role: Role | None = None
    state: State = State.OPEN
    person_id: int | None = None
    company: str | None = None

    @property
    def are_set(self) -> bool:
        return bool(self.query or self.role or self.state is not State.OPEN or self.person_id or self.company)


@dataclass(frozen=True)
class Attachment:
    """A person, a company, and the link between them."""

    membership: Membership
    company: Company
    person: User


class LastManager(Exception):
    """Nobody would be left to manage the company's accesses, and whoever asks did not say that they know."""


def page(filters: Filters, number: int = 1) -> Page[Attachment]:
    """One page of attachments: those of whoever is searched for by company, otherwise the newest first."""
    found = select(Membership.id).where(Membership.status.in_(filters.state.statuses))
    if filters.role:
        found = found.where(Membership.role == filters.role)
    if filters.person_id:
        found = found.where(Membership.user_id == filters.person_id)
    if filters.company:
        found = found.where(Membership.company_id.in_(select(Company.id).where(Company.public_id == filters.company)))
    for pattern in patterns(filters.query).values():
        people = select(User.id).where(User.search.like(pattern, escape="/"))
        companies = select(Company.id).where(Company.search.like(pattern, escape="/"))
        reference = func.lower(Membership.reference).like(pattern, escape="/")
        found = found.where(Membership.user_id.in_(people) | Membership.company_id.in_(companies) | reference)
    order: tuple[Any, ...] = (Membership.id.desc(),)
    if filters.query or filters.person_id or filters.company:
        found = found.join(Company, Company.id == Membership.company_id)
        order = (Company.search, Membership.id)
    with all_companies(_WHY):
        return page_of_keys(found, order, number, lambda keys: _read(keys, order))


def count_waiting() -> int:
    """How many requests wait, for the association or for a company."""
    with all_companies(_WHY):
        waiting = select(func.count(Membership.id)).where(Membership.status == MembershipStatus.PENDING)
        return db.session.scalar(waiting) or 0


def named(filters: Filters) -> str | None:
    """Whose attachments alone are shown, when it is somebody's or some company's."""
    with all_companies(_WHY):
        if filters.person_id:
            person = db.session.get(User, filters.person_id)
            return person.described if person else None
        if filters.company:
            return db.session.scalar(select(Company.name).where(Company.public_id == filters.company))
    return None


def find(membership_id: int) -> Attachment | None:
    """An attachment that is open."""
    with all_companies(_WHY):
        row = db.session.execute(_open().where(Membership.id == membership_id)).one_or_none()
    return Attachment(*row) if row else None


def is_known(membership_id: int) -> bool:
    """Whether there is, or was, such an attachment."""
    with all_companies(_WHY):
        return db.session.get(Membership, membership_id) is not None


def is_last_manager(attachment: Attachment) -> bool:
    """Whether nobody else could manage the accesses of this company."""
    with all_companies(_WHY):
        return company_access.managers_who_answer(attachment.company) == [attachment.membership.id]


def revoke(agent: User, membership_id: int, *, knowingly: bool) -> Attachment | None:
    """End somebody's access; they and the company's managers are told. None when that was done already.

    Raises LastManager, save for who says that they know.
    """
    with all_companies(_WHY):
        attachment = _hold(membership_id)
        if attachment is None:
            return None
        _check_manager(attachment, knowingly=knowingly)
        company_access.close(attachment.membership, MembershipStatus.REMOVED)
        letters.access_ended(attachment.person, attachment.company, by_association=True)
        for manager in attachments.managers_of(attachment.company):
            account_letters.access_taken_away(manager, attachment.person, attachment.company)
        audit.record("membership.removed", actor=agent, company=attachment.company, person=attachment.person)
    return attachment


def give_role(agent: User, membership_id: int, role: Role, *, knowingly: bool) -> Attachment | None:
    """Make somebody something else in a company; they are told. None when they have no access any more.

    Raises LastManager, save for who says that they know.
    """
    with all_companies(_WHY):
        attachment = _hold(membership_id)
        if attachment is None or attachment.membership.role is role:
            return attachment
        _check_manager(attachment, knowingly=knowingly)
        before, attachment.membership.role = attachment.membership.role, role
        account_letters.role_changed(attachment.person, attachment.company, role, by_association=True)
        audit.record(
            "membership.role_changed",
            actor=agent,
            company=attachment.company,
            person=attachment.person,
            before=before.value,
            role=role.value,
        )
    return attachment


def _check_manager(attachment: Attachment, *, knowingly: bool) -> None:
    if not knowingly and is_last_manager(attachment):
        raise LastManager


def _hold(membership_id: int) -> Attachment | None:
    """An open attachment, while nothing else is decided of its company."""
    found = find(membership_id)
    if found is None:
        return None
    db.session.execute(select(Company.id).where(Company.id == found.company.id).with_for_update(key_share=True))
    row = db.session.execute(
        _open()
        .where(Membership.id == membership_id)
        .with_for_update(of=Membership)
        .execution_options(populate_existing=True)
    ).one_or_none()
    return Attachment(*row) if row else None


def _all() -> Select[Membership, Company, User]:
    return (
        select(Membership, Company, User)
        .join(Company, Company.id == Membership.company_id)
        .join(User, User.id == Membership.user_id)
    )


def _open() -> Select[Membership, Company, User]:
    return _all().where(Membership.status == MembershipStatus.ACTIVE)


def _read(keys: list[int], order: tuple[Any, ...]) -> list[Attachment]:
    return [Attachment(*row) for row in db.session.execute(_all().where(Membership.id.in_(keys)).order_by(*order))]
