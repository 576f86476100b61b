"""The list of members by the state of their identifiers: searched, filtered, page by page."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, true

from app.extensions import db
from app.models import Company
from app.services.paging import Page
from app.services.search import words
from app.services.staff.letter_choice import complete, present, weak, without
from app.services.staff.paging import page_of
from app.tenancy import all_companies


class State(StrEnum):
    """What the list is narrowed to."""

    WITHOUT = "sans-numero"
    WEAK = "numero-faible"
    INCOMPLETE = "a-completer"

    @property
    def label(self) -> str:
        return {
            "sans-numero": "Sans n° télédéclarant",
            "numero-faible": "N° télédéclarant faible",
            "a-completer": "Adresse à compléter",
        }[self.value]


@dataclass(frozen=True)
class Listed:
    """A company as the list shows it."""

    public_id: str
    name: str
    city: str | None
    postcode: str | None
    member_code: str
    has_number: bool
    is_weak: bool
    issued_at: datetime | None
    is_complete: bool


def page(query: str, state: State | None, number: int = 1) -> Page[Listed]:
    """One page of the members, by name."""
    with all_companies("agents see the identifiers of all members"):
        total = db.session.scalar(_matching(query, state, func.count())) or 0
        statement = _matching(query, state, *_columns()).order_by(Company.search, Company.id)
        return page_of(statement, number, total, Listed)


def _columns() -> tuple[Any, ...]:
    return (
        Company.public_id,
        Company.name,
        Company.city,
        Company.postcode,
        Company.member_code,
        Company.declarant_digest.is_not(None),
        Company.declarant_is_weak,
        Company.declarant_issued_at,
        complete(),
    )


def _matching(query: str, state: State | None, *columns: Any) -> Select[Any]:
    statement = select(*columns).select_from(Company).where(present(), _narrowed(state))
    for word in words(query):
        statement = statement.where(Company.search.contains(word, autoescape=True))
    return statement


def _narrowed(state: State | None) -> ColumnElement[bool]:
    return {None: true(), State.WITHOUT: without(), State.WEAK: weak(), State.INCOMPLETE: and_(~complete())}[state]
