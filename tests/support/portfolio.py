"""A firm of the tests: how far its clients have come, and two thousand of them at once."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy import event, insert

from app.extensions import db
from app.models import Company, Declaration, DeclarationState, Membership, Role
from app.services.memberships import derived_columns
from app.tenancy import all_companies
from tests.support.records import company_of, user_of

# The campaign of 2027 opens on January 4th, is due on the 31st, closes on the last day of February.
BEFORE = datetime(2026, 12, 15, 9, 0, tzinfo=UTC)
OPEN = datetime(2027, 1, 19, 9, 0, tzinfo=UTC)
LATE = datetime(2027, 2, 9, 9, 0, tzinfo=UTC)
CLOSED = datetime(2027, 5, 3, 9, 0, tzinfo=UTC)


def declared(
    app: Flask, public_id: str, state: DeclarationState = DeclarationState.SENT, *, version: int = 1, year: int = 2027
) -> str | None:
    """A declaration of a company, sent unless told otherwise, its draft included; returns its receipt."""
    with app.app_context(), all_companies("test"):
        company = company_of(public_id)
        key = {"company_id": company.id, "year": year, "version": version}
        declaration = db.session.query(Declaration).filter_by(**key).one_or_none() or Declaration(**key, si=3)
        declaration.state = state
        declaration.receipt = None if state is DeclarationState.DRAFT else f"DE-{year}-{company.id:06d}-V{version}"
        declaration.sent_at = None if state is DeclarationState.DRAFT else OPEN
        db.session.add(declaration)
        db.session.commit()
        return declaration.receipt


def two_thousand_clients(email: str) -> None:
    """CLIENT 0000 to CLIENT 1999, in an application context that is open already."""
    with all_companies("test"):
        rows = [
            {
                "name": f"CLIENT {rank:04d}",
                "member_code": f"23{rank:04d}",
                "public_id": f"{rank:010d}",
                **derived_columns(f"CLIENT {rank:04d}", "DINAN", f"23{rank:04d}"),
            }
            for rank in range(2000)
        ]
        ids = db.session.scalars(insert(Company).returning(Company.id), rows).all()
        user = user_of(email).id
        links = [{"user_id": user, "company_id": company, "role": Role.THIRD_PARTY} for company in ids]
        db.session.execute(insert(Membership), links)
        db.session.commit()


def statements_of(work: Callable[[], Any]) -> int:
    """How many statements some work sends to the database."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len([one for one in asked if not one.startswith(("BEGIN", "PRAGMA"))])
