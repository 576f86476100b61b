"""An association to measure pages in: an accountant with 2,000 clients, one of them with 1,500 employees."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import count, islice
from typing import Any, cast

from flask import Flask
from sqlalchemy import Table, func, insert, select

from app.clock import now, today
from app.extensions import db
from app.models import (
    AppointmentRequest,
    AuditEvent,
    Base,
    Campaign,
    Centre,
    Company,
    Declaration,
    DeclarationState,
    Document,
    DocumentKind,
    DocumentState,
    Employee,
    FollowUp,
    Membership,
    Profile,
    Role,
    User,
    Visit,
    VisitKind,
    VisitState,
)
from app.models.base import new_public_id
from app.services import declaration_content, declarations, declaring, passwords
from app.services.declaration_content import Content
from app.services.demo.paperwork import TARIFF
from app.services.memberships import derived_columns
from app.tenancy import CompanyAccess, all_companies
from bench import crowd

CLIENTS, EMPLOYEES, ELSEWHERE = 2000, 1500, 12
EMAIL, PASSWORD = "accountant@example.org", "une longue phrase de comptable"
VISITS_EACH, DOCUMENTS, DOCUMENTS_ELSEWHERE = 4, 80, 10
_AT_ONCE = 5000


@dataclass(frozen=True)
class Association:
    """What the pages are asked about: the company with many employees, whose declaration is under way; a receipt of
    another one, and its code; a day of visits; how large the association is."""

    company: str
    year: int
    declared: str
    declared_code: str
    receipt: str
    coming: date
    employees: int


def fill(app: Flask, employees_in_all: int | None = None) -> Association:
    """Fill an empty database. Without a size, the association is made of the accountant's clients alone."""
    others = CLIENTS - 1
    if employees_in_all:
        others = max(others, (employees_in_all - EMPLOYEES) // ELSEWHERE)
    with app.app_context(), all_companies("a benchmark's own data"):
        Base.metadata.create_all(db.engine)
        user = User(email=EMAIL, last_name="Banc", first_name="Essai", profile=Profile.FIRM, activated_at=now())
        user.password_hash = passwords.hash_password(PASSWORD)
        campaign = _campaign()
        db.session.add_all([user, campaign, Centre(name="Saint-Brieuc", address="12 boulevard Clemenceau")])
        db.session.flush()
        _add(Company, (_company(number) for number in range(others + 1)))
        companies = list(db.session.scalars(select(Company.id).order_by(Company.id)))
        _add(
            Membership,
            ({"user_id": user.id, "company_id": one, "role": Role.THIRD_PARTY} for one in companies[:CLIENTS]),
        )
        sizes = [EMPLOYEES, *[ELSEWHERE] * others]
        _add(Employee, (_employee(one, n) for one, size in zip(companies, sizes, strict=True) for n in range(size)))
        people = db.session.execute(select(Employee.id, Employee.company_id).order_by(Employee.id)).all()
        _add(Visit, _visits(people))
        _add(Document, (row for one in companies for row in _documents(one, is_large=one == companies[0])))
        _add(Declaration, (_declaration(one, year) for one in companies for year in (2025, 2026)))
        _crowd(companies, people)
        large, other = db.session.scalars(select(Company).order_by(Company.id).limit(2)).all()
        _begin(_access(user, large), campaign)
        receipt = _declare(_access(user, other), campaign)
        db.session.commit()
        coming = db.session.scalar(select(func.min(Visit.day)).where(Visit.day > today())) or today()
        codes = (other.public_id, other.member_code, receipt)
        return Association(large.public_id, campaign.year, *codes, coming, sum(sizes))


def _crowd(companies: list[int], employees: Sequence[Any]) -> None:
    """What agents have to look among, besides the accountant's clients."""
    last = db.session.scalar(select(func.max(User.id))) or 0
    _add(User, crowd.accounts(len(companies)))
    people = db.session.scalars(select(User.id).where(User.id > last).order_by(User.id)).all()
    _add(Membership, crowd.attachments(people, companies))
    first = {company_id: employee_id for employee_id, company_id in reversed(employees)}
    _add(AppointmentRequest, crowd.requests([(one, first[one]) for one in companies]))
    pairs = zip(companies, people, strict=True)
    _add(AuditEvent, (act for one, person in pairs for act in crowd.acts(one, person)))


def _access(user: User, company: Company) -> CompanyAccess:
    theirs = select(Membership).where(Membership.user_id == user.id, Membership.company_id == company.id)
    return CompanyAccess(company, db.session.scalars(theirs).one(), user)


def _begin(access: CompanyAccess, campaign: Campaign) -> Content:
    """A draft of which nothing is left to tell."""
    draft = declarations.start(access, declarations.standing(access, campaign))
    surprise = declaration_content.of(access, campaign, draft).surprise
    declarations.advance(access, draft, step=declarations.LAST_STEP, checked=True, billing=True, surprise=surprise)
    return declaration_content.of(access, campaign, draft)


def _declare(access: CompanyAccess, campaign: Campaign) -> str:
    content = _begin(access, campaign)
    sent = declaring.send(access, campaign, seen=content.fingerprint)
    return str(sent.receipt)


def _add(model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    waiting = iter(rows)
    while batch := list(islice(waiting, _AT_ONCE)):
        db.session.execute(insert(cast(Table, model.__table__)), batch)


def _campaign() -> Campaign:
    day = today()
    return Campaign(
        year=day.year + 1,
        reference_on=day,
        opens_on=day - timedelta(days=10),
        due_on=day + timedelta(days=20),
        closes_on=day + timedelta(days=60),
        tariff=TARIFF,
    )


def _company(number: int) -> dict[str, Any]:
    name, code = f"CLIENT {number:05d}", f"{230000 + number}"
    where = {"address": "12 rue du Port", "postcode": "22100", "city": "DINAN", "email": "client@example.org"}
    return {"public_id": new_public_id(), "name": name, "member_code": code, **where} | derived_columns(
        name, "DINAN", code
    )


def _employee(company_id: int, number: int) -> dict[str, Any]:
    return {
        "company_id": company_id,
        "number": number + 1,
        "reference": f"R{number}",
        "birth_name": f"NOM{number:04d}",
        "first_name": "Élise",
        "sex": "F",
        "born_on": date(1965, 1, 1) + timedelta(days=number * 7),
        "job": "Comptable",
        "pcs": "543b",
        "contract": "CDI",
        "entered_on": date(2015, 9, 1),
        "follow_up": (FollowUp.SI, FollowUp.SIA, FollowUp.SIR)[number % 3],
        "risks": "bruit",
        "next_visit_due_on": date(2028, 1, 4),
        "sort_name": f"nom{number:04d} elise",
        "search": f"nom{number:04d} elise comptable",
    }


def _visits(people: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """For everybody, visits of the last years; for one in eight, one of the weeks to come."""
    numbers: dict[int, Iterator[int]] = {}
    references, day = count(1), today()
    for position, (employee_id, company_id) in enumerate(people):
        given = numbers.setdefault(company_id, count(1))
        for rank in range(VISITS_EACH):
            is_coming = rank == 0 and position % 8 == 0
            away = timedelta(days=position % 60 + 1) if is_coming else -timedelta(days=200 * rank + position % 150 + 1)
            yield {
                "company_id": company_id,
                "employee_id": employee_id,
                "number": next(given),
                "reference": f"V{next(references)}",
                "kind": VisitKind.PERIODIC,
                "state": VisitState.PLANNED if is_coming else VisitState.DONE,
                "day": day + away,
                "at": time(9, 30),
                "minutes": 30,
                "centre": "Saint-Brieuc",
                "centre_address": "12 boulevard Clemenceau",
            }


def _documents(company_id: int, *, is_large: bool) -> Iterator[dict[str, Any]]:
    for number in range(1, (DOCUMENTS if is_large else DOCUMENTS_ELSEWHERE) + 1):
        yield {
            "company_id": company_id,
            "number": number,
            "kind": DocumentKind.INVOICE,
            "reference": f"F-{number}",
            "issued_on": today() - timedelta(days=10 * number),
            "due_on": today() - timedelta(days=10 * number - 30),
            "net_cents": 96_38,
            "gross_cents": 115_66,
            "state": DocumentState.PAID if number % 3 else DocumentState.TO_PAY,
        }


def _declaration(company_id: int, year: int) -> dict[str, Any]:
    return {
        "company_id": company_id,
        "year": year,
        "version": 1,
        "revision": 1,
        "state": DeclarationState.SENT,
        "si": 4,
        "sia": 4,
        "sir": 4,
        "receipt": f"R{year}-{company_id}",
        "sent_at": now(),
    }
