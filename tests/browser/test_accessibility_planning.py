"""The planning and its requests by axe-core, in every state they have."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from flask import Flask

from app.clock import today
from app.models import VisitState
from tests.browser.axe import Inspector
from tests.browser.screen import Screen
from tests.people import People
from tests.support.appointments import SLOT, ask, propose
from tests.support.visits import plan

pytestmark = pytest.mark.browser


@pytest.mark.looks_at(
    "portal.planning.absence",
    "portal.planning.choose_employee",
    "portal.planning.index",
    "portal.planning.requests",
    "portal.planning.reschedule",
    "portal.planning.subscription",
    "portal.planning.summons",
    "portal.planning.visit",
)
def test_the_pages_of_the_planning(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    page.signed_in(app, people.yann)
    planning = f"/e/{people.bakery}/planning"
    for view in ("", "?vue=mois", "?vue=impression", "/rendez-vous", "/demandes"):
        inspector.look(page.open(planning + view), f"nothing yet {view}")
    number = people.employee(people.bakery, "LE GOËFF-KERVÉGAN", "Marie-Françoise")
    soon, later = today() + timedelta(days=1), today() + timedelta(days=9)
    plan(app, people.bakery, number, soon)
    for hour in range(8, 18):
        plan(app, people.bakery, number, later, time(hour), state=list(VisitState)[hour % 5])
    for rank in range(20):
        plan(app, people.bakery, number, later + timedelta(days=rank), None)
    app.config["FRAIS_ABSENCE"] = 50
    for path in ("", "?page=2", f"?vue=mois&mois={later:%Y-%m}", f"?jour={later}", "?vue=impression", "/agenda"):
        inspector.look(page.open(planning + path))
    page.press("Créer une adresse d’abonnement").says("Adresse d’abonnement créée")
    inspector.look(page, "an address")
    for path in ("", "/convocation", "/report", "/absence"):
        inspector.look(page.open(f"{planning}/visites/1{path}"))
    page.press("Signaler une absence").errors.wait_for()
    inspector.look(page, "absence refused")
    page.main.get_by_label("Contrainte de service").check()
    page.main.get_by_role("checkbox").check()
    page.press("Signaler une absence").says("Absence signalée")
    inspector.look(page, "absence told")


@pytest.mark.looks_at(
    "portal.planning.cancel_request",
    "portal.planning.employee_notice",
    "portal.planning.request_appointment",
    "portal.planning.request_shown",
)
def test_the_pages_of_a_request(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    page.signed_in(app, people.yann)
    number = people.employee(people.bakery, "DURAND", "Élise", risks="Plomb")
    address = f"/e/{people.bakery}/salaries/{number}/rendez-vous/nouveau"
    inspector.look(page.open(address))
    for kind in ("embauche", "periodique", "reprise", "demande-employeur", "mi-carriere", "post-exposition"):
        inspector.look(page.open(f"{address}?type={kind}"))
        page.picture(f"rendez-vous-{kind}")
    page.press("Envoyer la demande").errors.wait_for()
    inspector.look(page, "request refused")
    page.main.get_by_label("Départ de l’entreprise").check()
    page.main.get_by_label("J’avise sans délai").check()
    page.press("Envoyer la demande", {"Date de l’événement": f"{today():%d/%m/%Y}"}).shows("Demande envoyée")
    inspector.look(page, "request sent")
    page.follow("Avis à remettre au salarié")
    inspector.look(page.shows("Information du salarié"))
    page.page.go_back()
    page.follow("Annuler cette demande")
    inspector.look(page, "cancel")
    inspector.look(page.open(f"/e/{people.bakery}/planning/demandes"))


@pytest.mark.looks_at("portal.planning.decline_slot")
def test_the_pages_of_a_slot_that_is_proposed(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    number = people.employee(people.bakery, "DURAND", "Élise")
    reference = ask(app, people.yann, people.bakery, number)
    propose(app, people.anouk, reference, replace(SLOT, day=today() + timedelta(days=20)))
    request = f"/e/{people.bakery}/planning/demandes/{reference}"
    inspector.look(page.signed_in(app, people.yann).open(request), "a slot to accept")
    page.follow("Demander un autre créneau", within="main").press("Demander un autre créneau").errors.wait_for()
    inspector.look(page, "no day told")
    page.press("Demander un autre créneau", {"Jours et heures qui conviendraient": "Un lundi"}).says("Un lundi")
    inspector.look(page, "another slot wished for")
