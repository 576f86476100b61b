"""What pages cost a worker, beside a bare Flask page of as many rows and bytes measured in the same run.

    python -m bench.pages
    python -m bench.pages --association 250000

The accountant has 2,000 clients; one of them has 1,500 employees. With --association, as many employees as said belong
to other companies: no page may take notice.
"""

import argparse
import multiprocessing
import re
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.exceptions import NotFound
from werkzeug.routing import RequestRedirect

from app import create_app
from app.extensions import db
from bench import agent
from bench.filling import CLIENTS, EMAIL, EMPLOYEES, PASSWORD, Association, fill
from bench.yardstick import bare_app

RUNS = 40


@dataclass(frozen=True)
class Page:
    """A page to measure: its address, and how many rows its yardstick has."""

    name: str
    address: str
    rows: int = 0


PAGES = (
    Page("home of a company", "/e/{company}/"),
    Page(f"employees, 25 of {EMPLOYEES}", "/e/{company}/salaries", 25),
    Page(f"employees, last page of {EMPLOYEES}", "/e/{company}/salaries?page=60", 25),
    Page(f"search among {EMPLOYEES} employees", "/e/{company}/salaries?q=nom099", 10),
    Page("an employee", "/e/{company}/salaries/1"),
    Page("form of a new employee", "/e/{company}/salaries/nouveau"),
    Page("form of an appointment", "/e/{company}/salaries/1/rendez-vous/nouveau"),
    Page("history of declarations", "/e/{company}/salaries/historique"),
    Page("history of visits", "/e/{company}/salaries/historique?onglet=visites", 25),
    Page("whom an appointment is for", "/e/{company}/planning/rendez-vous", 25),
    Page("requests for appointments", "/e/{company}/planning/demandes"),
    Page("documents, 25 of 80", "/e/{company}/documents", 25),
    Page("a document", "/e/{company}/documents/1"),
    Page("planning, list", "/e/{company}/planning", 25),
    Page("planning, month", "/e/{company}/planning?vue=mois", 25),
    Page("declaration, introduction", "/e/{company}/cotisation/"),
    Page(f"declaration, step 1 ({EMPLOYEES} employees)", "/e/{company}/cotisation/{year}/salaries", 25),
    Page(f"declaration, step 2 ({EMPLOYEES} employees)", "/e/{company}/cotisation/{year}/suivi", 25),
    Page(f"declaration, step 3 ({EMPLOYEES} employees)", "/e/{company}/cotisation/{year}/effectif"),
    Page("declaration, step 4", "/e/{company}/cotisation/{year}/contact"),
    Page("declaration, check page", "/e/{company}/cotisation/{year}/verifier"),
    Page("declaration, receipt", "/e/{declared}/cotisation/recu/{receipt}"),
    Page("a receipt verified by anybody", "/verifier?recu={receipt}"),
    Page("account of a company", "/e/{company}/compte"),
    Page("contact, inside a company", "/e/{company}/contact"),
    Page("profile of a person", "/profil"),
    Page("contact", "/contact"),
    Page("questions", "/faq"),
    Page(f"companies, 50 of {CLIENTS}", "/entreprises/", 50),
    Page(f"companies, last page of {CLIENTS}", "/entreprises/?page=40", 50),
    Page(f"companies to declare, 50 of {CLIENTS}", "/entreprises/?etat=a-faire", 50),
    Page(f"companies by headcount, 50 of {CLIENTS}", "/entreprises/?tri=-effectif", 50),
    Page(f"search among {CLIENTS} companies", "/entreprises/choix?q=client+0999", 8),
)

