"""What people of the fictional association did on the portal before you came: it reaches the portal by no file."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app import config, settings
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
    NoticeKind,
    RequestState,
    Setting,
    User,
    Visit,
    VisitKind,
    VisitNotice,
    VisitState,
)
from app.services import campaigns, numbering
from app.services.demo import identifiers
from app.services.demo.association import EMPLOYER
from app.services.demo.paperwork import TARIFF

YEAR = 2027
# Every so many companies have somebody else to bill.
_BILLED_ELSEWHERE = 9
# The legal days of what other companies ask for, counted from today: past, near, far.
_LATEST_IN = (-3, 2, 10, 45, 80)
# What the association decided: the IBAN of specimens, a fee that one service asks.
_DECIDED = {"IBAN": "FR1420041010050500013M02606", "FRAIS_ABSENCE": "82,46"}


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


def decide() -> None:
    """How invoices are paid, and what an absence told too late costs, unless the installation says so itself."""
    for name, value in _DECIDED.items():
        if name not in settings.current().installed:
            db.session.add(Setting(key=name, value=config.written(settings.check(name, value))))
    settings.changed()


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


def hear_from_others() -> None:
    """Other companies asked too; two would rather have another day."""
    elsewhere = (Company.member_code != identifiers.member_code(0), Employee.left_on.is_(None))
    people = select(Employee).join(Company, Company.id == Employee.company_id).where(*elsewhere)
    first_ones = people.where(Employee.number == 1).order_by(Employee.id).limit(len(_LATEST_IN))
    for rank, person in enumerate(db.session.scalars(first_ones)):
        centre = ("Saint-Brieuc", "Lannion", "Dinan")[rank % 3]
        _add_request(
            person,
            9 - rank,
            kind=VisitKind.PERIODIC,
            facts={"centre": centre, "comment": "De préférence le matin"},
            wished_centre=centre,
            latest_on=today() + timedelta(days=_LATEST_IN[rank]),
        )
    ahead = select(Visit).where(Visit.state == VisitState.PLANNED, Visit.day > today() + timedelta(days=4))
    shown = ahead.where(~Visit.is_confidential).order_by(Visit.day, Visit.id).limit(2)
    for visit in db.session.scalars(shown).all():
        told = {"kind": NoticeKind.RESCHEDULE, "reason": "service", "comment": "Plutôt un lundi ou un mardi"}
        db.session.add(VisitNotice(company_id=visit.company_id, visit_id=visit.id, **told))


def _ask(person: Employee, author: int, days_ago: int, visit: Visit | None) -> None:
    facts: dict[str, object] = {"reason": "Nouveau poste de travail au fournil", "centre": "Saint-Brieuc"}
    latest_on = None
    if visit:
        days = {"first_day": visit.day - timedelta(days=80), "last_day": visit.day - timedelta(days=4)}
        days["returns_on"] = visit.day - timedelta(days=3)
        latest_on = days["returns_on"] + timedelta(days=8)
        facts = {"cause": "autre", **{name: day.isoformat() for name, day in days.items()}, "before_return": "inconnu"}
    _add_request(
        person,
        days_ago,
        kind=VisitKind.RETURN if visit else VisitKind.EMPLOYER,
        state=RequestState.PLANNED if visit else RequestState.SENT,
        facts=facts,
        wished_centre=facts.get("centre"),
        latest_on=latest_on,
        created_by_id=author,
        visit_id=visit.id if visit else None,
    )


def _add_request(person: Employee, days_ago: int, **told: Any) -> None:
    at = now() - timedelta(days=days_ago)
    reference = f"RV-{at.year}-{numbering.draw('RV', at.year):05d}"
    whose = {"company_id": person.company_id, "employee_id": person.id}
    db.session.add(AppointmentRequest(**whose, reference=reference, created_at=at, changed_at=at, **told))
