"""The receipts of declarations: found again by their company, and recognised by anybody who was shown one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.database import writing
from app.extensions import db
from app.models import Company, Declaration, DeclarationState
from app.services import receipt_numbers, throttle
from app.services.throttle import Limit
from app.tenancy import CompanyAccess, all_companies
from app.unit_of_work import save_now

# One guess in 1,024 is right, and says little: no need to stop those who check receipts all day long.
WRONG_GUESSES = Limit("receipt", 20, timedelta(hours=1))


@dataclass(frozen=True)
class Genuine:
    """All that a stranger who holds a receipt's number is told."""

    receipt: str
    company: str
    year: int
    sent_at: datetime
    headcount: int
    is_late: bool
    is_replaced: bool


def find(access: CompanyAccess, receipt: str) -> Declaration | None:
    """The declaration behind a receipt of this company."""
    number = receipt_numbers.read(receipt) or receipt
    return db.session.scalars(
        select(Declaration).where(
            Declaration.company_id == access.company.id,
            Declaration.receipt == number,
            Declaration.state != DeclarationState.DRAFT,
        )
    ).one_or_none()


def is_of_the_portal(declaration: Declaration) -> bool:
    """Whether the portal received it, and can write its receipt; the association's files bring others."""
    return "sha256" in declaration.facts


def of_year(access: CompanyAccess, year: int) -> Declaration | None:
    """What the company declared for a year, as it stands."""
    return db.session.scalars(
        select(Declaration).where(
            Declaration.company_id == access.company.id,
            Declaration.year == year,
            Declaration.state == DeclarationState.SENT,
        )
    ).first()


def in_force(access: CompanyAccess, declaration: Declaration) -> Declaration | None:
    """The declaration that replaced this one, or none when it still stands."""
    if declaration.state is not DeclarationState.REPLACED:
        return None
    return db.session.scalars(
        select(Declaration).where(
            Declaration.company_id == access.company.id,
            Declaration.year == declaration.year,
            Declaration.state == DeclarationState.SENT,
        )
    ).first()


def verify(typed: str, address: str | None) -> Genuine | None:
    """What a number stands for, or None when it is not known. Raises TooManyAttempts after many wrong numbers."""
    number = receipt_numbers.read(typed)
    if number is None:
        return None
    attempt = (WRONG_GUESSES, throttle.network_of(address))
    with writing():
        throttle.spend(attempt)
        found = _genuine(number)
        if found:
            throttle.give_back(attempt)
        save_now()
    return found


def _genuine(number: str) -> Genuine | None:
    with all_companies("anybody may verify the receipt that a company showed them"):
        row = db.session.execute(
            select(Declaration, Company.name)
            .join(Company, Company.id == Declaration.company_id)
            .where(Declaration.receipt == number, Declaration.state != DeclarationState.DRAFT)
        ).one_or_none()
    if row is None or row[0].sent_at is None:
        return None
    declaration: Declaration = row[0]
    return Genuine(
        number,
        # As the company was called that day, which is what the paper says.
        declaration.facts.get("company", {}).get("name") or row[1],
        declaration.year,
        row[0].sent_at,
        declaration.total,
        declaration.is_late,
        declaration.state is DeclarationState.REPLACED,
    )
