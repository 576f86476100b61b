"""An agent runs a campaign: creates it, prices it, opens it, follows it, reminds."""

from datetime import date

import pytest
from flask import Flask

from app.extensions import db
from app.models import StaffRight
from app.services import campaigns, jobs
from app.services.works import WORKS
from tests.people import People
from tests.support.browser import Browser
from tests.support.declarations import campaign
from tests.support.records import journal, letters_to
from tests.support.season import campaign_2027, declares, three_companies

DAYS = {
    "Date de référence": "01/01/2027", "Ouverture": "04/01/2027", "Date limite": "31/01/2027", "Clôture": "28/02/2027",
}  # fmt: skip


@pytest.fixture
def agent(app: Flask, people: People, january: object) -> Browser:
    return Browser(app).sign_in(people.agent("Nolwenn", StaffRight.CAMPAIGN))


@pytest.fixture
def cockpit(app: Flask, people: People, agent: Browser) -> Browser:
    """A campaign under way, with three companies."""
    campaign(app)
    three_companies(app, people)
    agent.get("/gestion/campagnes/2027")
    return agent


def test_a_campaign_is_created_then_changed(app: Flask, agent: Browser) -> None:
    agent.get("/gestion/campagnes/")
    assert "Aucune campagne" in agent.text
    agent.follow("Nouvelle campagne")
    agent.submit("Enregistrer", {"Année": "2027", **DAYS})
    assert agent.heading == "Campagne 2027"
    agent.follow("Modifier")
    agent.submit("Enregistrer", {"Clôture": "15 mars 2027", "Texte d’introduction (facultatif)": "**Bienvenue**"})
    assert "Campagne modifiée" in agent.text
    with app.app_context():
        assert campaign_2027().closes_on == date(2027, 3, 15)
    assert journal(app)[-2:] == ["campaign.defined"] * 2


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"Année": "27"}, "Saisissez une année à quatre chiffres"),
        ({"Clôture": "30/01/2027"}, "La clôture ne peut précéder la date limite"),
        ({"Date limite": "03/01/2027"}, "La date limite ne peut précéder l’ouverture"),
        ({"Ouverture": "demain"}, "« demain » n’est pas une date"),
        ({"Date de référence": "01/01/2024"}, "La date de référence n’est pas celle de la campagne 2027"),
    ],
)
def test_dates_that_make_no_campaign_are_refused(agent: Browser, typed: dict[str, str], error: str) -> None:
    agent.get("/gestion/campagnes/nouvelle")
    agent.submit("Enregistrer", {"Année": "2027", **DAYS, **typed}, expect=422)
    assert any(said.startswith(error) for said in agent.errors), agent.errors
    assert agent.value_of("Clôture") == typed.get("Clôture", "28/02/2027")


def test_there_is_one_campaign_a_year(app: Flask, agent: Browser) -> None:
    campaign(app)
    agent.get("/gestion/campagnes/nouvelle")
    agent.submit("Enregistrer", {"Année": "2027", **DAYS}, expect=422)
    assert "Il y a déjà une campagne de cette année" in agent.errors[0]


def test_the_second_of_two_agents_is_told(app: Flask, people: People, agent: Browser) -> None:
    campaign(app)
    agent.get("/gestion/campagnes/2027/modifier")
    other = Browser(app).sign_in(people.anouk)
    other.get("/gestion/campagnes/2027/modifier")
    other.submit("Enregistrer", {"Clôture": "01/03/2027"})
    agent.submit("Enregistrer", {"Clôture": "02/03/2027"}, expect=422)
    assert agent.errors[0].startswith("Un collègue a modifié cette campagne entre-temps")
    assert agent.value_of("Clôture") == "02/03/2027"


def test_members_read_the_text_of_the_campaign_without_its_tricks(app: Flask, people: People, january: object) -> None:
    campaign(app)
    with app.app_context():
        campaign_2027().intro = "# Titre\n\n**Important** <script>x</script> [ici](javascript:alert(1))"
        db.session.commit()
    page = Browser(app).sign_in(people.yann).get(f"/e/{people.bakery}/cotisation/")
    assert page.find("strong", string="Important")
    assert not page.select("main script, main a[href^=javascript]")


