"""A company of 1,500 in an association of 250,000: each list takes as many statements as for a few people, and none
of them reads a table from one end to the other."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, insert, select

from app.clock import today
from app.extensions import db
from app.models import (
    AppointmentRequest,
    AuditEvent,
    Declaration,
    DeclarationState,
    Document,
    DocumentKind,
    Employee,
    EmployeeEvent,
    EmployeeEventKind,
    Visit,
    VisitKind,
    VisitState,
)
from app.services.employee_list import PER_BATCH
from app.tenancy import all_companies
from tests.people import People
from tests.support.browser import Browser
from tests.support.declarations import campaign
from tests.support.records import company_of

PAGES = (
    "", "salaries", "salaries?page=2", "salaries?q=nom&presence=tous", "salaries?visite=a-prevoir", "salaries/1",
    "salaries/historique", "salaries/historique?onglet=visites",
    "planning", "planning?page=2", "planning?vue=mois", "planning?vue=impression", "planning/demandes",
    "planning/rendez-vous", "planning/rendez-vous?q=nom", "planning/visites.ics", "documents", "documents?page=2",
    "documents?type=FACTURE&etat=A_REGLER", "cotisation/", "compte",
    "compte/acces", "compte/journal",
)  # fmt: skip
# Those of who acts for many companies.
CLIENTS_PAGES = ("", "?page=2", "?q=client", "?etat=a-faire", "?tri=-effectif", "choix?q=client")
# What is read whole is read by batches, so that it never stands whole in memory: one statement for each.
WHOLE = ("salaries/imprimer", "salaries/liste.csv")
# Small whatever the size of the association.
_SMALL = {"campaign", "centre", "numbering"}
_numbers = count(1)


def company_of_size(app: Flask, people: People, size: int) -> tuple[str, Browser]:
    """A company with so many employees, and as much of everything else as makes several pages; its manager."""
    rank = next(_numbers)
    public_id = people.company(f"TAILLE {size}", f"22{rank:04d}", address="3 rue du Port", postcode="22000")
    manager = people.person(f"Taille{rank}", "Gérant", public_id)
    with app.app_context(), all_companies("test"):
        company = {"company_id": company_of(public_id).id}
        rows = [
            {
                **company, "number": one, "reference": f"R{one}", "birth_name": f"Nom {one}", "first_name": "Élise",
                "sort_name": f"nom {one:05d} elise", "search": f"nom {one} elise",
            }
            for one in range(1, size + 1)
        ]  # fmt: skip
        db.session.execute(insert(Employee), rows)
        ids = db.session.scalars(select(Employee.id).where(Employee.company_id == company["company_id"])).all()
        for number, employee_id in enumerate(ids[: max(2, size // 10)], start=1):
            db.session.add_all(_life_of({**company, "employee_id": employee_id}, employee_id, number))
        for year in range(2020, 2022 if size < 100 else 2026):
            db.session.add(Declaration(**company, year=year, state=DeclarationState.SENT, si=1, sia=0, sir=0))
        db.session.commit()
    return public_id, Browser(app).sign_in(manager)


def _life_of(who: dict[str, int], key: int, number: int) -> Iterator[Any]:
    """A visit past and a visit to come, a request, an invoice, an event and a line of the journal, of one employee."""
    for shift, state in ((-30, VisitState.DONE), (5 + number % 20, VisitState.PLANNED)):
        place = {"number": 2 * number + (shift > 0), "reference": f"V{key}{shift}", "kind": VisitKind.PERIODIC}
        yield Visit(**who, **place, state=state, day=today() + timedelta(days=shift))
    yield AppointmentRequest(**who, reference=f"RV-2027-{key:05d}", kind=VisitKind.EMPLOYER)
    yield AuditEvent(company_id=who["company_id"], action="employee.changed", facts={"employee": key})
    yield EmployeeEvent(**who, kind=EmployeeEventKind.CHANGED, facts={"fields": ["job"]})
    yield Document(
        company_id=who["company_id"], number=number, kind=DocumentKind.INVOICE, reference=f"F{number}",
        issued_on=today(),
    )  # fmt: skip


@contextmanager
def asked(app: Flask) -> Iterator[list[tuple[str, Any]]]:
    """The reads that the database is asked meanwhile, with their parameters."""
    reads: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            reads.append((statement, parameters))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield reads
    event.remove(engine, "before_cursor_execute", note)


def test_every_list_takes_as_many_statements_whatever_the_size(app: Flask, people: People) -> None:
    days = {"opens_on": -10, "due_on": 20, "closes_on": 50, "reference_on": -30}
    campaign(app, **{name: today() + timedelta(days=shift) for name, shift in days.items()})
    taken = []
    for size in (30, 1500):
        company, browser = company_of_size(app, people, size)
        counts = {}
        for page in (*PAGES, *WHOLE):
            browser.get(f"/e/{company}/{page}")
            counts[page] = len(browser.statements) - (size // PER_BATCH if page in WHOLE else 0)
        taken.append(counts)
    assert taken[0] == taken[1]


def test_the_clients_of_a_firm_take_as_many_statements_however_many(app: Flask, people: People) -> None:
    jeanne = Browser(app).sign_in(people.jeanne)
    taken = []
    for more in (30, 300):
        people.clients(people.jeanne, more)
        counts = {}
        for page in CLIENTS_PAGES:
            jeanne.get(f"/entreprises/{page}")
            counts[page] = len(jeanne.statements)
        taken.append(counts)
    assert taken[0] == taken[1]


def test_no_list_reads_a_whole_table_of_the_association(app: Flask, people: People) -> None:
    whole = []
    for statement, plan in plans_of_the_lists(app, people):
        scanned = [found[1] for row in plan if (found := re.match(r"SCAN (\w+?)(?:_\d+)?\b", row.detail))]
        tables = set(scanned) & db.metadata.tables.keys() - _SMALL
        whole += [f"{table} by {statement}" for table in tables]
    assert not whole, "\n".join(whole)


def test_no_list_reads_all_that_the_company_has_again_for_each_line(app: Flask, people: People) -> None:
    """What is asked beside each line is found by the line's own key: 6,000 visits read 25 times are a slow page."""
    again = []
    for statement, plan in plans_of_the_lists(app, people):
        by_line = {row.id for row in plan if row.detail.startswith("CORRELATED")}
        of_the_company = re.compile(r"\(company_id=\?(?: AND \w+[<>]\?)*\)")
        again += [
            f"{row.detail} by {statement}"
            for row in plan
            if row.parent in by_line and of_the_company.search(row.detail)
        ]
    assert not again, "\n".join(again)


def plans_of_the_lists(app: Flask, people: People) -> Iterator[tuple[str, Sequence[Any]]]:
    """Each statement of each list, and how SQLite means to run it."""
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("what a small table is read by says nothing on PostgreSQL, which reads it whole")
    company, browser = company_of_size(app, people, 30)
    for page in (*PAGES, *WHOLE):
        with asked(app) as reads:
            browser.get(f"/e/{company}/{page}")
        with app.app_context(), db.engine.connect() as connection:
            for statement, parameters in reads:
                yield (
                    f"{page}: {statement[:200]}",
                    connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all(),
                )
