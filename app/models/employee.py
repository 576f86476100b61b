"""An employee followed by the association (salarié). No medical content, no NIR: the portal holds neither."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_, literal_column, or_
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, one_of


class FollowUp(StrEnum):
    """Type de suivi (Code du travail, art. R. 4624-10, L. 4624-1 and R. 4624-22)."""

    SI = "SI"
    SIA = "SIA"
    SIR = "SIR"

    @property
    def label(self) -> str:
        return {"SI": "Suivi simple", "SIA": "Suivi adapté", "SIR": "Suivi renforcé"}[self.value]


class Employee(Base):
    __tablename__ = "employee"
    __table_args__ = (
        UniqueConstraint("company_id", "number"),
        UniqueConstraint("company_id", "reference"),
        Index("ix_employee_company_id_left_on", "company_id", "left_on"),
        Index("ix_employee_company_id_sort_name_number", "company_id", "sort_name", "number"),
        {"info": {"company_door": "company_id"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    # The employee's number within its company, shown in addresses.
    number: Mapped[int]
    # The key of the association's business software.
    reference: Mapped[str] = mapped_column(String(40))
    birth_name: Mapped[str] = mapped_column(String(100))
    usual_name: Mapped[str | None] = mapped_column(String(100))
    first_name: Mapped[str] = mapped_column(String(100))
    sex: Mapped[str | None] = mapped_column(String(1))
    born_on: Mapped[date | None]
    job: Mapped[str | None] = mapped_column(String(160))
    pcs: Mapped[str | None] = mapped_column(String(4))
    contract: Mapped[str | None] = mapped_column(String(40))
    entered_on: Mapped[date | None]
    left_on: Mapped[date | None]
    follow_up: Mapped[FollowUp | None] = mapped_column(one_of(FollowUp, 3))
    risks: Mapped[str | None] = mapped_column(String(400))
    contract_ends_on: Mapped[date | None]
    # None: not known.
    has_other_employer: Mapped[bool | None]
    departure_reason: Mapped[str | None] = mapped_column(String(30))
    departed_at: Mapped[datetime | None]
    # To send the summons to, when the company gives them.
    email: Mapped[str | None] = mapped_column(String(254))
    mobile: Mapped[str | None] = mapped_column(String(20))
    # When somebody last answered the questions that decide of the follow-up.
    follow_up_confirmed_on: Mapped[date | None]
    # The employee declared a situation that calls for an adapted follow-up (art. R. 4624-17): never which one, and
    # never loaded with the rest. Only services/follow_up.py asks for it, for who may know.
    personal_situation: Mapped[bool] = mapped_column(default=False, deferred=True, deferred_raiseload=True)
    next_visit_due_on: Mapped[date | None]
    sort_name: Mapped[str] = mapped_column(String(210), default="")
    search: Mapped[str] = mapped_column(String(480), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


def is_present() -> ColumnElement[bool]:
    """Whether the employee has no date of departure."""
    return Employee.left_on.is_(None)


def lacks_pcs() -> ColumnElement[bool]:
    return or_(Employee.pcs.is_(None), Employee.pcs == _NOTHING)


def is_sir_without_risk() -> ColumnElement[bool]:
    return and_(Employee.follow_up == _SIR, or_(Employee.risks.is_(None), Employee.risks == _NOTHING))


# Written into the statement: SQLite looks in an index of some rows only when it reads that those rows are asked for.
_NOTHING: ColumnElement[str] = literal_column("''")
_SIR: ColumnElement[str] = literal_column("'SIR'")


def _among_present(name: str, *columns: Any, also: ColumnElement[bool] | None = None) -> Index:
    """An index of those who are there, and of whom something more is true: what agents look for in every company."""
    condition = is_present() if also is None else and_(is_present(), also)
    return Index(name, Employee.company_id, *columns, sqlite_where=condition, postgresql_where=condition)


_among_present("ix_employee_present_twins", Employee.sort_name, Employee.born_on)
_among_present("ix_employee_present_without_pcs", also=lacks_pcs())
_among_present("ix_employee_present_sir_without_risk", also=is_sir_without_risk())
