"""A company of 1,500: the same statements as for two at every step, one page at a time, and a send in one go."""

import time_machine
from flask import Flask

from app.models import DeclaredEmployee
from tests.people import People
from tests.support.browser import Browser
from tests.support.declarations import JANUARY, campaign, declarations_of, hire_many, placed
from tests.support.records import count

STEPS = ("salaries", "suivi", "effectif", "contact", "verifier")


def visited(browser: Browser, home: str) -> dict[str, int]:
    """How many statements each page of a declaration under way takes."""
    taken = {}
    for page in ("", *(f"2027/{step}" for step in STEPS)):
        browser.get(home + page)
        taken[page] = len(browser.statements)
    return taken


def test_the_pages_take_as_many_statements_whatever_the_size(app: Flask, people: People) -> None:
    with time_machine.travel(JANUARY, tick=True):
        campaign(app)
        taken = []
        for name, code, size in (("PETITE", "220001", 30), ("GRANDE", "220002", 1500)):
            company = people.company(name, code, address="3 rue du Port", postcode="22000")
            manager = people.person(name.title(), "Gérant", company)
            hire_many(app, company, size)
            browser = Browser(app).sign_in(manager)
            home = f"/e/{company}/cotisation/"
            browser.get(home)
            browser.submit("Commencer")
            taken.append(visited(browser, home))
        assert taken[0] == taken[1]


def test_a_send_of_1500_names_them_all(app: Flask, people: People, browser: Browser) -> None:
    with time_machine.travel(JANUARY, tick=True):
        campaign(app)
        placed(people)
        people.yann  # noqa: B018
        hire_many(app, people.bakery, 1500)
        browser.sign_in(people.yann).get(f"/e/{people.bakery}/cotisation/")
        browser.submit("Commencer")
        assert len(browser.rows()) == 25
        browser.get(browser.url, q="nom 1234")
        assert [row["Nom, prénom"] for row in browser.rows()] == ["NOM 1234 Élise"]
        browser.get(browser.url.partition("?")[0])
        browser.submit("Continuer")
        browser.submit("Continuer")
        browser.submit("Ces coordonnées")
        browser.submit(
            "Envoyer", {"Je certifie l’exactitude des informations déclarées pour BOULANGERIE LE GALL": True}
        )
        assert browser.heading == "Déclaration envoyée"
    assert declarations_of(app, people.bakery)[0].total == 1500
    assert count(app, DeclaredEmployee) == 1500
