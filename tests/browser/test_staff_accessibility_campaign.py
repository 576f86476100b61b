"""The pages of campaigns and declarations, in their states, by axe-core."""

from datetime import timedelta

import pytest
from flask import Flask

from app.clock import now, today
from app.extensions import db
from tests.browser.axe import Inspector
from tests.browser.screen import Screen
from tests.people import People
from tests.support.declarations import campaign
from tests.support.season import begins, campaign_of, declares

pytestmark = pytest.mark.browser
YEAR = today().year
COCKPIT, DECLARATIONS = f"/gestion/campagnes/{YEAR}", f"/gestion/declarations/{YEAR}"


def a_season(app: Flask, people: People) -> str:
    """A campaign under way, companies of several sizes; returns one that declared."""
    days = {"opens_on": -30, "due_on": 20, "closes_on": 50, "reference_on": -40}
    campaign(app, YEAR, **{name: today() + timedelta(days=shift) for name, shift in days.items()})
    with app.app_context():
        campaign_of(YEAR).intro = "Les **apprentis** comptent aussi : [notre page](https://example.org)."
        db.session.commit()
    companies = [people.company(f"ENTREPRISE {rank}", f"22000{rank}", phone="0296000000") for rank in range(6)]
    for rank, company in enumerate(companies):
        people.attach(people.jeanne, company)
        declares(app, company, 8 * rank, year=YEAR - 1, net_cents=80_000 * rank)
        if rank < 3:
            declares(app, company, 12 * rank, year=YEAR, is_late=rank == 1, sent_at=now() - timedelta(days=9 * rank))
    begins(app, companies[4], year=YEAR)
    return companies[2]


@pytest.mark.looks_at(
    "staff.campaigns.anomalies",
    "staff.campaigns.call_list",
    "staff.campaigns.create",
    "staff.campaigns.edit",
    "staff.campaigns.index",
    "staff.campaigns.open_",
    "staff.campaigns.preview",
    "staff.campaigns.remind",
    "staff.campaigns.show",
    "staff.campaigns.tariff",
)
def test_the_pages_of_a_campaign(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    page.signed_in(app, people.anouk)
    inspector.look(page.open("/gestion/campagnes/"), "no campaign yet")
    inspector.look(page.open("/gestion/declarations/"), "no campaign")
    page.open("/gestion/campagnes/nouvelle").press("Enregistrer").errors.wait_for()
    inspector.look(page, "new campaign refused")
    a_season(app, people)
    for under in (
        "",
        "/modifier",
        "/tarif",
        "/apercu",
        "/ouvrir",
        "/relancer?etat=a-declarer",
        "/a-appeler",
        "/anomalies",
    ):
        inspector.look(page.open(COCKPIT + under))
    inspector.look(page.open("/gestion/campagnes/"))
    page.open(f"{COCKPIT}/tarif").press("Simuler", {"Taux par salarié": "99"}).says("par salarié en moyenne")
    inspector.look(page, "simulated")
    page.press("Enregistrer le tarif", {"Taux par salarié": "beaucoup"}).errors.wait_for()
    inspector.look(page, "tariff refused")
    page.open(f"{COCKPIT}/relancer").press("Envoyer").says("En attente")


@pytest.mark.looks_at(
    "staff.declarations.enter", "staff.declarations.index", "staff.declarations.reopen", "staff.declarations.show"
)
def test_the_pages_of_declarations(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    company = a_season(app, people)
    page.signed_in(app, people.anouk)
    inspector.look(page.open("/gestion/declarations/"))
    inspector.look(page.open("/gestion/declarations/?q=xyz"), "nothing found")
    inspector.look(page.open(f"{DECLARATIONS}/{company}"), "sent")
    page.open(f"{DECLARATIONS}/{company}/rouvrir").press("Rouvrir").errors.wait_for()
    inspector.look(page, "reopening refused")
    page.press("Rouvrir", {"Motif": "Il manque un apprenti"}).says("Déclaration rouverte")
    inspector.look(page, "reopened")
    page.open(f"{DECLARATIONS}/{company}/saisir").press("Enregistrer").errors.wait_for()
    inspector.look(page, "paper refused")
    page.press("Enregistrer", {"Reçue le": f"{today():%d/%m/%Y}", "Suivi simple (SI)": "7"})
    page.says("Saisie par l’association")
    inspector.look(page, "typed")
