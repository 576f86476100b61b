"""Requests for an appointment, sent by a member and dealt with by agents."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import AppointmentRequest, Centre, User, VisitKind
from app.services import appointments
from app.services.slots import Slot
from app.services.staff import request_handling, requests
from app.services.staff.requests import Found
from app.tenancy import all_companies
from tests.support.records import user_of, visiting
from tests.support.visits import CENTRE, DAY, HOUR

SLOT = Slot(VisitKind.PERIODIC, DAY, HOUR, 30, CENTRE["centre"], CENTRE["centre_address"], "Dr Le Bihan")
LATER = Slot(VisitKind.PERIODIC, date(2027, 2, 10), time(14, 0), 45, CENTRE["centre"], CENTRE["centre_address"])


def ask(
    app: Flask, email: str, public_id: str, employee: int, kind: VisitKind = VisitKind.PERIODIC, **facts: Any
) -> str:
    """A request that a member sends; returns its reference."""
    with visiting(app, email, public_id) as access:
        person = appointments.employee(access, employee)
        assert person
        latest_on = facts.pop("latest_on", None)
        return appointments.send(access, person, kind, facts, latest_on).reference


def centre(app: Flask) -> None:
    """The centre of Saint-Brieuc, where agents may receive people."""
    with app.app_context():
        db.session.add(Centre(name=CENTRE["centre"], address=CENTRE["centre_address"]))
        db.session.commit()


@contextmanager
def dealing(app: Flask, email: str, reference: str) -> Iterator[tuple[User, Found]]:
    """An agent before a request, as the database has it now; committed at the end."""
    with app.app_context():
        found = requests.find(reference)
        assert found
        yield user_of(email), found
        db.session.commit()


def take(app: Flask, email: str, reference: str) -> None:
    with dealing(app, email, reference) as (agent, found):
        request_handling.take(agent, found, found.request.version)


def propose(app: Flask, email: str, reference: str, slot: Slot = SLOT) -> None:
    """Taken, and a slot proposed."""
    take(app, email, reference)
    with dealing(app, email, reference) as (agent, found):
        request_handling.propose(agent, found, found.request.version, slot)


def request_of(app: Flask, reference: str) -> AppointmentRequest:
    """A request as the database has it now."""
    with app.app_context(), all_companies("test"):
        return db.session.scalars(select(AppointmentRequest).where(AppointmentRequest.reference == reference)).one()
