"""Visits and requests, made as the association's file would bring them."""

from datetime import date, time

from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import Company, Employee, Visit, VisitKind
from app.tenancy import all_companies

CENTRE = {"centre": "Centre de Saint-Brieuc", "centre_address": "4 rue Exemple, 22000 SAINT-BRIEUC"}


def plan(app: Flask, public_id: str, employee: int, day: date, at: time | None = time(9, 30), **others: object) -> int:
    """A visit of an employee of a company; returns its number there."""
    with app.app_context(), all_companies("test"):
        company_id = db.session.scalars(select(Company.id).where(Company.public_id == public_id)).one()
        employee_id = db.session.scalars(
            select(Employee.id).where(Employee.company_id == company_id, Employee.number == employee)
        ).one()
        number = (db.session.scalar(select(func.max(Visit.number)).where(Visit.company_id == company_id)) or 0) + 1
        visit = Visit(
            **{
                "company_id": company_id,
                "employee_id": employee_id,
                "number": number,
                "reference": f"V-{company_id}-{number}",
                "kind": VisitKind.PERIODIC,
                "day": day,
                "at": at,
                "minutes": 30,
                **CENTRE,
                **others,
            }
        )
        db.session.add(visit)
        db.session.commit()
        return number
