"""The tariff of a campaign: typed in euros, tried on last year's headcounts, kept."""

import pytest
from flask import Flask

from app.models import StaffRight
from tests.people import People
from tests.support.browser import Browser
from tests.support.declarations import campaign
from tests.support.season import campaign_2027, declares

PAGE = "/gestion/campagnes/2027/tarif"


@pytest.fixture
def agent(app: Flask, people: People, january: object) -> Browser:
    campaign(app)
    browser = Browser(app).sign_in(people.agent("Nolwenn", StaffRight.CAMPAIGN))
    browser.get(PAGE)
    return browser


def typed(browser: Browser, mode: str, **labels: str) -> dict[str, str]:
    """The form as it is, with a mode and some fields changed, ready to be posted."""
    form = next(one for one in browser.page.select("main form[method=post]"))
    return {**browser._values(form), "mode": mode, **labels}


def kept(app: Flask) -> object:
    with app.app_context():
        return campaign_2027().tariff


@pytest.mark.parametrize(
    ("mode", "fields", "tariff"),
    [
        ("unique", {"flat": "98,50 €", "vat": ""}, {"mode": "par_salarie", "tva_pour_cent": 20, "taux_centimes": 9850}),
        (
            "tranches",
            {
                "up_to_1": "9", "rate_1": "96,38", "rate_2": "104", "apprentice": "47,12", "shortest": "31",
                "minimum": "50",
            },
            {
                "mode": "par_salarie", "tva_pour_cent": 20, "minimum_centimes": 5000, "apprenti_centimes": 4712,
                "tranches": [{"jusqu_a": 9, "taux_centimes": 9638}, {"taux_centimes": 10400}], "cdd_jours_minimum": 31,
            },
        ),
        (
            "suivi",
            {"si": "94,80", "sia": "138", "sir": "1 162,60"},
            {
                "mode": "par_salarie", "tva_pour_cent": 20,
                "par_suivi_centimes": {"SI": 9480, "SIA": 13800, "SIR": 116260},
            },
        ),
        (
            "masse",
            {"percent": "0,42", "ceiling": "43 000"},
            {
                "mode": "masse_salariale", "tva_pour_cent": 20, "taux_pour_cent": 0.42,
                "plafond_par_salarie_centimes": 4_300_000,
            },
        ),
        ("aucun", {}, None),
    ],
)  # fmt: skip
def test_it_is_kept_and_shown_again(
    app: Flask, agent: Browser, mode: str, fields: dict[str, str], tariff: object
) -> None:
    agent.post(PAGE, typed(agent, mode, **fields))
    assert kept(app) == tariff
    agent.get(PAGE)
    agent.post(PAGE, typed(agent, agent.page.select_one("input[name=mode][checked]")["value"]))
    assert kept(app) == tariff


@pytest.mark.parametrize(
    ("mode", "fields", "error"),
    [
        ("", {}, "Choisissez un mode de calcul"),
        ("unique", {"flat": ""}, "Indiquez ce taux"),
        ("unique", {"flat": "beaucoup"}, "« beaucoup » ne convient pas"),
        ("unique", {"flat": "-3"}, "« -3 » ne convient pas"),
        ("unique", {"flat": "1e99"}, "« 1e99 » ne convient pas"),
        ("suivi", {"si": "90"}, "Indiquez ce taux"),
        ("masse", {}, "Indiquez ce taux"),
        ("tranches", {}, "Indiquez ce taux"),
        ("tranches", {"up_to_1": "9", "rate_1": "96"}, "Laissez la limite de la dernière tranche vide"),
        ("tranches", {"rate_1": "96", "rate_2": "90"}, "Seule la dernière tranche n’a pas de limite"),
        (
            "tranches",
            {"up_to_1": "9", "rate_1": "9", "up_to_2": "5", "rate_2": "8", "rate_3": "7"},
            "Les tranches vont",
        ),
        ("unique", {"flat": "90", "vat": "120"}, "« 120 » ne convient pas"),
    ],
)
def test_what_makes_no_tariff_is_refused(
    app: Flask, agent: Browser, mode: str, fields: dict[str, str], error: str
) -> None:
    before = kept(app)
    agent.post(PAGE, typed(agent, mode, **fields), expect=422)
    assert any(said.startswith(error) for said in agent.errors), agent.errors
    assert kept(app) == before


def test_it_is_tried_on_last_year_s_headcounts(app: Flask, people: People, agent: Browser) -> None:
    declares(app, people.bakery, 8, year=2026, net_cents=64_000)
    declares(app, people.garage, 12, year=2026, net_cents=120_000)
    declares(app, people.company("INCONNUE", "220909"), 1, year=2026)
    agent.get(PAGE)
    agent.post(PAGE, {**typed(agent, "unique", flat="100"), "action": "simuler"}, expect=200)
    said = agent.text
    assert "100,00 € HT par salarié en moyenne" in said
    assert "de 92,80 € à 139,20 €" in said
    assert "Total des cotisations HT 2 100,00 €" in said
    assert "+160,00 € (+8,7 %), pour 2 entreprises" in said
    assert "Cotisation changée de plus de 20 % 1 entreprise" in said
    assert [row["Entreprises"] for row in agent.rows()] == ["2", "1"]
    assert kept(app) == {"mode": "par_salarie", "taux_centimes": 9800}
    assert agent.value_of("Taux par salarié") == "100"


def test_a_fee_outside_the_corridor_is_said(app: Flask, people: People, agent: Browser) -> None:
    declares(app, people.bakery, 8, year=2026)
    agent.get(PAGE)
    agent.post(PAGE, {**typed(agent, "unique", flat="90"), "action": "simuler"}, expect=200)
    assert "Hors du couloir légal" in agent.text
    agent.post(PAGE, {**typed(agent, "unique", flat="90", mean="110"), "action": "simuler"}, expect=200)
    assert "Hors du couloir légal" not in agent.text


def test_apprentices_and_payroll_of_last_year_are_used(app: Flask, people: People, agent: Browser) -> None:
    declares(app, people.bakery, 8, year=2026, facts={"apprentices": 3, "payroll": 200_000})
    declares(app, people.garage, 2, year=2026)
    agent.get(PAGE)
    agent.post(PAGE, {**typed(agent, "unique", flat="100", apprentice="40"), "action": "simuler"}, expect=200)
    assert "Total des cotisations HT 820,00" in agent.text
    agent.post(PAGE, {**typed(agent, "masse", percent="0,5"), "action": "simuler"}, expect=200)
    assert "Total des cotisations HT 1 000,00" in agent.text
    assert "1 entreprise laissée de côté" in agent.text


def test_what_was_asked_last_year_is_computed_when_it_was_not_kept(app: Flask, people: People, agent: Browser) -> None:
    campaign(app, 2026, {"mode": "par_salarie", "taux_centimes": 9000})
    declares(app, people.bakery, 10, year=2026)
    agent.get(PAGE)
    agent.post(PAGE, {**typed(agent, "unique", flat="99"), "action": "simuler"}, expect=200)
    assert "+90,00 € (+10,0 %), pour 1 entreprise dont" in agent.text
