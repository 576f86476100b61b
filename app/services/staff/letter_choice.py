"""Whom letters with identifiers go to, and how many each choice makes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true

from app.clock import today
from app.extensions import db
from app.models import Company
from app.tenancy import all_companies

_POSTAL = (Company.address, Company.postcode, Company.city)


class Which(StrEnum):
    """The members that have no n° télédéclarant, one too easy to guess, all of them."""

    WITHOUT = "sans-numero"
    WEAK = "numero-faible"
    EVERYBODY = "toutes"

    @property
    def label(self) -> str:
        return {
            "sans-numero": "Entreprises sans n° télédéclarant",
            "numero-faible": "Entreprises dont le n° télédéclarant est faible",
            "toutes": "Toutes les entreprises adhérentes",
        }[self.value]


@dataclass(frozen=True)
class Count:
    """What a choice makes: how many letters, how many of them replace a number, how many companies get no letter
    because their address is incomplete."""

    letters: int
    replaced: int
    incomplete: int


def present() -> ColumnElement[bool]:
    """The companies that are still members."""
    return or_(Company.left_on.is_(None), Company.left_on > today())


def without() -> ColumnElement[bool]:
    return Company.declarant_digest.is_(None)


def weak() -> ColumnElement[bool]:
    return and_(Company.declarant_digest.is_not(None), Company.declarant_is_weak)


def complete() -> ColumnElement[bool]:
    """Those that a letter finds."""
    return and_(*(func.trim(func.coalesce(column, "")) != "" for column in _POSTAL))


def is_complete(company: Company) -> bool:
    """Whether a letter finds this company."""
    return all((getattr(company, column.key) or "").strip() for column in _POSTAL)


def chosen(which: Which) -> ColumnElement[bool]:
    """The members that this choice names, whether a letter finds them or not."""
    return and_(present(), {Which.WITHOUT: without(), Which.WEAK: weak(), Which.EVERYBODY: true()}[which])


def counts() -> dict[Which, Count]:
    """What each choice makes, today."""
    columns = [column for which in Which for column in _counted(which)]
    with all_companies("how many letters there are to print"):
        found = db.session.execute(select(*columns).select_from(Company)).one()
    return {which: Count(*found[3 * rank : 3 * rank + 3]) for rank, which in enumerate(Which)}


def _counted(which: Which) -> tuple[ColumnElement[Any], ...]:
    letters = and_(chosen(which), complete())
    conditions = (letters, and_(letters, ~without()), and_(chosen(which), ~complete()))
    return tuple(func.count(case((condition, 1))) for condition in conditions)
