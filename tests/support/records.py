"""Looking at what the database holds, and visiting a company as a request does, without a browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event, select

from app.extensions import db
from app.models import AuditEvent, Base, Company, Membership, OutboxMessage, User
from app.services import memberships
from app.tenancy import CompanyAccess, all_companies, enter_as, open_door


class NotTheirs(LookupError):
    """A request would have answered 404."""


@contextmanager
def visiting(app: Flask, email: str, public_id: str) -> Iterator[CompanyAccess]:
    """What a request does before a company's page: the person first, then the door; committed at the end."""
    with app.app_context():
        user = db.session.scalars(select(User).where(User.email == email)).one()
        enter_as(user)
        access = memberships.enter(user, public_id)
        if access is None:
            raise NotTheirs(f"{email} may not enter {public_id}")
        open_door(access)
        yield access
        db.session.commit()


def user_of(email: str) -> User:
    return db.session.scalars(select(User).where(User.email == email)).one()


def company_of(public_id: str) -> Company:
    with all_companies("test"):
        return db.session.scalars(select(Company).where(Company.public_id == public_id)).one()


def link(app: Flask, email: str, public_id: str) -> Membership | None:
    """Somebody's membership of a company, as the database has it now."""
    with app.app_context(), all_companies("test"):
        return db.session.scalars(
            select(Membership)
            .join(User, User.id == Membership.user_id)
            .join(Company, Company.id == Membership.company_id)
            .where(User.email == email, Company.public_id == public_id)
        ).one_or_none()


def status_of(app: Flask, email: str, public_id: str) -> str | None:
    found = link(app, email, public_id)
    return found.status.value if found else None


def letters_to(app: Flask, recipient: str) -> list[str]:
    """The names of the letters queued for an address, the oldest first."""
    with app.app_context():
        return list(
            db.session.scalars(
                select(OutboxMessage.letter).where(OutboxMessage.recipient == recipient).order_by(OutboxMessage.id)
            )
        )


def journal(app: Flask) -> list[str]:
    """The actions in the journal, the oldest first."""
    with app.app_context(), all_companies("test"):
        return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def facts_of(app: Flask, action: str) -> list[dict[str, Any]]:
    """What the journal says of each act of that name, the oldest first."""
    with app.app_context(), all_companies("test"):
        found = select(AuditEvent.facts).where(AuditEvent.action == action).order_by(AuditEvent.id)
        return list(db.session.scalars(found))


def everything(app: Flask, *, but: frozenset[str] = frozenset()) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, to compare before with after."""
    with app.app_context(), all_companies("test"):
        return {
            table.name: sorted(tuple(map(str, row)) for row in db.session.execute(select(table)))
            for table in Base.metadata.sorted_tables
            if table.name not in but
        }


def count(app: Flask, model: type[Base]) -> int:
    with app.app_context(), all_companies("test"):
        return len(db.session.execute(select(model.__table__)).all())


@contextmanager
def writing(app: Flask) -> Iterator[list[str]]:
    """The tables written meanwhile, kept or not: comparing every row of all of them is for when there are any."""
    written: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            written.append(statement.split(maxsplit=3)[1 if statement.startswith("UPDATE") else 2])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield written
    finally:
        event.remove(engine, "before_cursor_execute", note)
