"""The planning and its requests by axe-core, in every state they have."""

from datetime import time, timedelta

import pytest
from flask import Flask

from app.clock import today
from app.models import VisitState
from tests.browser.axe import Inspector
from tests.browser.screen import Screen
from tests.people import People
from tests.support.visits import plan

pytestmark = pytest.mark.browser


def test_the_pages_of_the_planning(scripted: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    scripted.signed_in(app, people.yann)
    planning = f"/e/{people.bakery}/planning"
    for view in ("", "?vue=mois", "?vue=impression", "/rendez-vous", "/demandes"):
        inspector.look(scripted.open(planning + view), f"nothing yet {view}")
    number = people.employee(people.bakery, "LE GOËFF-KERVÉGAN", "Marie-Françoise")
    soon, later = today() + timedelta(days=1), today() + timedelta(days=9)
    plan(app, people.bakery, number, soon)
    for hour in range(8, 18):
        plan(app, people.bakery, number, later, time(hour), state=list(VisitState)[hour % 5])
    for rank in range(20):
        plan(app, people.bakery, number, later + timedelta(days=rank), None)
    app.config["FRAIS_ABSENCE"] = 50
    for page in ("", "?page=2", f"?vue=mois&mois={later:%Y-%m}", f"?jour={later}", "?vue=impression", "/agenda"):
        inspector.look(scripted.open(planning + page))
    scripted.press("Créer une adresse d’abonnement").says("Adresse d’abonnement créée")
    inspector.look(scripted, "an address")
    for page in ("", "/convocation", "/report", "/absence"):
        inspector.look(scripted.open(f"{planning}/visites/1{page}"))
    scripted.press("Signaler une absence").errors.wait_for()
    inspector.look(scripted, "absence refused")
    scripted.main.get_by_label("Contrainte de service").check()
    scripted.main.get_by_role("checkbox").check()
    scripted.press("Signaler une absence").says("Absence signalée")
    inspector.look(scripted, "absence told")


def test_the_pages_of_a_request(scripted: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    scripted.signed_in(app, people.yann)
    number = people.employee(people.bakery, "DURAND", "Élise", risks="Plomb")
    address = f"/e/{people.bakery}/salaries/{number}/rendez-vous/nouveau"
    inspector.look(scripted.open(address))
    for kind in ("embauche", "periodique", "reprise", "demande-employeur", "mi-carriere", "post-exposition"):
        inspector.look(scripted.open(f"{address}?type={kind}"))
        scripted.picture(f"rendez-vous-{kind}")
    scripted.press("Envoyer la demande").errors.wait_for()
    inspector.look(scripted, "request refused")
    scripted.main.get_by_label("Départ de l’entreprise").check()
    scripted.main.get_by_label("J’avise sans délai").check()
    scripted.press("Envoyer la demande", {"Date de l’événement": f"{today():%d/%m/%Y}"}).shows("Demande envoyée")
    inspector.look(scripted, "request sent")
    scripted.follow("Avis à remettre au salarié")
    inspector.look(scripted.shows("Information du salarié"))
    scripted.page.go_back()
    scripted.follow("Annuler cette demande")
    inspector.look(scripted, "cancel")
    inspector.look(scripted.open(f"/e/{people.bakery}/planning/demandes"))
