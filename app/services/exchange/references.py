"""Finding what one file says of another: the companies of these codes, the people of these addresses."""

from collections.abc import Callable, Collection, Iterator, Sequence

from sqlalchemy import select

from app.extensions import db
from app.models import Company, User
from app.services.exchange.layout import Entry, Layout
from app.services.exchange.report import Problem

UNKNOWN_COMPANY = "aucune entreprise n’a ce code adhérent"
UNKNOWN_ACCOUNT = "aucun compte n’a cette adresse e-mail"


def company_ids(codes: Collection[str]) -> dict[str, int]:
    """The companies that exist among these codes."""
    rows = db.session.execute(select(Company.member_code, Company.id).where(Company.member_code.in_(codes)))
    return {row.member_code: row.id for row in rows}


def user_ids(emails: Collection[str]) -> dict[str, int]:
    """The accounts that exist among these addresses."""
    rows = db.session.execute(select(User.email, User.id).where(User.email.in_(emails)))
    return {row.email: row.id for row in rows}


REASONS = {"member_code": UNKNOWN_COMPANY, "email": UNKNOWN_ACCOUNT}
_FINDERS: dict[str, Callable[[Collection[str]], dict[str, int]]] = {"member_code": company_ids, "email": user_ids}


def unknown(layout: Layout, field: str, entries: Sequence[Entry], declared: Collection[str]) -> Iterator[Problem]:
    """What is wrong with entries that name something neither the folder declares nor the database knows."""
    doubtful = [entry for entry in entries if entry.values[field] not in declared]
    known = _FINDERS[field]({entry.values[field] for entry in doubtful}) if doubtful else {}
    for entry in doubtful:
        if entry.values[field] not in known:
            yield layout.problem(entry, field, REASONS[field])
