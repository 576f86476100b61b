"""Absences and other days asked for: agents decide, companies are told."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from app.database import writing
from app.extensions import db
from app.models import NoticeDecision, NoticeKind, StaffRight, VisitState
from app.services import notices
from app.services.editing import ChangedMeanwhile
from app.services.notices import Said
from app.services.staff import notices as handling
from app.services.staff.notices import Filters
from tests.people import People
from tests.support.appointments import LATER, centre
from tests.support.browser import Browser
from tests.support.records import facts_of, journal, letters_to, user_of, visiting
from tests.support.threads import at_once
from tests.support.visits import TODAY, plan, row_of, seen

ABSENCE, RESCHEDULE = Said(NoticeKind.ABSENCE, "conges"), Said(NoticeKind.RESCHEDULE, "service", "Plutôt un lundi")
LATE = "2027-02-02T11:00:00+00:00"
QUEUE = "/gestion/rendez-vous/absences-et-reports"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def visit(app: Flask, people: People) -> int:
    centre(app)
    people.yann  # noqa: B018
    return plan(app, people.bakery, people.employee(people.bakery, "DURAND", "Élise"))


@pytest.fixture
def agent(app: Flask, people: People) -> Browser:
    return Browser(app).sign_in(people.anouk)


def tell(app: Flask, people: People, visit: int, said: Said) -> int:
    with visiting(app, people.yann, people.bakery) as access:
        return notices.tell(access, seen(access, visit), said).id


def state_of(app: Flask, visit: int) -> VisitState:
    with app.app_context():
        return row_of(visit).state


def test_nothing_was_told(agent: Browser) -> None:
    agent.get(QUEUE)
    assert agent.heading == "Absences et reports"
    assert "Rien à traiter." in agent.text
    agent.get(QUEUE, etat="traitees", type="absence")
    assert "Aucun signalement ne correspond à ces filtres." in agent.text


def test_an_absence_in_time_is_excused(app: Flask, people: People, agent: Browser, visit: int) -> None:
    tell(app, people, visit, ABSENCE)
    agent.get(QUEUE)
    agent.follow("Le 19 janvier 2027 à 12 h 00")
    assert "Respecté" in agent.text
    assert journal(app)[-1] == "notice.read"
    agent.submit("Enregistrer la réponse", {"Réponse à l’entreprise (facultatif)": "Bien noté"})
    assert "Réponse enregistrée" in agent.text
    assert state_of(app, visit) is VisitState.EXCUSED
    assert letters_to(app, people.yann)[-1] == "visit_settled"
    member = Browser(app).sign_in(people.yann)
    member.get(f"/e/{people.bakery}/planning/visites/{visit}")
    assert "Absence excusée le 19 janvier 2027 à 12 h 00Bien noté" in member.text.replace(" Bien", "Bien")
    agent.get(QUEUE)
    assert "Rien à traiter." in agent.text


def test_a_late_one_shows_the_fee_and_is_not_excused(app: Flask, people: People, visit: int) -> None:
    app.config["FRAIS_ABSENCE"] = 50
    with time_machine.travel(LATE, tick=False):
        agent = Browser(app).sign_in(people.anouk)
        late = Said(NoticeKind.ABSENCE, "conges", acknowledged=True)
        identifier = tell(app, people, visit, late)
        agent.get(f"{QUEUE}/{identifier}")
        assert "50,00 € HT peuvent être facturés" in agent.text
        agent.submit("Enregistrer la réponse")
        assert "Absence non excusée" in agent.text
    assert state_of(app, visit) is VisitState.ABSENT


def test_another_day_is_granted(app: Flask, people: People, agent: Browser, visit: int) -> None:
    identifier = tell(app, people, visit, RESCHEDULE)
    agent.get(f"{QUEUE}/{identifier}")
    assert "Plutôt un lundi" in agent.text
    agent.follow("Déplacer le rendez-vous")
    agent.submit("Déplacer le rendez-vous", {"Jour": "15/02/2027", "Heure": "14 h"})
    assert "Rendez-vous déplacé" in agent.text
    with app.app_context():
        assert (f"{row_of(visit).day:%d/%m}", row_of(visit).sequence) == ("15/02", 1)
    assert letters_to(app, people.yann)[-1] == "visit_moved"
    with visiting(app, people.yann, people.bakery) as access:
        assert not seen(access, visit).asked_to_move
    # Another day may be asked for again.
    tell(app, people, visit, RESCHEDULE)
    agent.get(f"{QUEUE}/{identifier}/deplacer")
    assert "Quelqu’un a répondu entre-temps" in agent.text


def test_the_visit_stands(app: Flask, people: People, agent: Browser, visit: int) -> None:
    agent.get(f"{QUEUE}/{tell(app, people, visit, RESCHEDULE)}")
    agent.submit("Garder le rendez-vous", expect=422)
    agent.submit("Garder le rendez-vous", {"Réponse à l’entreprise": "Aucune autre place"})
    assert "Rendez-vous maintenu" in agent.text
    assert state_of(app, visit) is VisitState.PLANNED
    assert letters_to(app, people.yann)[-1] == "visit_settled"


def test_the_second_agent_is_told(app: Flask, people: People, agent: Browser, visit: int) -> None:
    identifier = tell(app, people, visit, ABSENCE)
    other = Browser(app).sign_in(people.agent("Nolwenn", StaffRight.VISITS))
    for browser in (agent, other):
        browser.get(f"{QUEUE}/{identifier}")
    agent.submit("Enregistrer la réponse")
    other.submit("Enregistrer la réponse")
    assert "Quelqu’un a répondu entre-temps" in other.text
    assert letters_to(app, people.yann).count("visit_settled") == 1


def test_of_two_decisions_at_once_one_is_kept(app: Flask, people: People, visit: int) -> None:
    identifier, anouk = tell(app, people, visit, ABSENCE), people.anouk

    def deciding(decision: NoticeDecision) -> NoticeDecision:
        with writing(), app.app_context():
            found = handling.find(identifier)
            assert found
            handling.settle_absence(user_of(anouk), found, decision, None)
            db.session.commit()
            return decision

    both = (NoticeDecision.EXCUSED, NoticeDecision.ABSENT)
    outcomes = at_once(app, *(lambda one=one: deciding(one) for one in both))
    (kept,) = [outcome for outcome in outcomes if outcome in both]
    assert [type(outcome) for outcome in outcomes if outcome is not kept] == [ChangedMeanwhile]
    assert state_of(app, visit).value == kept.value.upper()


def test_a_visit_that_changed_under_the_form_is_not_moved(app: Flask, people: People, visit: int) -> None:
    identifier, anouk = tell(app, people, visit, RESCHEDULE), people.anouk
    tell(app, people, visit, ABSENCE)
    with app.app_context():
        found = handling.find(identifier)
        assert found
        with pytest.raises(ChangedMeanwhile):
            handling.grant(user_of(anouk), found, 0, LATER)
        db.session.commit()
        assert handling.page(Filters()).total == 2


def test_an_absence_that_the_page_of_the_visit_confirms_waits_no_more(app: Flask, people: People, visit: int) -> None:
    tell(app, people, visit, ABSENCE)
    with time_machine.travel("2027-02-04T09:00:00+00:00", tick=False):
        agent = Browser(app).sign_in(people.anouk)
        with app.app_context():
            address = f"/gestion/planning/visites/{row_of(visit).id}"
        agent.get(address)
        agent.submit("Enregistrer le résultat", {"Excusé(e)": "EXCUSEE"})
        assert "Résultat enregistré" in agent.text
        agent.get(QUEUE)
        assert "Rien à traiter." in agent.text
    assert facts_of(app, "visit.settled")[0]["state"] == "EXCUSEE"