def test_the_cockpit_shows_where_everybody_stands(cockpit: Browser) -> None:
    counters = [" ".join(one.get_text().split()) for one in cockpit.page.select(".counter")]
    assert counters == [
        "1 non commencées (33 %)", "1 commencées (33 %)", "1 envoyées (33 %)", "0 dont en retard",
    ]  # fmt: skip
    assert cockpit.page.select_one("svg[role=img] title")
    assert cockpit.page.select_one("svg[role=img] desc").get_text().startswith("Du")
    assert "Cabinet Exemple" in cockpit.text
    cockpit.follow("Cabinet Exemple")
    assert [row["Entreprise"].split()[0] for row in cockpit.rows()] == ["BETA", "GAMMA"]


def test_a_reminder_is_counted_confirmed_and_sent_once(app: Flask, people: People, cockpit: Browser) -> None:
    cockpit.follow("Celles qui n’ont pas commencé")
    assert "1 entreprise non déclarée, dont 1 gérée par un tiers déclarant" in cockpit.text
    button = "Envoyer 1"
    cockpit.submit(button)
    assert cockpit.heading == "Relance de la campagne"
    with app.app_context():
        jobs.run_waiting(WORKS)
    assert letters_to(app, people.jeanne) == ["declaration_reminder"]
    cockpit.get("/gestion/campagnes/2027/relancer?etat=non-commencee")
    assert "déjà relancée" in cockpit.text
    assert not cockpit.page.select("form[method=post] .button-danger")


def test_opening_asks_first_and_happens_once(app: Flask, people: People, cockpit: Browser) -> None:
    campaign(app, opens_on=date(2027, 1, 25))
    cockpit.get("/gestion/campagnes/2027")
    cockpit.follow("Ouvrir la campagne")
    assert "1 lettre d’ouverture" in cockpit.text
    token = cockpit.token()
    cockpit.submit("Ouvrir la campagne")
    assert cockpit.heading == "Ouverture de la campagne"
    cockpit.post("/gestion/campagnes/2027/ouvrir", {"csrf_token": token}, expect=422)
    with app.app_context():
        jobs.run_waiting(WORKS)
        assert campaigns.of_year(2027).opened_by_id
    assert letters_to(app, people.jeanne) == ["declaration_reminder"]


def test_the_preview_shows_what_members_will_see(app: Flask, cockpit: Browser) -> None:
    with app.app_context():
        campaign_2027().intro = "Bonjour à *tous*"
        db.session.commit()
    cockpit.get("/gestion/campagnes/2027/apercu")
    assert "Bonjour à tous" in cockpit.text
    assert "Déclarez les salariés présents au 1er janvier 2027" in cockpit.text
    assert "c’est ouvert" in cockpit.page.pre.get_text()


def test_whom_to_call_with_their_number(app: Flask, people: People, cockpit: Browser) -> None:
    people.company("DELTA", "221009", phone="0296000000")
    cockpit.get("/gestion/campagnes/2027/a-appeler")
    phones = {row["Entreprise"].split()[0]: row["Téléphone"] for row in cockpit.rows()}
    assert phones["DELTA"] == "02 96 00 00 00"
    assert "ALPHA" not in phones
    cockpit.follow("Exporter")
    assert "DELTA" in cockpit.response.get_data(as_text=True)
    assert journal(app)[-2:] == ["campaign.listed", "campaign.call_list_exported"]


def test_the_whole_campaign_is_exported(app: Flask, cockpit: Browser) -> None:
    cockpit.follow("Exporter")
    lines = cockpit.response.get_data(as_text=True).splitlines()
    assert len(lines) == 4
    assert journal(app)[-1] == "campaign.exported"


def test_anomalies_are_found(app: Flask, people: People, cockpit: Browser) -> None:
    people.employee(people.bakery, "DURAND", "Élise", follow_up="SIR", risks="", born_on=date(1990, 1, 1))
    people.employee(people.bakery, "DURAND", "Élise", pcs="636c", born_on=date(1990, 1, 1))
    declares(app, people.bakery, 0, nil_since=date(2026, 12, 1))
    cockpit.get("/gestion/campagnes/2027/anomalies")
    tabs = {" ".join(tab.get_text().split()) for tab in cockpit.page.select(".tabs a")}
    assert tabs == {
        "Effectif changé de plus de 30 % (1)", "Effectif nul, avec des salariés présents (1)",
        "Suivi renforcé sans risque (1)", "Salariés en double (1)", "Salariés sans code PCS (1)",
    }  # fmt: skip
    assert cockpit.rows()[0]["Déclaré en 2027"] == "12"
    cockpit.follow("Salariés en double")
    cockpit.follow("BOULANGERIE")
    assert "Salariés sans code PCS" in cockpit.text
