"""What the tariff asks besides the rate, as a company reads it: joining fee, instalments, employees hired later."""

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from app.extensions import db
from app.tenancy import all_companies
from tests.people import People
from tests.support.browser import Browser
from tests.support.declarations import TARIFF, campaign, declarations_of, send, to_the_check_page
from tests.support.records import company_of

RULES: dict[str, Any] = {
    **TARIFF,
    "adhesion": {"forfait_centimes": 7501},
    "factures": [{"jusqu_a": 2, "nombre": 2}, {"nombre": 4}],
}


def read(page: BeautifulSoup) -> str:
    """A page in one line, its spaces alike."""
    return " ".join(page.get_text(" ").split())


def joined(app: Flask, company: str, day: date) -> None:
    with app.app_context(), all_companies("test"):
        company_of(company).joined_on = day
        db.session.commit()


def test_joining_and_instalments_are_explained_and_frozen_in_the_receipt(
    app: Flask, yann: Browser, people: People
) -> None:
    campaign(app, tariff=RULES)
    joined(app, people.bakery, date(2027, 1, 2))
    to_the_check_page(yann)
    said = "Frais d’adhésion Dus une seule fois, à l’adhésion 1 75,01 €"
    assert said in read(yann.page)
    # 196,00 + 75,01, and 54,20 of VAT: 325,21 in two.
    schedule = "Échéancier 2 factures : 1 de 162,61 €, puis 1 de 162,60 € TTC"
    amounts = read(yann.page)
    send(yann)
    (sent,) = declarations_of(app, people.bakery)
    assert sent.facts["joining_cents"] == 7501
    assert sum(sent.facts["instalments"]) == sent.gross_cents
    assert schedule in amounts
    assert "Votre première facture de cotisation" in read(yann.page)
    assert schedule in read(yann.page)
    assert said in read(yann.page)


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2028, 1, 1), None])
def test_who_joined_another_year_pays_no_joining_fee(
    app: Flask, yann: Browser, people: People, day: date | None
) -> None:
    campaign(app, tariff=RULES)
    if day:
        joined(app, people.bakery, day)
    to_the_check_page(yann)
    assert "Frais d’adhésion" not in read(yann.page)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"regle": "jamais"}, "n’est pas facturé pour 2027."),
        ({"regle": "ajout"}, "est facturé 98,00 € HT dès que vous le déclarez."),
        ({"regle": "visite", "taux_centimes": 9320}, "est facturé 93,20 € HT s’il est reçu en visite."),
        ({"regle": "contrat", "jours": 31}, "est facturé 98,00 € HT si son contrat dure plus de 31 jours."),
    ],
)
def test_what_an_employee_hired_later_costs_is_told_where_it_matters(
    app: Flask, yann: Browser, people: People, cotisation: str, rule: dict[str, Any], said: str
) -> None:
    campaign(app, tariff={**TARIFF, "embauches": rule})
    told = f"Un salarié embauché après le 1er janvier 2027 {said}"
    assert told in read(yann.get(cotisation))
    assert told in read(yann.get(f"/e/{people.bakery}/salaries/nouveau"))
    yann.get(cotisation)
    yann.submit("Commencer")
    yann.submit("Continuer")
    assert told in read(yann.page)


def test_rates_that_differ_are_not_told_as_one(app: Flask, yann: Browser, cotisation: str) -> None:
    brackets = {"tranches": [{"jusqu_a": 9, "taux_centimes": 9638}, {"taux_centimes": 9000}]}
    campaign(app, tariff={**brackets, "embauches": {"regle": "ajout"}})
    assert "est facturé au taux de votre cotisation dès que vous le déclarez" in read(yann.get(cotisation))


def test_without_a_rule_nothing_is_said(yann: Browser, people: People, cotisation: str) -> None:
    assert "embauché après" not in read(yann.get(cotisation))
    assert "embauché après" not in read(yann.get(f"/e/{people.bakery}/salaries/nouveau"))
