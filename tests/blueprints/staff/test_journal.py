"""The journal is read, searched and taken away by administrators; each company's managers read what concerns it."""

import csv
import io
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Employee, Job
from app.services import audit, jobs
from app.services.works import WORKS
from app.tenancy import all_companies
from tests.blueprints.test_lists_at_scale import asked
from tests.people import People
from tests.support.browser import Browser
from tests.support.records import company_of, user_of
from tests.support.visits import plan, row_of


@pytest.fixture
def written(app: Flask, people: People) -> None:
    """Three lines: Jeanne was attached to the bakery, an agent looked at it, Solène signed in."""
    people.bakery, people.yann, people.jeanne, people.solene, people.anouk  # noqa: B018
    with app.app_context(), all_companies("test"):
        bakery, anouk = company_of(people.bakery), user_of(people.anouk)
        audit.record("membership.active", actor=user_of(people.jeanne), company=bakery)
        audit.record("membership.removed", actor=anouk, company=bakery, person=user_of(people.jeanne))
        audit.record("sign_in.locked", actor=user_of(people.solene))
        db.session.commit()


def acts(browser: Browser) -> list[str]:
    return [row["Acte"] for row in browser.rows()]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"famille": "Accès aux entreprises"}, ["Accès retiré", "Accès ouvert"]),
        ({"qui": "david jeanne"}, ["Accès retiré", "Accès ouvert"]),
        ({"qui": "JEANNE.DAVID@example.org"}, ["Accès retiré", "Accès ouvert"]),
        ({"entreprise": "22 0417"}, ["Accès retiré", "Accès ouvert"]),
        ({"qui": "Solene"}, ["Connexion bloquée après des échecs"]),
        ({"famille": "Documents"}, []),
        ({"qui": "personne de ce nom"}, []),
        ({"entreprise": "aucune"}, []),
        ({"depuis": "1/1/2100"}, []),
        ({"jusqu": "1er janvier 2001"}, []),
        ({"famille": "inconnue"}, []),
    ],
)
def test_what_is_looked_for_is_found(
    app: Flask, people: People, written: None, query: dict[str, str], found: list[str]
) -> None:
    agent = Browser(app).sign_in(people.anouk)
    agent.get("/gestion/journal", **query)
    assert acts(agent) == found if found else "Aucune ligne" in agent.text


@pytest.mark.parametrize("search", [{"famille": "Documents"}, {"ip": "192.0.2.1"}])
def test_what_is_rare_is_found_without_reading_the_whole_journal(
    app: Flask, people: People, written: None, search: dict[str, str]
) -> None:
    agent = Browser(app).sign_in(people.anouk)
    with asked(app) as reads:
        agent.get("/gestion/journal", **search)
    with app.app_context(), db.engine.connect() as connection:
        if db.engine.dialect.name != "sqlite":
            pytest.skip("what a small table is read by says nothing on PostgreSQL, which reads it whole")
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", given).all() for one, given in reads]
    assert not [row for plan in plans for row in plan if row.detail.startswith("SCAN audit_event")]


def test_a_day_that_is_none_is_said(app: Flask, people: People, written: None) -> None:
    agent = Browser(app).sign_in(people.anouk)
    agent.get("/gestion/journal", depuis="31/02/2027")
    assert "n’existe pas" in agent.errors[0]


def test_long_journals_are_read_page_by_page(app: Flask, people: People, written: None) -> None:
    with app.app_context():
        for _ in range(150):
            audit.record("sign_in.locked", actor=user_of(people.solene))
        db.session.commit()
    agent = Browser(app).sign_in(people.anouk)
    agent.get("/gestion/journal", qui="solene")
    assert len(agent.rows()) == 100
    agent.follow("Plus anciennes")
    assert len(agent.rows()) == 51
    agent.follow("Les plus récentes")
    assert len(agent.rows()) == 100


def test_what_is_taken_away_is_written_too(app: Flask, people: People, written: None) -> None:
    agent = Browser(app).sign_in(people.anouk)
    agent.get("/gestion/journal", famille="Accès aux entreprises")
    agent.submit("Exporter le journal", expect=200)
    rows = list(csv.reader(io.StringIO(agent.response.get_data(as_text=True).removeprefix("\ufeff")), delimiter=";"))
    assert [row[2] for row in rows[1:]] == ["Accès retiré", "Accès ouvert"]
    assert rows[1][3:7] == ["", "Anouk AGENT", "Jeanne DAVID", "220417 BOULANGERIE LE GALL"]
    agent.get("/gestion/journal")
    assert "Journal exporté" in acts(agent)
    assert "Journal consulté" in acts(agent)