# Lists of a hundred lines, of everybody.
AGENTS_PAGES = (
    Page("agents: home", "/gestion/"),
    Page("agents: companies, 100 of all", "/gestion/entreprises", 100),
    Page("agents: companies, last page", "/gestion/entreprises?page=9999", 100),
    Page("agents: search among companies", "/gestion/entreprises?q=client+0099", 10),
    Page("agents: file of a company", "/gestion/entreprises/{company}", 20),
    Page("agents: attachments", "/gestion/rattachements", 100),
    Page("agents: attachments, last page", "/gestion/rattachements?page=9999", 100),
    Page("agents: search among attachments", "/gestion/rattachements?q=nom0099", 20),
    Page("agents: accounts", "/gestion/comptes", 100),
    Page("agents: search among accounts", "/gestion/comptes?q=nom0099", 10),
    Page("agents: identifiers", "/gestion/identifiants", 100),
    Page("agents: documents", "/gestion/documents/", 100),
    Page("agents: documents, last page", "/gestion/documents/?page=9999", 100),
    Page("agents: search among documents", "/gestion/documents/?q=client+0099", 100),
    Page("agents: requests", "/gestion/rendez-vous/", 100),
    Page("agents: requests, last page of every one", "/gestion/rendez-vous/?etat=toutes&page=9999", 100),
    Page("agents: planning of a day", "/gestion/planning/?jour={coming}", 100),
    Page("agents: planning of a week", "/gestion/planning/?vue=semaine&jour={coming}", 100),
    Page("agents: cockpit of the campaign", "/gestion/campagnes/{year}", 20),
    Page("agents: declarations of the campaign", "/gestion/declarations/", 100),
    Page("agents: journal", "/gestion/journal", 100),
    Page("agents: journal of a company", "/gestion/journal?entreprise={declared_code}", 50),
    Page("agents: journal of a person", "/gestion/journal?qui=nom00999", 50),
    Page("agents: journal of a kind of act", "/gestion/journal?famille=Documents", 100),
    Page("agents: journal of a rare kind of act", "/gestion/journal?famille=Comptes"),
    Page("agents: journal of an unknown address", "/gestion/journal?ip=192.0.2.1"),
)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--association", type=int, metavar="EMPLOYEES", help="how many employees it has in all")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as apart:
            # The memory of whoever fills the tables is none of the pages'.
            association = apart.submit(filled, place, options.association).result()
        app = portal(place)
        print(f"\npages in an association of {association.employees:,} employees")
        print(f"{'':45s} {'processor':>10s} {'bare page':>10s} {'ratio':>7s} {'statements':>11s} {'bytes':>8s}")
        bare = bare_app(Path(place)).test_client()
        client = signed_in(app)
        for page in PAGES:
            tell(app, client, bare, page, association)
        client = agent.signed_in(app)
        for page in AGENTS_PAGES:
            tell(app, client, bare, page, association)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak memory of the process that answered: {peak:.0f} MB")


def filled(place: str, size: int | None) -> Association:
    app = portal(place)
    agent.hire(app)
    return fill(app, size)


def portal(place: str) -> Flask:
    return create_app({"TESTING": True, "BCRYPT_ROUNDS": 4}, {"INSTANCE_PATH": place, "SECRET_KEY": "bench"})


def tell(app: Flask, client: FlaskClient, bare: FlaskClient, page: Page, association: Association) -> None:
    """One line: the page, its yardstick, how many statements it runs."""
    address = page.address.format_map(vars(association))
    if not exists(app, address):
        print(f"{page.name:45s} (no such page)")
        return
    with counted_statements(app) as statements:
        answer = client.get(address)
    if answer.status_code != 200:
        print(f"{page.name:45s} answers {answer.status_code}")
        return
    yardstick = cost(bare, f"/{page.rows}/{len(answer.data)}")
    spent = cost(client, address)
    figures = f"{spent * 1000:7.2f} ms {yardstick * 1000:7.2f} ms {spent / yardstick:6.1f}×"
    print(f"{page.name:45s} {figures} {len(statements):11d} {len(answer.data):8d}")


def exists(app: Flask, address: str) -> bool:
    try:
        app.url_map.bind("localhost").match(address.partition("?")[0])
    except RequestRedirect:
        return True
    except NotFound:
        return False
    return True


@contextmanager
def counted_statements(app: Flask) -> Iterator[list[str]]:
    """What is asked of the database meanwhile, transactions left out."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def cost(client: FlaskClient, address: str) -> float:
    """The median processor time of a page, in seconds."""
    return statistics.median(timed(lambda: client.get(address).data) for _ in range(RUNS))


def timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def signed_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    page = client.get("/connexion").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    answer = client.post(
        "/connexion/mot-de-passe", data={"csrf_token": token[1], "email": EMAIL, "password": PASSWORD, "suite": ""}
    )
    assert answer.status_code == 303, answer.text
    return client


if __name__ == "__main__":
    main()
