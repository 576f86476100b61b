"""What people of the fictional association did on the portal before you came: it reaches the portal by no file."""

from datetime import date, timedelta

from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.models import (
    AppointmentRequest,
    Campaign,
    Company,
    CompanyContact,
    CompanyDetails,
    ContactKind,
    Employee,
    RequestState,
    User,
    Visit,
    VisitKind,
)
from app.services import campaigns, numbering
from app.services.demo import identifiers
from app.services.demo.association import EMPLOYER
from app.services.demo.paperwork import TARIFF

YEAR = 2027
# Every so many companies have somebody else to bill.
_BILLED_ELSEWHERE = 9


def open_campaign() -> Campaign:
    """The campaign of 2027, whose window is open on the day of installation, whatever it is."""
    due_on = max(date(YEAR, 1, 31), today() + timedelta(days=20))
    return campaigns.define(
        YEAR,
        reference_on=date(YEAR, 1, 1),
        opens_on=min(date(YEAR, 1, 2), today() - timedelta(days=10)),
        due_on=due_on,
        closes_on=due_on + timedelta(days=59),
        tariff=TARIFF,
    )


def tell_coordinates() -> None:
    """Where some companies want their invoices, and whom to call at the bakery."""
    confirmed_at = now() - timedelta(days=200)
    companies = db.session.execute(select(Company.id, Company.name, Company.email).order_by(Company.member_code)).all()
    for company in companies[::_BILLED_ELSEWHERE]:
        email = f"comptabilite@{company.email.partition('@')[2]}"
        db.session.add(CompanyDetails(company_id=company.id, billing_email=email, confirmed_at=confirmed_at))
    people = (
        (ContactKind.MANAGEMENT, "Yann LE GALL", "Gérant", EMPLOYER.email, "0639980417"),
        (ContactKind.SAFETY, "Loïc TANGUY", "Boulanger", None, "0639980418"),
    )
    for number, (kind, name, job_title, address, phone) in enumerate(people, start=1):
        told = {"kind": kind, "name": name, "job_title": job_title, "email": address, "phone": phone}
        db.session.add(CompanyContact(company_id=companies[0].id, number=number, **told))


def ask_for_visits() -> None:
    """The bakery asked for two visits: one was planned, the other waits."""
    bakery = Company.member_code == identifiers.member_code(0)
    people = db.session.scalars(
        select(Employee).join(Company, Company.id == Employee.company_id).where(bakery).order_by(Employee.number)
    ).all()
    yann = db.session.scalars(select(User.id).where(User.email == EMPLOYER.email)).one()
    planned = db.session.scalars(
        select(Visit).where(Visit.employee_id == people[2].id, Visit.kind == VisitKind.RETURN)
    ).one()
    _ask(people[2], yann, 12, planned)
    _ask(people[1], yann, 4, None)


def _ask(person: Employee, author: int, days_ago: int, visit: Visit | None) -> None:
    at = now() - timedelta(days=days_ago)
    year = at.year
    facts: dict[str, object] = {"reason": "Nouveau poste de travail au fournil", "centre": "Saint-Brieuc"}
    latest_on = None
    if visit:
        days = {"first_day": visit.day - timedelta(days=80), "last_day": visit.day - timedelta(days=4)}
        days["returns_on"] = visit.day - timedelta(days=3)
        latest_on = days["returns_on"] + timedelta(days=8)
        facts = {"cause": "autre", **{name: day.isoformat() for name, day in days.items()}, "before_return": "inconnu"}
    db.session.add(
        AppointmentRequest(
            company_id=person.company_id,
            employee_id=person.id,
            reference=f"RV-{year}-{numbering.draw('RV', year):05d}",
            kind=VisitKind.RETURN if visit else VisitKind.EMPLOYER,
            state=RequestState.PLANNED if visit else RequestState.SENT,
            facts=facts,
            latest_on=latest_on,
            created_by_id=author,
            created_at=at,
            changed_at=at,
            visit_id=visit.id if visit else None,
        )
    )
