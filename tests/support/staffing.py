"""Employees told as a form tells them, and the visits, requests and declarations that surround them."""

import itertools
from datetime import date
from typing import Any

from flask import Flask

from app.clock import now
from app.extensions import db
from app.models import (
    AppointmentRequest,
    Base,
    Declaration,
    DeclarationState,
    DeclaredEmployee,
    Employee,
    FollowUp,
    Visit,
    VisitKind,
    VisitState,
)
from app.services.employee_checks import Details
from app.services.follow_up import Answers
from app.tenancy import all_companies
from tests.support.records import company_of

_rank = itertools.count(1)

# What is typed to declare Élise, by label.
ELISE = {
    "Nom de naissance": "Durand",
    "Prénom": "Élise",
    "Date de naissance": "04/05/1990",
    "Date d’entrée": "01/02/2027",
    "Poste": "Boulangère",
    "Type de contrat": "CDI",
}


def told(**others: Any) -> Details:
    """Élise, as a service is told of her."""
    answers = Answers(
        exposures=frozenset(others.pop("exposures", ())),
        others=others.pop("others", ""),
        personal=others.pop("personal", False),
        nothing=others.pop("nothing", False),
    )
    known = dict.fromkeys(("usual_name", "sex", "pcs", "contract_ends_on", "has_other_employer", "email", "mobile"))
    details = {
        "birth_name": "Durand",
        "first_name": "Élise",
        "born_on": date(1990, 5, 4),
        "entered_on": date(2027, 2, 1),
        "job": "Boulangère",
        "contract": "CDI",
        "answers": answers,
    }
    return Details(**{**known, **details, **others})


def known(app: Flask, public_id: str, number: int) -> dict[str, Any]:
    """Every column of an employee, the personal situation included."""
    with app.app_context(), all_companies("test"):
        table = Employee.__table__
        statement = table.select().where(table.c.company_id == company_of(public_id).id, table.c.number == number)
        return dict(db.session.execute(statement).mappings().one())


def visit(
    app: Flask, public_id: str, number: int, day: date, state: VisitState = VisitState.PLANNED, **others: Any
) -> None:
    """A visit of the employee who has this number."""
    with app.app_context(), all_companies("test"):
        rank = next(_rank)
        kind = others.pop("kind", VisitKind.PERIODIC)
        _add(public_id, number, Visit, number=rank, reference=f"V{rank}", kind=kind, state=state, day=day, **others)


def request(app: Flask, public_id: str, number: int, kind: VisitKind = VisitKind.EMPLOYER) -> None:
    """An appointment asked for the employee who has this number."""
    with app.app_context(), all_companies("test"):
        _add(public_id, number, AppointmentRequest, reference=f"RV-2027-{next(_rank):05d}", kind=kind)


def declaration(app: Flask, public_id: str, year: int, *numbers: int, state: str = "envoyee", version: int = 1) -> None:
    """A declaration that was sent, with the employees that it names."""
    with app.app_context(), all_companies("test"):
        company = company_of(public_id)
        sent = Declaration(
            company_id=company.id, year=year, version=version, state=DeclarationState(state), si=len(numbers), sia=0,
            sir=0, sent_at=now(), sent_by="Jeanne DAVID (Cabinet Exemple)", receipt=f"DE-{year}-{version:06d}-K7",
        )  # fmt: skip
        db.session.add(sent)
        db.session.flush()
        for number in numbers:
            employee_id = known_id(public_id, number)
            db.session.add(
                DeclaredEmployee(
                    declaration_id=sent.id, employee_id=employee_id, company_id=company.id, follow_up=FollowUp.SI
                )
            )
        db.session.commit()


def known_id(public_id: str, number: int) -> int:
    table = Employee.__table__
    statement = table.select().where(table.c.company_id == company_of(public_id).id, table.c.number == number)
    return int(db.session.execute(statement).mappings().one()["id"])


def _add(public_id: str, employee: int, model: type[Base], **values: Any) -> None:
    company = company_of(public_id)
    db.session.add(model(company_id=company.id, employee_id=known_id(public_id, employee), **values))
    db.session.commit()
