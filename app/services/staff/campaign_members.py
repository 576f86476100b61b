"""The companies of a campaign, as agents look at them: how far each has come, of what size, in whose hands."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, exists, func, or_, select

from app.clock import today
from app.models import Company, Declaration, DeclarationState, Membership, MembershipStatus, Role, User
from app.services.search import words

BEGUN, SENT, SENT_LATE = 1, 2, 3
_SENT = Declaration.state == DeclarationState.SENT
_DRAFT = Declaration.state == DeclarationState.DRAFT
_HEADS = func.coalesce(Declaration.si, 0) + func.coalesce(Declaration.sia, 0) + func.coalesce(Declaration.sir, 0)


class Place(StrEnum):
    """What the list of a campaign may be narrowed to."""

    TO_COME = "a-declarer"
    NOT_BEGUN = "non-commencee"
    BEGUN = "brouillon"
    SENT = "envoyee"
    SENT_LATE = "tardive"
    PAPER = "papier"

    @property
    def label(self) -> str:
        return {
            "a-declarer": "Pas encore envoyée",
            "non-commencee": "Non commencée",
            "brouillon": "Commencée",
            "envoyee": "Envoyée",
            "tardive": "Envoyée en retard",
            "papier": "Reçue sur papier",
        }[self.value]


class Size(StrEnum):
    """How many employees a company declared the year before."""

    NOBODY = "0"
    SMALL = "1-9"
    MEDIUM = "10-49"
    LARGE = "50-249"
    LARGEST = "250"
    UNKNOWN = "inconnu"

    @property
    def label(self) -> str:
        return {
            "0": "Aucun salarié",
            "1-9": "1 à 9 salariés",
            "10-49": "10 à 49 salariés",
            "50-249": "50 à 249 salariés",
            "250": "250 salariés et plus",
            "inconnu": "Effectif inconnu",
        }[self.value]

    @classmethod
    def of(cls, heads: int | None) -> "Size":
        """The class of a headcount."""
        if heads is None:
            return cls.UNKNOWN
        return next((size for size, (_, most) in _BOUNDS.items() if most is not None and heads <= most), cls.LARGEST)


_BOUNDS: dict[Size, tuple[int, int | None]] = {
    Size.NOBODY: (0, 0),
    Size.SMALL: (1, 9),
    Size.MEDIUM: (10, 49),
    Size.LARGE: (50, 249),
    Size.LARGEST: (250, None),
}


@dataclass(frozen=True)
class Filters:
    """What agents narrow a campaign to. `firm` is the number of one of the people of a firm."""

    query: str = ""
    place: Place | None = None
    size: Size | None = None
    firm: int | None = None

    @property
    def are_set(self) -> bool:
        return any(asdict(self).values())

    def facts(self) -> dict[str, Any]:
        """The same as plain JSON, to be read again by `Filters.read`."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def read(cls, facts: dict[str, Any]) -> "Filters":
        place, size = facts.get("place"), facts.get("size")
        return cls(
            facts.get("query", ""), Place(place) if place else None, Size(size) if size else None, facts.get("firm")
        )


def narrowed(year: int, filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions, on Company, of being expected in a campaign and of what is asked."""
    conditions = [is_expected(year)]
    if filters.place:
        conditions.append(_is_at(year, filters.place))
    if filters.size:
        conditions.append(_is_of(year, filters.size))
    if filters.firm:
        conditions.append(_is_client_of(filters.firm))
    conditions += [Company.search.contains(word, autoescape=True) for word in words(filters.query)]
    return conditions


def is_expected(year: int) -> ColumnElement[bool]:
    """Members of the association, and who left it after declaring."""
    return or_(is_member(), Company.id.in_(_those(year, _SENT)))


def is_member() -> ColumnElement[bool]:
    return or_(Company.left_on.is_(None), Company.left_on > today())


def reached(year: int) -> ColumnElement[int]:
    """How far the company has come: 0, BEGUN, SENT or SENT_LATE. A correction begun undoes no send."""
    told = case((and_(_SENT, Declaration.is_late), SENT_LATE), (_SENT, SENT), (_DRAFT, BEGUN))
    return func.coalesce(_declared(told, year), 0)


def headcount_before(year: int) -> ScalarSelect[Any]:
    """What the company declared the year before; NULL when it is not known."""
    return _declared(case((_SENT, _HEADS)), year - 1)


def has_sent(year: int) -> ColumnElement[bool]:
    return Company.id.in_(_those(year, _SENT))


def has_third_party() -> ColumnElement[bool]:
    """Whether somebody declares for the company."""
    return exists().where(
        Membership.company_id == Company.id,
        Membership.status == MembershipStatus.ACTIVE,
        Membership.role == Role.THIRD_PARTY,
    )


def people_of_firm(firm: int) -> ColumnElement[bool]:
    """On User: everybody of the firm of this person, who may be alone."""
    name = select(User.firm_name).where(User.id == firm).scalar_subquery()
    return or_(User.id == firm, User.firm_name == name)


def _is_at(year: int, place: Place) -> ColumnElement[bool]:
    sent, begun = has_sent(year), Company.id.in_(_those(year, _DRAFT))
    match place:
        case Place.TO_COME:
            return and_(is_member(), ~sent)
        case Place.NOT_BEGUN:
            return and_(is_member(), ~sent, ~begun)
        case Place.BEGUN:
            return and_(is_member(), ~sent, begun)
        case Place.SENT:
            return sent
        case Place.SENT_LATE:
            return Company.id.in_(_those(year, _SENT, Declaration.is_late))
        case Place.PAPER:
            return Company.id.in_(_those(year, _SENT, Declaration.is_paper))


def _is_of(year: int, size: Size) -> ColumnElement[bool]:
    if size is Size.UNKNOWN:
        return Company.id.not_in(_those(year - 1, _SENT))
    least, most = _BOUNDS[size]
    heads = _HEADS.between(least, most) if most is not None else least <= _HEADS
    return Company.id.in_(_those(year - 1, _SENT, heads))


def _those(year: int, *conditions: Any) -> Select[Any]:
    """The companies of which a declaration of the year is so: found once, whatever the number of companies."""
    return select(Declaration.company_id).where(Declaration.year == year, *conditions)


def _is_client_of(firm: int) -> ColumnElement[bool]:
    clients = (
        select(Membership.company_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.status == MembershipStatus.ACTIVE,
            Membership.role == Role.THIRD_PARTY,
            people_of_firm(firm),
        )
    )
    return Company.id.in_(clients)


def _declared(value: ColumnElement[Any], year: int) -> ScalarSelect[Any]:
    # By company and year, the state looked at afterwards: see portfolio_status.
    return (
        select(func.max(value))
        .where(Declaration.company_id == Company.id, Declaration.year == year)
        .correlate(Company)
        .scalar_subquery()
    )
