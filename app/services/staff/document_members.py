"""Which member a dropped file is for, as far as what is told of it says."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.formatting import plural, siret
from app.models import Company
from app.services import member_codes
from app.services.search import patterns, words
from app.services.staff.document_claims import Claim

MOST_CHOICES = 20
UNTOLD = "Rien n’indique l’adhérent\u00a0: ni Factur-X, ni documents.csv, ni nom du fichier"


@dataclass(frozen=True)
class Designation:
    """The member, or those to choose from and why one has to."""

    company_id: int | None
    candidates: list[int]
    reason: str


@dataclass(frozen=True)
class _Told:
    """What one source says: the members that it names, or that it may mean; how it names them."""

    named: frozenset[int]
    close: frozenset[int]
    by: str


def designate(claims: Sequence[Claim]) -> Designation:
    """The member that everything told agrees on; sources that contradict each other leave the choice to an agent."""
    told = [_told(claim) for claim in claims if claim.names_a_member]
    named = [one for one in told if one.named]
    agreed = frozenset.intersection(*(one.named for one in named)) if named else frozenset[int]()
    if len(agreed) == 1:
        return Designation(next(iter(agreed)), [], "")
    if agreed:
        return _choice(agreed, f"{plural(len(agreed), 'adhérent')} ont {named[0].by}\u00a0: choisissez lequel")
    if named:
        both = " et ".join(one.by for one in named)
        return _choice(frozenset.union(*(one.named for one in named)), f"Ils se contredisent\u00a0: {both}")
    if close := frozenset[int]().union(*(one.close for one in told)):
        return _choice(close, f"Aucun adhérent n’a {told[0].by}, mais la même entreprise a un autre établissement")
    missing = " ni ".join(dict.fromkeys(one.by for one in told))
    return Designation(None, [], f"Aucun adhérent n’a {missing}" if missing else UNTOLD)


def search(query: str) -> list[Company]:
    """The members that an agent may mean by a code adhérent, a SIRET, or words of a name: not many more than a few."""
    code, digits = member_codes.normalise(query), "".join(filter(str.isdigit, query))
    exact = select(Company).where(Company.member_code == code)
    if len(digits) == 14:
        exact = select(Company).where(Company.siret == digits)
    if found := list(db.session.scalars(exact.order_by(Company.id).limit(MOST_CHOICES))):
        return found
    if not words(query):
        return []
    named = select(Company).where(*(Company.search.like(like, escape="/") for like in patterns(query).values()))
    return list(db.session.scalars(named.order_by(Company.search, Company.id).limit(MOST_CHOICES)))


def _told(claim: Claim) -> _Told:
    if claim.member_code:
        found = _ids(Company.member_code == claim.member_code)
        return _Told(found, frozenset(), f"le code {member_codes.shown(claim.member_code)}")
    siblings = _ids(Company.siret.between(f"{claim.siren}00000", f"{claim.siren}99999"))
    if claim.siret is None:
        return _Told(siblings, frozenset(), f"le SIREN {siret(claim.siren).strip()}")
    return _Told(_ids(Company.siret == claim.siret), siblings, f"le SIRET {siret(claim.siret)}")


def _ids(condition: object) -> frozenset[int]:
    return frozenset(db.session.scalars(select(Company.id).where(condition).limit(MOST_CHOICES)))  # type: ignore[arg-type]


def _choice(candidates: frozenset[int], reason: str) -> Designation:
    return Designation(None, sorted(candidates), reason)
