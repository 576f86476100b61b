"""What a tariff asks besides its rates, typed by an agent: joining fee, invoices by size, employees hired later."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.models import StaffRight
from app.tenancy import all_companies
from tests.people import People
from tests.support.browser import Browser
from tests.support.declarations import campaign
from tests.support.records import company_of
from tests.support.season import campaign_2027, declares

PAGE = "/gestion/campagnes/2027/tarif"


@pytest.fixture
def agent(app: Flask, people: People, january: object) -> Browser:
    campaign(app)
    browser = Browser(app).sign_in(people.agent("Nolwenn", StaffRight.CAMPAIGN))
    browser.get(PAGE)
    return browser


def save(browser: Browser, *, expect: int = 303, **fields: str) -> None:
    """The form as it is shown, with some fields changed."""
    form = next(one for one in browser.page.select("main form[method=post]"))
    browser.post(PAGE, {**browser._values(form), **fields}, expect=expect)


def kept(app: Flask) -> Any:
    with app.app_context():
        return campaign_2027().tariff


RULES = [
    ({"joining": "75"}, {"adhesion": {"forfait_centimes": 7500}}),
    ({"joining": "20", "joining_per": "salarie"}, {"adhesion": {"par_salarie_centimes": 2000}}),
    (
        {"joining": "20", "joining_per": "salarie", "joining_most": "30"},
        {"adhesion": {"par_salarie_centimes": 2000, "salaries_maximum": 30}},
    ),
    (
        {
            "invoices_up_to_1": "20", "invoices_1": "1", "invoices_up_to_2": "50", "invoices_2": "2",
            "invoices_3": "4",
        },
        {"factures": [{"jusqu_a": 20, "nombre": 1}, {"jusqu_a": 50, "nombre": 2}, {"nombre": 4}]},
    ),
    ({"hires": "jamais", "hire_rate": "12", "hire_days": "9"}, {"embauches": {"regle": "jamais"}}),
    ({"hires": "ajout"}, {"embauches": {"regle": "ajout"}}),
    ({"hires": "visite", "hire_rate": "93,20"}, {"embauches": {"regle": "visite", "taux_centimes": 9320}}),
    ({"hires": "contrat", "hire_days": "31"}, {"embauches": {"regle": "contrat", "jours": 31}}),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "rules"), RULES)
def test_each_rule_is_kept_and_shown_again(
    app: Flask, agent: Browser, fields: dict[str, str], rules: dict[str, Any]
) -> None:
    save(agent, **fields)
    expected = {"mode": "par_salarie", "tva_pour_cent": 20, "taux_centimes": 9800, **rules}
    assert kept(app) == expected
    agent.get(PAGE)
    save(agent)
    assert kept(app) == expected


def test_rules_are_taken_out_again(app: Flask, agent: Browser) -> None:
    save(agent, joining="75", invoices_1="2", hires="ajout")
    agent.get(PAGE)
    save(agent, joining="", invoices_1="", hires="rien")
    assert kept(app) == {"mode": "par_salarie", "tva_pour_cent": 20, "taux_centimes": 9800}


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"joining": "cher"}, "« cher » ne convient pas"),
        ({"joining": "20", "joining_per": "autre"}, "Choisissez comment"),
        ({"joining_per": "salarie", "joining_most": "30"}, "Indiquez les frais par salarié"),
        ({"joining": "20", "joining_per": "salarie", "joining_most": "0"}, "« 0 » ne convient pas"),
        ({"invoices_1": "13"}, "« 13 » ne convient pas : saisissez un nombre entier, de 1 à 12"),
        ({"invoices_1": "0"}, "« 0 » ne convient pas"),
        ({"invoices_up_to_1": "20", "invoices_1": "1"}, "Laissez la limite de la dernière tranche vide"),
        ({"invoices_up_to_1": "20"}, "Indiquez le nombre de factures de cette tranche"),
        ({"invoices_1": "1", "invoices_2": "2"}, "Seule la dernière tranche n’a pas de limite"),
        (
            {
                "invoices_up_to_1": "20",
                "invoices_1": "1",
                "invoices_up_to_2": "9",
                "invoices_2": "2",
                "invoices_3": "4",
            },
            "Les tranches de « factures » vont de la plus petite à la plus grande",
        ),
        ({"hires": "contrat"}, "Indiquez une durée en jours"),
        ({"hires": "parfois"}, "Choisissez une règle"),
        ({"mode": "masse", "percent": "0,42", "hires": "ajout"}, "Indiquez ce montant : la masse salariale"),
    ],
)
def test_what_makes_no_rule_is_refused(app: Flask, agent: Browser, fields: dict[str, str], error: str) -> None:
    before = kept(app)
    save(agent, expect=422, **fields)
    assert any(said.replace("\u00a0", " ").startswith(error) for said in agent.errors), agent.errors
    assert kept(app) == before


def test_there_are_always_rows_for_more_sizes(app: Flask, agent: Browser) -> None:
    for count in (8, 12):
        steps = {f"up_to_{rank}": str(rank * 10) for rank in range(1, count)}
        rates = {f"rate_{rank}": str(100 + rank) for rank in range(1, count + 1)}
        save(agent, **{"mode": "tranches", **steps, **rates})
        agent.get(PAGE)
        assert len(agent.page.select("input[name^=rate_]")) == count + 4
    assert len(kept(app)["tranches"]) == 12


def test_the_page_says_what_an_absence_costs_and_who_may_change_it(app: Flask, people: People, agent: Browser) -> None:
    assert "Il n’est question d’aucuns frais pour une absence" in agent.text
    app.config["FRAIS_ABSENCE"], app.config["PREAVIS_OUVRE"] = Decimal("82.46"), True
    agent.get(PAGE)
    assert "moins de 48 heures ouvrées avant la visite peut être facturée 82,46 € HT" in agent.text
    assert not agent.page.find("a", string="les changer dans les réglages")
    other = Browser(app).sign_in(people.anouk)
    other.get(PAGE)
    assert other.page.find("a", string="les changer dans les réglages")


def test_joining_fees_are_simulated_apart(app: Flask, people: People, agent: Browser) -> None:
    for company, year in ((people.bakery, 2026), (people.garage, 2020)):
        with app.app_context(), all_companies("test"):
            company_of(company).joined_on = date(year, 5, 2)
            db.session.commit()
    declares(app, people.bakery, 8, year=2026, net_cents=85_500, facts={"joining_cents": 7500})
    declares(app, people.garage, 12, year=2026, net_cents=117_000)
    agent.get(PAGE)
    save(agent, expect=200, flat="97,50", joining="75", action="simuler")
    assert "Frais d’adhésion HT, en plus 75,00 €, pour 1 entreprise qui a adhéré en 2026" in agent.text
    assert "Total des cotisations HT 1 950,00 €" in agent.text
    assert "0,00 € (+0,0 %), pour 2 entreprises" in agent.text
    save(agent, expect=200, joining="", action="simuler")
    assert "en plus" not in agent.page.find(id="simulation").get_text()


def test_members_to_be_see_the_rules_in_the_preview(agent: Browser) -> None:
    save(agent, joining="75", invoices_up_to_1="20", invoices_1="1", invoices_2="4", hires="jamais")
    agent.get("/gestion/campagnes/2027/apercu")
    rows = agent.rows()
    assert [row["Échéancier"].split()[0] for row in rows] == ["Une", "Une", "Une", "4", "4"]
    assert {row["Frais d’adhésion HT"] for row in rows} == {"75,00 €"}
    assert "n’est pas facturé pour 2027" in agent.text
