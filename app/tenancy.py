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
from typing import Any, Self

from flask import g
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from app.clock import now
from app.extensions import db
from app.models import Company, Membership, Role, User
from app.permissions import RIGHTS_OF, SHOWN_TO_AGENTS, Right
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

    @classmethod
    def of_agent(cls, agent: User, company: Company) -> Self:
        """An agent in the place of a manager, by a membership that is stored nowhere."""
        as_manager = Membership(user_id=agent.id, company_id=company.id, role=Role.MANAGER, last_opened_at=now())
        return cls(company, as_manager, agent)

    @property
    def role(self) -> Role:
        return self.membership.role

    def may(self, right: Right) -> bool:
        return right in RIGHTS_OF[self.role] and not (right.writes and self.company.has_left)

    @property
    def is_viewing(self) -> bool:
        """Whether it only looks: an agent's « Voir comme l'adhérent »."""
        return False


@dataclass(frozen=True)
class Viewing(CompanyAccess):
    """An agent who sees a company's space as its managers do. Behind its door the session writes nothing of theirs."""

    def may(self, right: Right) -> bool:
        return right in SHOWN_TO_AGENTS

    @property
    def is_viewing(self) -> bool:
        return True


def open_door(access: CompanyAccess) -> None:
    """From now on this session reads and writes this company, and no other; or reads it only, when it is a viewing."""
    g.access = access
    db.session().info.update(company_id=access.company.id, only_reads=access.is_viewing)


@contextmanager
def inside(access: CompanyAccess) -> Iterator[CompanyAccess]:
    """Open a company's door for a while; what was open before is open again afterwards."""
    info = db.session().info
    before = info.get("company_id"), info.get("only_reads"), g.get("access")
    open_door(access)
    try:
        yield access
        db.session.flush()
    finally:
        info["company_id"], info["only_reads"], g.access = before


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
    if state.session.info.get("only_reads") and not state.is_select and _concerns_a_company(state.statement):
        raise DoorClosed("an agent who looks at a company writes nothing of it")
    # A column refresh concerns an object that already came through the door.
    if state.session.info.get("all_companies") or state.is_column_load:
        return
    for owned in unpinned(state.statement, state.session.info, _DOORS, state.parameters):
        raise DoorClosed(f"{owned} is read or written without the door of its company")


@event.listens_for(Session, "before_flush")
def _check_objects(session: Session, _context: Any, _instances: Any) -> None:
    only_reads = session.info.get("only_reads")
    if session.info.get("all_companies") and not only_reads:
        return
    for thing in [*session.new, *session.dirty, *session.deleted]:
        info = thing.__table__.info
        if not any(door in info for door in _DOORS) or (info.get("append_only") and thing in session.new):
            continue
        if only_reads:
            raise DoorClosed(f"{type(thing).__name__} is written by an agent who looks at a company")
        mine = any(
            getattr(thing, info[door]) == session.info[held]
            for door, held in _DOORS.items()
            if door in info and session.info.get(held)
        )
        if not mine:
            raise DoorClosed(f"{type(thing).__name__} is written without the door of its company")


def _concerns_a_company(written: Any) -> bool:
    """Whether an INSERT, UPDATE or DELETE is about a table that somebody owns."""
    info = getattr(getattr(written, "table", None), "info", {})
    return any(door in info for door in _DOORS)
