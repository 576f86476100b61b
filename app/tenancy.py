"""The one door to a company's data.

Tables that belong to companies say so: `__table_args__ = {"info": {"company_door": "company_id"}}`. From then on the
session refuses every statement that touches one of them unless the statement itself pins it, by equality, to the
company whose door is open, or to the signed-in person (`user_door`), directly or through a join. What must see
several companies says why: `with all_companies("import of the association's files"):`.

A forgotten filter is an error that developers meet, never a leak that members meet.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import g
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from app.extensions import db
from app.models import Company, Membership, Role, User
from app.permissions import RIGHTS_OF, Right
from app.statements import unpinned

# What a table declares, and what the session must hold to open it.
_DOORS = {"company_door": "company_id", "user_door": "user_id"}


class DoorClosed(RuntimeError):
    """A statement would have read or written companies' data without going through the door: a bug, always."""


@dataclass(frozen=True)
class CompanyAccess:
    """A person inside a company: what every service of company data asks for first."""

    company: Company
    membership: Membership
    user: User

    @property
    def role(self) -> Role:
        return self.membership.role

    def may(self, right: Right) -> bool:
        return right in RIGHTS_OF[self.role] and not (right.writes and self.company.has_left)


def open_door(access: CompanyAccess) -> None:
    """From now on this session reads and writes this company, and no other."""
    g.access = access
    db.session().info["company_id"] = access.company.id


@contextmanager
def inside(access: CompanyAccess) -> Iterator[CompanyAccess]:
    """Open a company's door for a while; what was open before is open again afterwards."""
    info = db.session().info
    before = info.get("company_id"), g.get("access")
    open_door(access)
    try:
        yield access
        db.session.flush()
    finally:
        info["company_id"], g.access = before


def enter_as(user: User) -> None:
    """From now on this session may reach what belongs to this person: their own memberships, through joins."""
    db.session().info["user_id"] = user.id


@contextmanager
def all_companies(reason: str) -> Iterator[None]:
    """Lift the door, for a task or a step that is not anybody's visit. The reason is for the reader of the code."""
    if not reason:
        raise DoorClosed("say why all companies are needed")
    info = db.session().info
    before = info.get("all_companies")
    info["all_companies"] = reason
    try:
        yield
        db.session.flush()
    finally:
        info["all_companies"] = before


@event.listens_for(Session, "do_orm_execute")
def _check_statement(state: ORMExecuteState) -> None:
    # A column refresh concerns an object that already came through the door.
    if state.session.info.get("all_companies") or state.is_column_load:
        return
    for owned in unpinned(state.statement, state.session.info, _DOORS, state.parameters):
        raise DoorClosed(f"{owned} is read or written without the door of its company")


@event.listens_for(Session, "before_flush")
def _check_objects(session: Session, _context: Any, _instances: Any) -> None:
    if session.info.get("all_companies"):
        return
    for thing in [*session.new, *session.dirty, *session.deleted]:
        info = thing.__table__.info
        if not any(door in info for door in _DOORS) or (info.get("append_only") and thing in session.new):
            continue
        mine = any(
            getattr(thing, info[door]) == session.info[held]
            for door, held in _DOORS.items()
            if door in info and session.info.get(held)
        )
        if not mine:
            raise DoorClosed(f"{type(thing).__name__} is written without the door of its company")
