"""The letters about a person's own account, and about what a company tells of itself."""

from typing import Any

from app.clock import now
from app.mail.letters import about
from app.mail.queue import queue
from app.models import Company, Membership, MembershipStatus, Role, User


def email_change(user: User, email: str) -> None:
    """M15, to the new address: a link, drawn when the letter is written, makes it the account's."""
    queue("email_change", email, user=user)


def email_change_taken(email: str) -> None:
    """M15, to a new address that has an account already: nothing changes, and its reader is told so."""
    queue("email_change_taken", email)


def email_change_asked(user: User, email: str) -> None:
    """M15, to the present address: another one was asked for."""
    queue("email_change_asked", user.email, user=user, new_email=email, at=now().isoformat())


def email_changed(recipient: str, new_email: str) -> None:
    """M15, to both: the change is made."""
    queue("email_changed", recipient, new_email=new_email, at=now().isoformat())


def account_closed(email: str) -> None:
    """The account was closed by its owner."""
    queue("account_closed", email, at=now().isoformat())


def role_changed(user: User, company: Company, role: Role, *, by_association: bool = False) -> None:
    """A manager made this person another one, or no longer one; or the association gave them another role."""
    queue(
        "role_changed",
        user.email,
        user=user,
        is_manager=role is Role.MANAGER,
        is_third_party=role.is_third_party,
        by_association=by_association,
        **about(company),
    )


def access_taken_away(manager: User, person: User, company: Company) -> None:
    """To a company's managers: the association ended somebody's access."""
    queue(
        "access_taken_away",
        manager.email,
        user=manager,
        person=person.described,
        person_email=person.email,
        at=now().isoformat(),
        **about(company),
    )


def colleague_invited(manager: User, inviter: User, company: Company, email: str, membership: Membership) -> None:
    """To the other managers: one of them invited somebody."""
    queue(
        "colleague_invited",
        manager.email,
        user=manager,
        person=inviter.described,
        invited=email,
        is_manager=membership.role is Role.MANAGER,
        is_pending=membership.status is MembershipStatus.PENDING,
        at=now().isoformat(),
        **about(company),
    )


def company_email_changed(recipient: str, person: User, company: Company) -> None:
    """To the address that a company had: another one replaces it."""
    queue("company_email_changed", recipient, person=person.described, at=now().isoformat(), **about(company))


def daily_digest(user: User, companies: list[dict[str, Any]], left_out: int) -> None:
    """« Votre résumé du jour » : the subjects of the letters that did not leave, company by company."""
    queue("daily_digest", user.email, user=user, companies=companies, left_out=left_out)


def contact_message(recipient: str, **message: str | None) -> None:
    """To the association: somebody wrote by the contact form. The file goes along; an answer goes to the sender."""
    facts: dict[str, Any] = {**message, "reply_to": message["sender_email"]}
    queue("contact_message", recipient, **facts)


def contact_acknowledged(recipient: str, reference: str, subject: str) -> None:
    """To who wrote: it arrived. Nothing of what was typed is repeated, since anybody may type any address."""
    queue("contact_acknowledged", recipient, reference=reference, about=subject)