def test_an_agent_has_the_journal_verified(app: Flask, people: People, written: None) -> None:
    agent = Browser(app).sign_in(people.anouk)
    agent.get("/gestion/journal")
    agent.submit("Vérifier le journal")
    assert "En attente" in agent.text
    with app.app_context():
        assert db.session.query(Job).one().kind == "journal.verify"
        jobs.run_waiting(WORKS)
    agent.get(agent.url)
    assert "Travail terminé" in agent.text


def test_a_manager_reads_what_concerns_the_company_and_nothing_else(app: Flask, people: People, written: None) -> None:
    manager = Browser(app).sign_in(people.yann)
    manager.get(f"/e/{people.bakery}/compte")
    manager.follow("Journal des accès")
    lines = [(row["Acte"], row["Auteur"], row["Personne concernée"]) for row in manager.rows()]
    assert lines == [
        ("Accès retiré", "Un agent d’AIST22", "Jeanne DAVID"),
        ("Accès ouvert", "Jeanne DAVID (Cabinet Exemple)", "—"),
    ]


def test_a_line_says_what_it_is_about(app: Flask, people: People, written: None) -> None:
    employee = people.employee(people.bakery, "DURAND", "Élise")
    with app.app_context(), all_companies("test"):
        bakery = company_of(people.bakery)
        known = db.session.scalars(select(Employee.id).where(Employee.number == employee)).one()
        audit.record("employee.changed", actor=user_of(people.yann), company=bakery, employee=known)
        audit.record("employee.changed", actor=user_of(people.yann), company=bakery, employee=10**6)
        audit.record("declaration.sent", actor=user_of(people.yann), company=bakery, receipt="DE-2027-000001-AA")
        audit.record("membership.role_changed", company=bakery, person=user_of(people.jeanne), role="utilisateur")
        audit.record("job.asked", actor=user_of(people.anouk), kind="letters")
        db.session.commit()
    agent = Browser(app).sign_in(people.anouk)
    agent.get("/gestion/journal")
    said = acts(agent)
    start = said.index(f"Travail demandé {WORKS['letters'].label}")
    assert said[start + 1 : start + 5] == [
        "Rôle modifié Utilisateur",
        "Déclaration envoyée DE-2027-000001-AA",
        "Salarié modifié",
        "Salarié modifié DURAND Élise",
    ]
    manager = Browser(app).sign_in(people.yann)
    manager.get(f"/e/{people.bakery}/compte/journal")
    assert "Salarié modifié DURAND Élise" in [row["Acte"] for row in manager.rows()]


def test_a_line_about_somebody_elses_employee_names_nobody(app: Flask, people: People, written: None) -> None:
    people.employee(people.garage, "LE BIHAN", "Nolwenn")
    with app.app_context(), all_companies("test"):
        other = db.session.scalars(select(Employee.id)).one()
        audit.record("employee.changed", company=company_of(people.bakery), employee=other)
        db.session.commit()
    manager = Browser(app).sign_in(people.yann)
    manager.get(f"/e/{people.bakery}/compte/journal")
    assert manager.rows()[0]["Acte"] == "Salarié modifié"


def test_what_became_of_its_requests_is_told_to_the_company(app: Flask, people: People, written: None) -> None:
    number = people.employee(people.bakery, "DURAND", "Élise")
    visit = plan(app, people.bakery, number, date(2027, 1, 19))
    with app.app_context(), all_companies("test"):
        facts = {"reference": "RV-2026-00001", "visit": row_of(visit).id}
        audit.record("appointment.confirmed", actor=user_of(people.anouk), company=company_of(people.bakery), **facts)
        db.session.commit()
    manager = Browser(app).sign_in(people.yann)
    manager.get(f"/e/{people.bakery}/compte/journal")
    assert manager.rows()[0]["Acte"] == "Rendez-vous confirmé RV-2026-00001, DURAND Élise, le 19 janvier"


def test_what_the_association_does_about_visits_is_not_told_to_companies(
    app: Flask, people: People, written: None
) -> None:
    """A visit may be the employee's own business."""
    with app.app_context(), all_companies("test"):
        audit.record("visit.planned", actor=user_of(people.anouk), company=company_of(people.bakery))
        db.session.commit()
    manager = Browser(app).sign_in(people.yann)
    manager.get(f"/e/{people.bakery}/compte/journal")
    assert len(manager.rows()) == 2
