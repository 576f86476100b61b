"""Every letter the portal writes: one function each, named by what it tells. Texts are in templates/emails/<name>/."""

from collections.abc import Collection
from typing import Any

from flask import current_app

from app.clock import now
from app.mail.queue import queue
from app.models import (
    Company,
    Declaration,
    Document,
    DocumentKind,
    DocumentState,
    Membership,
    MembershipStatus,
    Topic,
    User,
)


def first_password(user: User, company: Company | None = None, *, invited_by: User | None = None) -> None:
    """M01: the account exists, here are the login and a one-time password (drawn when the letter is written)."""
    queue("first_password", user.email, user=user, is_agent=user.is_staff, **about(company), **_inviter(invited_by))


def already_registered(user: User, company: Company) -> None:
    """M02: somebody wanted to create an account with an address that has one."""
    queue("already_registered", user.email, user=user, **about(company))


def reset_code(user: User) -> None:
    """M03: a one-time code to sign in and choose a new password."""
    queue("reset_code", user.email, user=user)


def password_changed(user: User) -> None:
    """M04: the password has just changed."""
    queue("password_changed", user.email, user=user, at=now().isoformat())


def company_added(user: User, company: Company, membership: Membership, *, invited_by: User | None = None) -> None:
    """M05: a company was added to this person's space, or waits for an agreement."""
    queue(
        "company_added",
        user.email,
        user=user,
        is_pending=_is_pending(membership),
        **about(company),
        **_inviter(invited_by),
    )


def companies_added(user: User, companies: list[str]) -> None:
    """M05 for a whole list: these companies were added, or wait for an agreement."""
    queue("companies_added", user.email, user=user, companies=companies)


def somebody_attached(recipient: str, person: User, company: Company, membership: Membership) -> None:
    """M06: somebody, a third party most often, came into the company's space or asks to."""
    queue(
        "somebody_attached",
        recipient,
        person=person.described,
        person_email=person.email,
        is_third_party=membership.role.is_third_party,
        is_pending=_is_pending(membership),
        awaits_staff=membership.awaits_staff,
        at=now().isoformat(),
        **about(company),
    )


def access_ended(user: User, company: Company, *, by_association: bool = False) -> None:
    """M07: this person's access to a company has ended."""
    queue("access_ended", user.email, user=user, by_association=by_association, **about(company))


def request_refused(user: User, company: Company) -> None:
    """This person's request for access was refused, or left unanswered."""
    queue("request_refused", user.email, user=user, **about(company))


def request_accepted(user: User, company: Company) -> None:
    """The company accepted this person's request for access."""
    queue("request_accepted", user.email, user=user, **about(company))


def blocked_attempts(user: User) -> None:
    """M14: somebody is trying passwords on this account."""
    queue("blocked_attempts", user.email, user=user, at=now().isoformat())


def guessing_alert() -> None:
    """To the association: identifiers are being guessed on a large scale; new attachments wait for staff."""
    queue("guessing_alert", current_app.config["CONTACT_COTISATIONS"], at=now().isoformat())


def disowned_alert(person: User, company: Company) -> None:
    """To the association: a company said that somebody attached to it is not theirs; a new number must be sent."""
    queue(
        "disowned_alert",
        current_app.config["CONTACT_COTISATIONS"],
        person_id=person.id,
        at=now().isoformat(),
        **about(company),
    )


def new_documents(user: User, company: Company, documents: Collection[Document], *, gathered: bool = False) -> None:
    """M13: new documents wait in the company's space. Never the files themselves.

    `gathered` when those of other companies follow: they make one letter together, the daily one.
    """
    queue(
        "new_documents",
        user.email,
        user=user,
        topic=Topic.DOCUMENTS,
        gathered=gathered,
        only_invoices=all(document.kind is DocumentKind.INVOICE for document in documents),
        documents=[_document(document) for document in documents],
        **about(company),
    )


def _document(document: Document) -> dict[str, Any]:
    due_on = document.due_on if document.state is DocumentState.TO_PAY else None
    return {
        "name": f"{document.kind.label} {document.reference}",
        "number": document.number,
        "issued_on": f"{document.issued_on:%d/%m/%Y}",
        "cents": document.gross_cents,
        "due_on": f"{due_on:%d/%m/%Y}" if due_on else None,
    }


def declaration_received(recipient: str, company: Company, declaration: Declaration) -> None:
    """M08: the annual declaration arrived; to its sender and to the company's managers."""
    facts = declaration.facts
    queue(
        "declaration_received",
        recipient,
        year=declaration.year,
        receipt=declaration.receipt,
        replaces=facts["replaces"],
        person=declaration.sent_by,
        is_third_party=declaration.sent_by_third_party,
        is_late=declaration.is_late,
        at=(declaration.sent_at or now()).isoformat(),
        reference_on=facts["reference_on"],
        closes_on=facts["closes_on"],
        headcount=declaration.total,
        sir=declaration.sir,
        sia=declaration.sia,
        **about(company),
    )


def declaration_reminder(user: User, moment: str, facts: dict[str, Any]) -> None:
    """M09: declarations still to be sent, all those of a person in one letter."""
    queue("declaration_reminder", user.email, user=user, topic=Topic.REMINDERS, moment=moment, **facts)


def _inviter(inviter: User | None) -> dict[str, Any]:
    return {"inviter": inviter.described} if inviter else {}


def about(company: Company | None) -> dict[str, Any]:
    """What every letter about a company says of it."""
    if company is None:
        return {}
    return {"company": company.name, "city": company.city or "", "company_id": company.public_id}


def _is_pending(membership: Membership) -> bool:
    return membership.status is MembershipStatus.PENDING
