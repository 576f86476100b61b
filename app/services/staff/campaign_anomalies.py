"""What deserves a look among what members declared and whom they employ, company by company."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Integer, Select, and_, cast, exists, func, null, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.models import Campaign, Company, Declaration, DeclarationState, Employee
from app.models.employee import is_present, is_sir_without_risk, lacks_pcs
from app.services import headcounts
from app.services.declaration_content import SURPRISING
from app.services.paging import Page
from app.services.staff.campaign_members import is_member
from app.services.staff.paging import page_of
from app.tenancy import all_companies

_UNKNOWN: Any = cast(null(), Integer).label("before")


class Anomaly(StrEnum):
    CHANGED = "effectif"
    NIL = "effectif-nul"
    SIR = "sir-sans-risque"
    TWINS = "doublons"
    NO_PCS = "sans-pcs"

    @property
    def label(self) -> str:
        return {
            "effectif": "Effectif changé de plus de 30\u00a0%",
            "effectif-nul": "Effectif nul, avec des salariés présents",
            "sir-sans-risque": "Suivi renforcé sans risque",
            "doublons": "Salariés en double",
            "sans-pcs": "Salariés sans code PCS",
        }[self.value]

    @property
    def counted(self) -> str:
        """What the figures beside each company are."""
        return {"effectif": "Déclaré", "doublons": "Noms en double"}.get(self.value, "Salariés")


@dataclass(frozen=True)
class Case:
    """A company, and how many employees are concerned; for CHANGED, what it declares and declared before."""

    public_id: str
    member_code: str
    name: str
    city: str | None
    count: int
    before: int | None


def counts(campaign: Campaign) -> dict[Anomaly, int]:
    """How many companies each anomaly concerns, one statement each."""
    with all_companies("anomalies among every member"):
        return {
            kind: db.session.scalar(select(func.count()).select_from(_found(campaign, kind).subquery())) or 0
            for kind in Anomaly
        }


def page(campaign: Campaign, kind: Anomaly, number: int = 1) -> Page[Case]:
    """One page of the companies concerned, those with the most first."""
    found = _found(campaign, kind).subquery()
    with all_companies("anomalies among every member"):
        total = db.session.scalar(select(func.count()).select_from(found)) or 0
        most_first = (
            select(Company.public_id, Company.member_code, Company.name, Company.city, found.c.count, found.c.before)
            .join(found, found.c.company_id == Company.id)
            .order_by(func.abs(found.c.count - func.coalesce(found.c.before, 0)).desc(), Company.search, Company.id)
        )
        return page_of(most_first, number, total, Case)


def of_company(campaign: Campaign, company_id: int) -> list[Anomaly]:
    """The anomalies of one company."""
    with all_companies("anomalies of one member"):
        found = []
        for kind in Anomaly:
            each = _found(campaign, kind, company_id).subquery()
            if db.session.scalar(select(each.c.company_id)):
                found.append(kind)
        return found


def _found(campaign: Campaign, kind: Anomaly, only: int | None = None) -> Select[Any]:
    """The companies concerned, as (company_id, count, before); `only` looks at one company."""
    statement = {
        Anomaly.CHANGED: _changed,
        Anomaly.NIL: _nil,
        Anomaly.SIR: _sir_without_risk,
        Anomaly.TWINS: _twins,
        Anomaly.NO_PCS: _without_pcs,
    }[kind](campaign)
    return statement.where(Company.id == only) if only is not None else statement


def _changed(campaign: Campaign) -> Select[Any]:
    earlier = aliased(Declaration)
    now, before = _total(Declaration), _total(earlier)
    return (
        select(Declaration.company_id, now.label("count"), before.label("before"))
        .join(Company, Company.id == Declaration.company_id)
        .join(
            earlier,
            and_(
                earlier.company_id == Declaration.company_id,
                earlier.year == campaign.year - 1,
                earlier.state == DeclarationState.SENT,
            ),
        )
        .where(
            Declaration.year == campaign.year,
            Declaration.state == DeclarationState.SENT,
            func.abs(now - before) > SURPRISING * before,
        )
    )


def _nil(campaign: Campaign) -> Select[Any]:
    """Nobody is employed, they said; somebody is present on the reference date and counts."""
    there = and_(
        Employee.company_id == Declaration.company_id,
        headcounts.present_on(campaign.reference_on),
        headcounts.counts(),
    )
    count = select(func.count()).select_from(Employee).where(there).correlate(Declaration).scalar_subquery()
    return (
        select(Declaration.company_id, count.label("count"), _UNKNOWN)
        .join(Company, Company.id == Declaration.company_id)
        .where(
            Declaration.year == campaign.year,
            Declaration.state == DeclarationState.SENT,
            _total(Declaration) == 0,
            exists().where(there),
        )
    )


def _sir_without_risk(_campaign: Campaign) -> Select[Any]:
    return _present(is_sir_without_risk())


def _without_pcs(_campaign: Campaign) -> Select[Any]:
    return _present(lacks_pcs())


def _present(condition: Any) -> Select[Any]:
    return (
        select(Employee.company_id, func.count().label("count"), _UNKNOWN)
        .join(Company, Company.id == Employee.company_id)
        .where(is_present(), condition, is_member())
        .group_by(Employee.company_id)
    )


def _twins(_campaign: Campaign) -> Select[Any]:
    """Names that two employees of a company share, born on the same day."""
    same: Any = (
        select(Employee.company_id)
        .where(is_present(), Employee.born_on.is_not(None))
        .group_by(Employee.company_id, Employee.sort_name, Employee.born_on)
        .having(func.count() > 1)
        .subquery()
    )
    concerned: Select[Any] = (
        select(same.c.company_id, func.count().label("count"), _UNKNOWN)
        .join(Company, Company.id == same.c.company_id)
        .where(is_member())
        .group_by(same.c.company_id)
    )
    return concerned


def _total(one: Any) -> Any:
    return func.coalesce(one.si, 0) + func.coalesce(one.sia, 0) + func.coalesce(one.sir, 0)
