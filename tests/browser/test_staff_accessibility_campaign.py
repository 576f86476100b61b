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


def test_the_pages_of_a_campaign(scripted: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    scripted.signed_in(app, people.anouk)
    inspector.look(scripted.open("/gestion/campagnes/"), "no campaign yet")
    inspector.look(scripted.open("/gestion/declarations/"), "no campaign")
    scripted.open("/gestion/campagnes/nouvelle").press("Enregistrer").errors.wait_for()
    inspector.look(scripted, "new campaign refused")
    a_season(app, people)
    for page in (
        "",
        "/modifier",
        "/tarif",
        "/apercu",
        "/ouvrir",
        "/relancer?etat=a-declarer",
        "/a-appeler",
        "/anomalies",
    ):
        inspector.look(scripted.open(COCKPIT + page))
    inspector.look(scripted.open("/gestion/campagnes/"))
    scripted.open(f"{COCKPIT}/tarif").press("Simuler", {"Taux par salarié": "99"}).says("par salarié en moyenne")
    inspector.look(scripted, "simulated")
    scripted.press("Enregistrer le tarif", {"Taux par salarié": "beaucoup"}).errors.wait_for()
    inspector.look(scripted, "tariff refused")
    scripted.open(f"{COCKPIT}/relancer").press("Envoyer").says("En attente")


def test_the_pages_of_declarations(scripted: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    company = a_season(app, people)
    scripted.signed_in(app, people.anouk)
    inspector.look(scripted.open("/gestion/declarations/"))
    inspector.look(scripted.open("/gestion/declarations/?q=xyz"), "nothing found")
    inspector.look(scripted.open(f"{DECLARATIONS}/{company}"), "sent")
    scripted.open(f"{DECLARATIONS}/{company}/rouvrir").press("Rouvrir").errors.wait_for()
    inspector.look(scripted, "reopening refused")
    scripted.press("Rouvrir", {"Motif": "Il manque un apprenti"}).says("Déclaration rouverte")
    inspector.look(scripted, "reopened")
    scripted.open(f"{DECLARATIONS}/{company}/saisir").press("Enregistrer").errors.wait_for()
    inspector.look(scripted, "paper refused")
    scripted.press("Enregistrer", {"Reçue le": f"{today():%d/%m/%Y}", "Suivi simple (SI)": "7"})
    scripted.says("Saisie par l’association")
    inspector.look(scripted, "typed")
