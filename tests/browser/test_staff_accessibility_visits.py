"""Requests, absences and the planning of the centres, looked at in each of their states; and a request answered."""

from datetime import date, timedelta

import pytest
from flask import Flask

from app.clock import today
from app.formatting import short_date
from app.law.cancellation import is_working_day
from app.models import NoticeKind, VisitKind, VisitState
from app.services import notices
from app.services.notices import Said
from tests.browser.axe import Inspector
from tests.browser.screen import Screen
from tests.people import People
from tests.support.appointments import ask, centre, propose, take
from tests.support.records import visiting
from tests.support.visits import plan, row_of, seen

pytestmark = pytest.mark.browser
COMMENT = "Une salariée en horaires décalés : plutôt un matin, et pas le mercredi."


def working_day(ahead: int) -> date:
    return next(day for day in (today() + timedelta(days=ahead + more) for more in range(9)) if is_working_day(day))


@pytest.fixture
def elise(app: Flask, people: People) -> int:
    centre(app)
    people.yann  # noqa: B018
    return people.employee(people.bakery, "DURAND", "Élise", job="Boulangère", search="durand elise")


@pytest.fixture
def agent(page: Screen, app: Flask, people: People) -> Screen:
    return page.signed_in(app, people.anouk)


@pytest.mark.looks_at("staff.appointments.index")
def test_the_queue_of_requests(agent: Screen, app: Flask, people: People, inspector: Inspector, elise: int) -> None:
    inspector.look(agent.open("/gestion/rendez-vous/"), "nothing waits")
    inspector.look(agent.open("/gestion/rendez-vous/?q=zzz"), "nothing found")
    for rank in range(105):
        number = people.employee(people.bakery, f"NOM {rank}", "Jean")
        latest_on = today() + timedelta(days=rank - 5)
        ask(app, people.yann, people.bakery, number, latest_on=latest_on, centre="Centre de Saint-Brieuc")
    inspector.look(agent.open("/gestion/rendez-vous/").says("105 demandes"), "full")


@pytest.mark.looks_at(
    "staff.appointments.confirm", "staff.appointments.propose", "staff.appointments.refuse", "staff.appointments.show"
)
def test_a_request(agent: Screen, app: Flask, people: People, inspector: Inspector, elise: int) -> None:
    facts = {"comment": COMMENT, "latest_on": today() - timedelta(days=1), "availability": ["lun-matin", "jeu-matin"]}
    reference = ask(app, people.yann, people.bakery, elise, **facts)
    address = f"/gestion/rendez-vous/{reference}"
    inspector.look(agent.open(address), "sent")
    inspector.look(agent.press("Prendre en charge").says("Demande prise en charge"), "taken")
    inspector.look(agent.open(f"{address}?fait=entre-temps"), "changed meanwhile")
    agent.open(f"{address}/refuser").press("Refuser la demande").errors.wait_for()
    inspector.look(agent, "refused without a reason")
    agent.open(f"{address}/proposer").press("Proposer ce créneau", {"Jour": "31/02", "Heure": "midi"}).errors.wait_for()
    inspector.look(agent, "no such slot")
    agent.open(f"{address}/confirmer").press("Confirmer ce rendez-vous").errors.wait_for()
    inspector.look(agent, "confirmed without a day")
    propose(app, people.anouk, reference)
    inspector.look(agent.open(address), "proposed")
    take(app, people.agent("Nolwenn"), reference)
    inspector.look(agent.open(address).says("s’occupe de cette demande"), "taken by somebody else")


def test_the_company_is_proposed_a_slot(
    page: Screen, app: Flask, people: People, inspector: Inspector, elise: int
) -> None:
    reference = ask(app, people.yann, people.bakery, elise)
    propose(app, people.anouk, reference)
    page.signed_in(app, people.yann).open(f"/e/{people.bakery}/planning/demandes/{reference}")
    inspector.look(page.says("Un créneau vous est proposé"), "proposed")
    page.follow("Demander un autre créneau").press("Demander un autre créneau").errors.wait_for()
    inspector.look(page, "no reason")
    page.press("Demander un autre créneau", {"Jours et heures qui conviendraient": "Un jeudi"})
    inspector.look(page.says("Un autre créneau est demandé"), "declined")


