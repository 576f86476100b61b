"""The list of a person's companies: in an order, narrowed, and as cheap among two thousand as among two."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from flask import Flask

from app.extensions import db
from app.models import DeclarationState, Document, DocumentKind, DocumentReading, Role, User
from app.services import memberships, portfolio_export, portfolio_page, portfolio_status
from app.services.portfolio_page import Filters, Row
from app.services.portfolio_status import Status
from app.tenancy import all_companies, enter_as
from tests.people import People
from tests.support.declarations import campaign
from tests.support.portfolio import OPEN, declared, statements_of, two_thousand_clients
from tests.support.records import company_of, user_of

DRAFT = DeclarationState.DRAFT


@pytest.fixture(autouse=True)
def in_january() -> Iterator[None]:
    with time_machine.travel(OPEN, tick=False):
        yield


@pytest.fixture
def jeanne(app: Flask, people: People) -> Iterator[User]:
    """Jeanne signed in, with three clients; the garage is not one of them."""
    campaign(app)
    for name, code, city, reference, headcount in (
        ("BOULANGERIE LE GALL", "220417", "SAINT-BRIEUC", "LEG1", 2),
        ("CRÊPERIE L’ŒUF FRAIS", "220900", "PLÉRIN", "OEU-2", 0),
        ("ÉTABLISSEMENTS 50 % NEUF", "ZX_12", "DINAN", None, 5),
    ):
        public_id = people.company(name, code, city)
        people.attach(people.jeanne, public_id, reference=reference)
        for number in range(headcount):
            people.employee(public_id, f"DURAND{number}", "Élise")
    people.employee(people.garage, "MORIN", "Yann")
    email = people.jeanne
    with app.app_context():
        user = user_of(email)
        enter_as(user)
        db.session.commit()
        yield user


def rows(user: User, **filters: object) -> list[Row]:
    found = portfolio_page.page(user, portfolio_status.season(), Filters(**filters))  # type: ignore[arg-type]
    # Others may write now.
    db.session.commit()
    return found.rows


def names(user: User, **filters: object) -> list[str]:
    return [row.name.split()[0] for row in rows(user, **filters)]


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("nom", ["BOULANGERIE", "CRÊPERIE", "ÉTABLISSEMENTS"]),
        ("-nom", ["ÉTABLISSEMENTS", "CRÊPERIE", "BOULANGERIE"]),
        ("ville", ["ÉTABLISSEMENTS", "CRÊPERIE", "BOULANGERIE"]),
        ("-ville", ["BOULANGERIE", "CRÊPERIE", "ÉTABLISSEMENTS"]),
        ("code", ["BOULANGERIE", "CRÊPERIE", "ÉTABLISSEMENTS"]),
        ("-code", ["ÉTABLISSEMENTS", "CRÊPERIE", "BOULANGERIE"]),
        ("effectif", ["CRÊPERIE", "BOULANGERIE", "ÉTABLISSEMENTS"]),
        ("-effectif", ["ÉTABLISSEMENTS", "BOULANGERIE", "CRÊPERIE"]),
        ("etat", ["ÉTABLISSEMENTS", "CRÊPERIE", "BOULANGERIE"]),
        ("-etat", ["BOULANGERIE", "CRÊPERIE", "ÉTABLISSEMENTS"]),
    ],
)
def test_the_order_is_what_is_asked(app: Flask, jeanne: User, order: str, found: list[str]) -> None:
    bakery, creperie, _ = rows(jeanne)
    declared(app, bakery.public_id)
    declared(app, creperie.public_id, DRAFT)
    assert names(jeanne, order=order) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [("creperie plérin", ["CRÊPERIE"]), ("leg1", ["BOULANGERIE"]), ("%", ["ÉTABLISSEMENTS"]), ("garage", [])],
)
def test_the_list_is_searched_as_the_switcher_is(jeanne: User, query: str, found: list[str]) -> None:
    assert names(jeanne, query=query) == found


def test_the_headcount_is_that_of_today(app: Flask, people: People, jeanne: User) -> None:
    creperie = rows(jeanne)[1].public_id
    for left_on in (None, date(2027, 1, 19), date(2027, 1, 18), date(2030, 1, 1)):
        people.employee(creperie, "DURAND", "Élise", left_on=left_on)
    assert [row.employees for row in rows(jeanne)] == [2, 3, 5]


def test_each_status_finds_its_companies(app: Flask, jeanne: User) -> None:
    bakery, creperie, _ = rows(jeanne)
    receipt = declared(app, bakery.public_id)
    declared(app, creperie.public_id, DRAFT)
    assert [(row.status, row.receipt) for row in rows(jeanne)] == [
        (Status.DONE, receipt),
        (Status.BEGUN, None),
        (Status.TO_DO, None),
    ]
    assert names(jeanne, status=Status.DONE) == ["BOULANGERIE"]
    assert names(jeanne, status=Status.BEGUN) == ["CRÊPERIE"]
    assert names(jeanne, status=Status.TO_DO) == ["ÉTABLISSEMENTS"]
    assert names(jeanne, status=Status.LATE) == []
    assert names(jeanne, status=Status.TO_DO, query="boulangerie") == []


def publish(public_id: str, kind: DocumentKind, issued_on: date = date(2027, 1, 15)) -> int:
    with all_companies("test"):
        company = company_of(public_id)
        number = db.session.query(Document).filter_by(company_id=company.id).count() + 1
        document = Document(
            company_id=company.id, number=number, kind=kind, reference=f"F{number}", issued_on=issued_on
        )
        db.session.add(document)
        db.session.commit()
        return document.id


def test_what_is_new_is_what_the_person_may_read_and_has_not_read(app: Flask, people: People, jeanne: User) -> None:
    bakery = rows(jeanne)[0].public_id
    read = publish(bakery, DocumentKind.INVOICE)
    publish(bakery, DocumentKind.INVOICE)
    publish(bakery, DocumentKind.INVOICE, issued_on=date(2025, 12, 31))
    publish(bakery, DocumentKind.CREDIT_NOTE)
    publish(bakery, DocumentKind.ATTESTATION)
    with all_companies("test"):
        db.session.add(DocumentReading(document_id=read, user_id=jeanne.id, company_id=company_of(bakery).id))
        db.session.commit()
    assert [(row.new_invoices, row.new_documents) for row in rows(jeanne)] == [(1, 1), (0, 0), (0, 0)]

    yann = user_of(people.person("Yann", "Le Gall", bakery, role=Role.MANAGER))
    enter_as(yann)
    assert [(row.new_invoices, row.new_documents) for row in rows(yann)] == [(2, 2)]


def test_the_export_is_a_table_that_runs_nothing(app: Flask, people: People, jeanne: User) -> None:
    people.attach(people.jeanne, people.company("=CMD|'/C CALC'!A0", "220999", "@VILLE"), reference="+33")
    receipt = declared(app, rows(jeanne)[1].public_id)
    season = portfolio_status.season()
    exported = "".join(portfolio_export.table(portfolio_page.every(jeanne, season, Filters()), season, {}))
    news = "Déclaration rouverte;Nouvelles factures;Nouveaux documents"
    assert exported.splitlines() == [
        f"\ufeffCode adhérent;Entreprise;Ville;Réf. cabinet;Effectif;Déclaration 2027;N° de reçu;{news}",
        "22\u00a00999;'=CMD|'/C CALC'!A0;'@VILLE;'+33;0;À faire;;;0;0",
        f"22\u00a00417;BOULANGERIE LE GALL;SAINT-BRIEUC;LEG1;2;Faite;{receipt};;0;0",
        "22\u00a00900;CRÊPERIE L’ŒUF FRAIS;PLÉRIN;OEU-2;0;À faire;;;0;0",
        "ZX_12;ÉTABLISSEMENTS 50 % NEUF;DINAN;;5;À faire;;;0;0",
    ]


@pytest.fixture
def firm(app: Flask, people: People) -> Iterator[User]:
    """Jeanne signed in, with two thousand clients."""
    campaign(app)
    email = people.jeanne
    with app.app_context():
        two_thousand_clients(email)
        user = user_of(email)
        enter_as(user)
        db.session.commit()
        yield user


@pytest.mark.parametrize(
    ("asked", "number", "first"),
    [(1, 1, 1), (2, 2, 51), (40, 40, 1951), (41, 40, 1951), (999_999, 40, 1951), (0, 1, 1), (-1, 1, 1)],
)
def test_a_page_out_of_bounds_is_the_nearest(firm: User, asked: int, number: int, first: int) -> None:
    page = portfolio_page.page(firm, None, Filters(), asked)
    assert (page.number, page.first, page.last, page.total, page.pages) == (number, first, first + 49, 2000, 40)
    assert page.rows[0].name == f"CLIENT {first - 1:04d}"


def test_two_thousand_clients_cost_as_many_statements_as_one(firm: User) -> None:
    season = portfolio_status.season()
    assert season
    filters = Filters("client", Status.TO_DO, "-effectif")
    assert statements_of(lambda: portfolio_page.page(firm, season, filters, 20)) == 2
    assert statements_of(lambda: portfolio_page.every(firm, season, filters)) == 1
    assert statements_of(lambda: portfolio_status.counts(firm, season)) == 1
    assert statements_of(lambda: memberships.suggest(firm, "client 1999")) == 2
    assert len(portfolio_page.every(firm, season, Filters())) == 2000
