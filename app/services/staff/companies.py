"""The companies as agents look for them: by name, city, code, SIRET, or the address of somebody who has access."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.clock import today
from app.extensions import db
from app.models import Company, Membership, MembershipStatus, User
from app.services.paging import Page
from app.services.search import words
from app.services.staff.paging import page_of_keys
from app.tenancy import all_companies

_WHY = "agents look for a company among all of them"
# As many digits are a SIREN, a SIRET, or the beginning of one that was not typed to its end.
_NUMBER = re.compile(r"\d{9,14}")
ORDERS = {"nom": Company.search, "ville": Company.city_sort, "code": Company.member_code}


class State(StrEnum):
    """What the list may be narrowed to."""

    MEMBERS = "adherentes"
    LEFT = "radiees"
    NO_ACCOUNT = "sans-compte"
    NEVER_CAME = "jamais-venues"
    NO_NUMBER = "sans-numero"

    @property
    def label(self) -> str:
        return {
            "adherentes": "Adhérentes",
            "radiees": "Radiées",
            "sans-compte": "Adhérentes sans compte",
            "jamais-venues": "Adhérentes jamais venues",
            "sans-numero": "Adhérentes sans n° télédéclarant",
        }[self.value]


@dataclass(frozen=True)
class Filters:
    """What is looked for, and the order: one of ORDERS, after « - » for the other way round."""

    query: str = ""
    state: State | None = None
    order: str = "nom"

    @property
    def are_set(self) -> bool:
        return bool(self.query or self.state)


@dataclass(frozen=True)
class Listed:
    """A company as the list shows it; `users` counts those who may enter."""

    public_id: str
    name: str
    city: str | None
    member_code: str
    siret: str | None
    left_on: date | None
    users: int

    @property
    def has_left(self) -> bool:
        return self.left_on is not None and self.left_on <= today()


def page(filters: Filters, number: int = 1) -> Page[Listed]:
    """One page of the companies found."""
    with all_companies(_WHY):
        return page_of_keys(_matching(filters), _in_order(filters.order), number, _read)


def find(public_id: str) -> Company | None:
    """A company by what its address says."""
    with all_companies(_WHY):
        return db.session.scalars(select(Company).where(Company.public_id == public_id.lower())).one_or_none()


def _active() -> Select[Any]:
    """The accesses to the company of the row."""
    mine = (Membership.company_id == Company.id, Membership.status == MembershipStatus.ACTIVE)
    return select(Membership.id).where(*mine).correlate(Company)


_LISTED = (
    Company.id,
    Company.public_id,
    Company.name,
    Company.city,
    Company.member_code,
    Company.siret,
    Company.left_on,
    _active().with_only_columns(func.count()).scalar_subquery(),
)


def _read(keys: list[int]) -> list[Listed]:
    rows = db.session.execute(select(*_LISTED).where(Company.id.in_(keys)))
    listed = {key: Listed(*told) for key, *told in rows}
    return [listed[key] for key in keys]


def _matching(filters: Filters) -> Select[Any]:
    number = re.sub(r"[\s.]", "", filters.query)
    if _NUMBER.fullmatch(number):
        asked = [Company.siret.startswith(number)]
    else:
        asked = [_is_about(word) for word in words(filters.query)]
    return select(Company.id).where(*asked, *_in_state(filters.state))


def _is_about(word: str) -> ColumnElement[bool]:
    """Whether a company answers to this word: one with « @ » is an address, any other stands in what is searched."""
    if "@" in word:
        return or_(Company.email.contains(word, autoescape=True), Company.id.in_(_reached_by(word)))
    here = Company.search.contains(word, autoescape=True)
    return or_(here, Company.siret.startswith(word)) if word.isdigit() else here


def _reached_by(address: str) -> Select[Any]:
    """The companies of the people whose address holds this."""
    theirs = select(Membership.company_id).join(User, User.id == Membership.user_id)
    open_or_waiting = Membership.status.in_((MembershipStatus.ACTIVE, MembershipStatus.PENDING))
    return theirs.where(User.email.contains(address, autoescape=True), open_or_waiting)


def _in_state(state: State | None) -> tuple[ColumnElement[bool], ...]:
    if state is None:
        return ()
    left = and_(Company.left_on.is_not(None), Company.left_on <= today())
    if state is State.LEFT:
        return (left,)
    came = _active().where(Membership.last_opened_at.is_not(None))
    narrowed: dict[State, tuple[ColumnElement[bool], ...]] = {
        State.MEMBERS: (),
        State.NO_ACCOUNT: (~_active().exists(),),
        State.NEVER_CAME: (_active().exists(), ~came.exists()),
        State.NO_NUMBER: (Company.declarant_digest.is_(None),),
    }
    return (~left, *narrowed[state])


def _in_order(order: str) -> tuple[Any, ...]:
    column = ORDERS[order.removeprefix("-")]
    return column.desc() if order.startswith("-") else column.asc(), Company.search, Company.id