@pytest.mark.looks_at("staff.appointments.grant", "staff.appointments.notice", "staff.appointments.notices")
def test_absences_and_other_days(agent: Screen, app: Flask, people: People, inspector: Inspector, elise: int) -> None:
    inspector.look(agent.open("/gestion/rendez-vous/absences-et-reports"), "nothing waits")
    app.config["FRAIS_ABSENCE"] = 50
    number = plan(app, people.bakery, elise, today() + timedelta(days=1))
    with visiting(app, people.yann, people.bakery) as access:
        for kind in (NoticeKind.RESCHEDULE, NoticeKind.ABSENCE):
            notices.tell(access, seen(access, number), Said(kind, "service", COMMENT, acknowledged=True))
    inspector.look(agent.open("/gestion/rendez-vous/absences-et-reports").says("2 signalements"), "full")
    inspector.look(agent.open("/gestion/rendez-vous/absences-et-reports/2"), "an absence")
    agent.press("Enregistrer la réponse").says("Réponse enregistrée")
    inspector.look(agent, "an absence that was dealt with")
    agent.open("/gestion/rendez-vous/absences-et-reports/1").press("Garder le rendez-vous").errors.wait_for()
    inspector.look(agent, "kept without a word")
    inspector.look(agent.open("/gestion/rendez-vous/absences-et-reports/1/deplacer"), "moved")


@pytest.mark.looks_at(
    "staff.planning.call_off",
    "staff.planning.change",
    "staff.planning.disclose",
    "staff.planning.document",
    "staff.planning.index",
    "staff.planning.visit",
)
def test_the_planning(agent: Screen, app: Flask, people: People, inspector: Inspector, elise: int) -> None:
    inspector.look(agent.open("/gestion/planning/"), "empty")
    done = row_id(app, plan(app, people.bakery, elise, today(), state=VisitState.DONE, professional="Dr Le Bihan"))
    late = today() - timedelta(days=1)
    hidden = row_id(app, plan(app, people.bakery, elise, late, kind=VisitKind.EMPLOYEE, is_confidential=True))
    inspector.look(agent.open(f"/gestion/planning/?vue=semaine&jour={late}"), "a week")
    inspector.look(agent.open(f"/gestion/planning/visites/{hidden}"), "confidential")
    inspector.look(agent.open(f"/gestion/planning/visites/{hidden}/accord"), "whether the employee agrees")
    agent.press("Le salarié est d’accord").says("L’entreprise voit cette visite")
    inspector.look(agent, "agreed to")
    inspector.look(agent.open(f"/gestion/planning/visites/{hidden}/accord"), "taken back")
    agent.press("Cacher la visite").says("L’entreprise ne voit plus cette visite")
    inspector.look(agent.open(f"/gestion/planning/visites/{done}"), "done")
    agent.follow("Publier l’attestation ou l’avis").press("Publier").errors.wait_for()
    inspector.look(agent, "no file")
    inspector.look(agent.open(f"/gestion/planning/visites/{hidden}/annuler"), "called off")
    inspector.look(agent.open(f"/gestion/planning/visites/{hidden}/modifier"), "changed")


@pytest.mark.looks_at(
    "staff.planning.add",
    "staff.planning.add_centre",
    "staff.planning.centres",
    "staff.planning.choose_company",
    "staff.planning.choose_employee",
    "staff.planning.edit_centre",
)
def test_typing_a_visit_and_the_centres(
    page: Screen, app: Flask, people: People, inspector: Inspector, elise: int
) -> None:
    page.signed_in(app, people.anouk).open("/gestion/planning/visites/nouvelle")
    inspector.look(page, "nobody yet")
    page.type_in({"Entreprise": "gall"})
    if not page.javascript:
        page.press("Chercher")
    inspector.look(page.says("1 entreprise"), "found")
    page.follow("BOULANGERIE LE GALL", within="#resultats")
    inspector.look(page.says("1 salarié"), "employees")
    page.follow("DURAND Élise").press("Ajouter la visite", {"Heure": "9h30"}).errors.wait_for()
    inspector.look(page, "no day")
    page.field("Centre").select_option("Centre de Saint-Brieuc")
    page.press("Ajouter la visite", {"Jour": short_date(working_day(20))}).says("Visite ajoutée")
    inspector.look(page.open("/gestion/planning/centres"), "centres")
    inspector.look(page.follow("Ajouter un centre").shows("Ajouter un centre"), "a new centre")
    page.open("/gestion/planning/centres")
    page.follow("Centre de Saint-Brieuc").press("Enregistrer", {"Nom": ""}).errors.wait_for()
    inspector.look(page, "a centre without a name")


def row_id(app: Flask, number: int) -> int:
    with app.app_context():
        return row_of(number).id
