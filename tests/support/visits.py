"""Visits and requests, made as the association's file would bring them."""

from datetime import date, time
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import Company, Employee, Visit, VisitKind
from app.services import planning
from app.services.planning import Planned
from app.tenancy import CompanyAccess, all_companies

CENTRE = {"centre": "Centre de Saint-Brieuc", "centre_address": "4 rue Exemple, 22000 SAINT-BRIEUC"}
# Noon on Tuesday 19 January 2027; the visits that tests plan are on Wednesday 3 February at half past nine.
TODAY = "2027-01-19T11:00:00+00:00"
DAY, HOUR = date(2027, 2, 3), time(9, 30)


def plan(app: Flask, public_id: str, employee: int, day: date = DAY, at: time | None = HOUR, **others: Any) -> int:
    """A visit of an employee of a company; returns its number there."""
    with app.app_context(), all_companies("test"):
        company_id = db.session.scalars(select(Company.id).where(Company.public_id == public_id)).one()
        employee_id = db.session.scalars(
            select(Employee.id).where(Employee.company_id == company_id, Employee.number == employee)
        ).one()
        number = (db.session.scalar(select(func.max(Visit.number)).where(Visit.company_id == company_id)) or 0) + 1
        facts = {"reference": f"V-{company_id}-{number}", "kind": VisitKind.PERIODIC, "minutes": 30, **CENTRE, **others}
        db.session.add(Visit(company_id=company_id, employee_id=employee_id, number=number, day=day, at=at, **facts))
        db.session.commit()
        return number


def row_of(number: int) -> Visit:
    """The only visit of that number, as the database has it now."""
    with all_companies("test"):
        return db.session.scalars(
            select(Visit).where(Visit.number == number).execution_options(populate_existing=True)
        ).one()


def seen(access: CompanyAccess, number: int) -> Planned:
    """A visit as its page shows it."""
    found = planning.find(access, number)
    assert found, f"no visit {number}"
    return found
