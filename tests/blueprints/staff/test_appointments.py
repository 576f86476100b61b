"""Agents at the requests, page by page; the company at what it is answered."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from flask import Flask

from app.models import StaffRight, VisitKind
from tests.people import People
from tests.support.appointments import ask, centre, propose, take
from tests.support.browser import Browser
from tests.support.records import journal, letters_to
from tests.support.visits import TODAY

SLOT = {"Jour": "03/02/2027", "Heure": "9h30", "Centre": "Centre de Saint-Brieuc"}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def reference(app: Flask, people: People) -> str:
    centre(app)
    elise = people.employee(people.bakery, "DURAND", "Élise", job="Boulangère")
    facts = {"latest_on": date(2027, 1, 18), "comment": "Prévoir un lundi", "centre": "Centre de Saint-Brieuc"}
    return ask(app, people.yann, people.bakery, elise, **facts)


@pytest.fixture
def agent(app: Flask, people: People) -> Browser:
    return Browser(app).sign_in(people.anouk)


def member_s_page(app: Flask, people: People, reference: str) -> Browser:
    member = Browser(app).sign_in(people.yann)
    member.get(f"/e/{people.bakery}/planning/demandes/{reference}")
    return member


def test_nothing_waits(agent: Browser) -> None:
    agent.get("/gestion/rendez-vous/")
    assert agent.heading == "Demandes de rendez-vous"
    assert "Rien à traiter." in agent.text
    agent.get("/gestion/rendez-vous/", q="zzz", etat="nulle-part")
    assert "Aucune demande ne correspond à ces filtres." in agent.text


def test_a_request_says_what_is_needed_and_no_more(app: Flask, agent: Browser, reference: str) -> None:
    agent.get("/gestion/rendez-vous/")
    (row,) = agent.rows()
    assert row["Au plus tard le"] == "18/01/2027 Dépassée"
    agent.follow(reference)
    for told in ("Prévoir un lundi", "art. R. 4624-16", "Lundi 18 janvier 2027", "BOULANGERIE LE GALL", "Boulangère"):
        assert told in agent.text
    assert journal(app)[-1] == "appointment.read"


def test_from_the_request_to_the_visit(app: Flask, people: People, agent: Browser, reference: str) -> None:
    agent.get(f"/gestion/rendez-vous/{reference}")
    agent.submit("Prendre en charge")
    assert "Demande prise en charge" in agent.text
    agent.follow("Proposer un créneau")
    agent.submit("Proposer ce créneau", {"Jour": "03/02/2027", "Heure": "25h", "Centre": ""}, expect=422)
    assert agent.errors == ["« 25h » n’est pas une heure. Saisissez une heure comme 9 h 30", "Choisissez un centre"]
    assert agent.value_of("Heure") == "25h"
    agent.submit("Proposer ce créneau", SLOT)
    assert "L’entreprise n’a pas encore répondu" in agent.text
    member = member_s_page(app, people, reference)
    assert "mercredi 3 février 2027, 9 h 30" in member.text
    member.submit("Accepter ce créneau")
    assert "Rendez-vous confirmé" in member.text
    member.follow("Voir le rendez-vous")
    assert member.heading == "Rendez-vous de DURAND Élise"
    agent.get(f"/gestion/rendez-vous/{reference}")
    agent.follow("Mercredi 3 février 2027, 9 h 30")
    assert agent.heading == "Visite de DURAND Élise"


def test_the_company_asks_for_another_slot(app: Flask, people: People, agent: Browser, reference: str) -> None:
    propose(app, people.anouk, reference)
    member = member_s_page(app, people, reference)
    member.follow("Demander un autre créneau")
    member.submit("Demander un autre créneau", expect=422)
    assert member.errors == ["Dites quels jours conviendraient"]
    member.submit("Demander un autre créneau", {"Jours et heures qui conviendraient": "Un jeudi"})
    assert "Un autre créneau est demandé" in member.text
    agent.get("/gestion/rendez-vous/")
    assert agent.rows()[0]["État"] == "Prise en charge Autre créneau demandé Anouk AGENT"


def test_a_slot_that_changed_meanwhile_is_not_accepted(app: Flask, people: People, reference: str) -> None:
    propose(app, people.anouk, reference)
    member = member_s_page(app, people, reference)
    propose(app, people.anouk, reference)
    member.submit("Accepter ce créneau")
    assert "Ce créneau n’est plus proposé" in member.text


def test_two_agents_press_the_same_button(app: Flask, people: People, agent: Browser, reference: str) -> None:
    other = Browser(app).sign_in(people.agent("Nolwenn", StaffRight.VISITS))
    other.get(f"/gestion/rendez-vous/{reference}")
    agent.get(f"/gestion/rendez-vous/{reference}")
    agent.submit("Prendre en charge")
    other.submit("Prendre en charge")
    assert "La demande a changé pendant que vous la regardiez" in other.text
    assert "Anouk AGENT s’occupe de cette demande" in other.text
    other.get(f"/gestion/rendez-vous/{reference}/refuser")
    other.submit("Refuser la demande", {"Raison, que l’entreprise lira": "Non"})
    assert "Prenez d’abord la demande en charge" in other.text
    other.submit("Reprendre la demande")
    assert "Demande prise en charge" in other.text


def test_a_refusal_and_its_reason(app: Flask, people: People, agent: Browser, reference: str) -> None:
    take(app, people.anouk, reference)
    agent.get(f"/gestion/rendez-vous/{reference}/refuser")
    agent.submit("Refuser la demande", expect=422)
    assert agent.errors == ["Dites pourquoi la demande est refusée"]
    agent.submit("Refuser la demande", {"Raison, que l’entreprise lira": "Déjà vue en décembre"})
    assert "Déjà vue en décembre" in member_s_page(app, people, reference).text
    assert letters_to(app, people.yann)[-1] == "appointment_refused"
    agent.get(f"/gestion/rendez-vous/{reference}/proposer")
    assert "La demande a changé pendant que vous la regardiez" in agent.text


def test_an_examination_may_answer(app: Flask, people: People, agent: Browser) -> None:
    """The first visit of a reinforced follow-up is an examination (art. R. 4624-24)."""
    centre(app)
    marc = people.employee(people.bakery, "LE GOFF", "Marc", follow_up="SIR")
    hiring = ask(app, people.yann, people.bakery, marc, VisitKind.HIRING)
    take(app, people.anouk, hiring)
    agent.get(f"/gestion/rendez-vous/{hiring}/confirmer")
    agent.submit("Confirmer ce rendez-vous", SLOT)
    agent.follow("Mercredi 3 février")
    assert "Examen médical d’aptitude" in agent.text


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"Jour": "18/01/2027"}, "Le 18/01/2027 est passé : choisissez un jour à venir"),
        ({"Jour": "07/02/2027"}, "Le dimanche 7 février 2027 est un dimanche ou un jour férié"),
        ({"Jour": "03/02/2030"}, "Vérifiez l’année : 03/02/2030 est trop éloigné"),
        ({"Jour": "19/01/2027", "Heure": "8h"}, "Cette heure est passée"),
        ({"Heure": ""}, "Saisissez l’heure du rendez-vous"),
        ({"Centre": "Ailleurs"}, "Choisissez un centre"),
        ({"Durée": "3"}, "Choisissez une durée"),
        ({"Type de visite": "REPRISE"}, "Choisissez un type de visite"),
    ],
)
def test_a_slot_that_cannot_be(
    app: Flask, people: People, agent: Browser, reference: str, typed: dict[str, str], error: str
) -> None:
    take(app, people.anouk, reference)
    agent.get(f"/gestion/rendez-vous/{reference}/proposer")
    agent.submit("Proposer ce créneau", {**SLOT, **typed}, expect=422)
    assert agent.errors == [error]


def test_without_a_centre_one_is_asked_for(app: Flask, people: People, agent: Browser) -> None:
    reference = ask(app, people.yann, people.bakery, people.employee(people.bakery, "DURAND", "Élise"))
    take(app, people.anouk, reference)
    agent.get(f"/gestion/rendez-vous/{reference}/proposer")
    agent.follow("Ajouter un centre")
    assert agent.heading == "Ajouter un centre"


def test_a_full_queue_is_shown_a_hundred_at_a_time(app: Flask, people: People, agent: Browser, reference: str) -> None:
    for rank in range(101):
        number = people.employee(people.bakery, f"NOM {rank}", "Jean")
        ask(app, people.yann, people.bakery, number)
    agent.get("/gestion/rendez-vous/")
    assert len(agent.rows()) == 100
    agent.follow("Page suivante")
    assert len(agent.rows()) == 2
