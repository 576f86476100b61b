"""The planning of the centres: seen by day and week, visits typed, moved, settled, and what employers are handed."""

from collections.abc import Iterator
from datetime import date, time

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Centre, Document, RequestState, StaffRight, Visit, VisitKind, VisitState
from app.services import planning
from app.services.editing import ChangedMeanwhile
from app.services.staff import visits as handling
from app.tenancy import all_companies
from tests.people import People
from tests.support.appointments import LATER, ask, centre, propose, request_of
from tests.support.browser import Browser
from tests.support.documents import PDF
from tests.support.records import count, journal, letters_to, user_of, visiting
from tests.support.visits import TODAY, plan, row_of

DAY = "2027-02-03"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def elise(app: Flask, people: People) -> int:
    centre(app)
    people.yann  # noqa: B018
    return people.employee(people.bakery, "DURAND", "Élise", search="durand elise")


@pytest.fixture
def agent(app: Flask, people: People) -> Browser:
    return Browser(app).sign_in(people.anouk)


def planned(app: Flask, people: People, elise: int, **others: object) -> str:
    """A visit of Élise; returns its address for agents."""
    number = plan(app, people.bakery, elise, **others)
    with app.app_context():
        return f"/gestion/planning/visites/{row_of(number).id}"


def test_a_day_a_week_and_a_centre(app: Flask, people: People, agent: Browser, elise: int) -> None:
    plan(app, people.bakery, elise, at=time(14, 0), centre="Centre de Dinan")
    plan(app, people.bakery, elise)
    plan(app, people.bakery, elise, date(2027, 2, 5))
    plan(
        app,
        people.garage,
        people.employee(people.garage, "MORIN", "Paul"),
        kind=VisitKind.EMPLOYEE,
        is_confidential=True,
    )
    agent.get("/gestion/planning/", jour=DAY)
    assert [row["Salarié et entreprise"] for row in agent.rows()] == [
        "DURAND Élise BOULANGERIE LE GALL",
        "MORIN Paul GARAGE MORIN",
        "DURAND Élise BOULANGERIE LE GALL",
    ]
    assert "Confidentielle" in agent.rows()[1]["État"]
    agent.get("/gestion/planning/", jour=DAY, centre="Centre de Dinan")
    assert len(agent.page.select("tbody tr")) == 1
    agent.get("/gestion/planning/", jour=DAY, vue="semaine")
    days = [" ".join(heading.get_text().split()) for heading in agent.page.select("#resultats caption")]
    assert days == ["Mercredi 3 février 2027", "Vendredi 5 février 2027"]
    agent.get("/gestion/planning/", jour="3 février 2027")
    assert len(agent.rows()) == 3
    agent.get("/gestion/planning/", jour=DAY, vue="semaine")
    agent.follow("Semaine suivante")
    assert "Aucune visite cette semaine-là" in agent.text


@pytest.mark.parametrize("asked", ["", "hier", "2027-02-30", "0000-01-01", "9999-12-31"])
def test_what_is_no_day_is_today(agent: Browser, asked: str) -> None:
    agent.get("/gestion/planning/", jour=asked, vue="semaine")
    assert "Semaine du 18 janvier 2027" in agent.text


def test_a_visit_is_typed(app: Flask, people: People, agent: Browser, elise: int) -> None:
    waiting = ask(app, people.yann, people.bakery, elise)
    agent.get("/gestion/planning/")
    agent.follow("Ajouter une visite")
    agent.get("/gestion/planning/visites/nouvelle", q="le gall")
    agent.follow("BOULANGERIE LE GALL")
    agent.fragment(f"/gestion/planning/visites/nouvelle/{people.bakery}", q="du")
    assert journal(app).count("employees.read") == 1
    agent.get(f"/gestion/planning/visites/nouvelle/{people.bakery}")
    agent.follow("DURAND Élise")
    form = {"Jour": "03/02/2027", "Heure": "9:30", "Centre": "Centre de Saint-Brieuc"}
    agent.submit("Ajouter la visite", {**form, "Jour": ""}, expect=422)
    assert agent.errors == ["Saisissez le jour du rendez-vous"]
    agent.submit("Ajouter la visite", form)
    assert "Visite ajoutée" in agent.text
    assert waiting in agent.text
    assert request_of(app, waiting).state is RequestState.PLANNED
    assert letters_to(app, people.yann)[-1] == "visit_planned"


def test_two_presses_make_one_visit(app: Flask, people: People, agent: Browser, elise: int) -> None:
    agent.get(f"/gestion/planning/visites/nouvelle/{people.bakery}/{elise}")
    form = agent.page.select_one("main form[method=post]")
    assert form
    data = {field["name"]: field.get("value", "") for field in form.find_all("input") if field.get("name")}
    data |= {
        "kind": "PERIODIQUE",
        "day": "03/02/2027",
        "at": "9h30",
        "minutes": "30",
        "centre": "Centre de Saint-Brieuc",
    }
    agent.post(form["action"], data)
    agent.post(form["action"], data)
    assert count(app, Visit) == 1


def test_what_is_the_employee_s_own_stays_so(app: Flask, people: People, agent: Browser, elise: int) -> None:
    agent.get(f"/gestion/planning/visites/nouvelle/{people.bakery}/{elise}")
    own = {"Jour": "03/02/2027", "Heure": "9h", "Centre": "Centre de Saint-Brieuc", "Type de visite": "PREREPRISE"}
    agent.submit("Ajouter la visite", own)
    assert "Visite confidentielle" in agent.text
    agent.follow("Modifier")
    agent.submit("Enregistrer", {"Jour": "10/02/2027"})
    agent.follow("Annuler la visite")
    agent.submit("Annuler la visite")
    assert letters_to(app, people.yann) == []
    with visiting(app, people.yann, people.bakery) as access:
        assert planning.find(access, 1) is None


def test_nobody_answers_to_a_search(people: People, agent: Browser, elise: int) -> None:
    agent.get("/gestion/planning/visites/nouvelle")
    assert "Cherchez d’abord l’entreprise du salarié." in agent.text
    agent.get("/gestion/planning/visites/nouvelle", q="zzz%")
    assert "Aucune entreprise ne correspond à « zzz% »." in agent.text
    agent.get(f"/gestion/planning/visites/nouvelle/{people.bakery}", q="zzz")
    assert "Aucun salarié ne correspond à « zzz »." in agent.text
    agent.get(f"/gestion/planning/visites/nouvelle/{people.garage}")
    assert "Cette entreprise n’a pas de salarié." in agent.text


def test_a_visit_is_moved_and_called_off(app: Flask, people: People, agent: Browser, elise: int) -> None:
    agent.get(planned(app, people, elise))
    agent.follow("Modifier")
    agent.submit("Enregistrer", {"Professionnel de santé (facultatif)": "Dr Le Bihan"})
    assert letters_to(app, people.yann) == []
    agent.follow("Modifier")
    agent.submit("Enregistrer", {"Jour": "10/02/2027"})
    assert "Mercredi 10 février 2027" in agent.text
    assert "4 rue Exemple" in agent.text
    agent.follow("Annuler la visite")
    agent.submit("Annuler la visite")
    assert "Visite annulée" in agent.text
    assert letters_to(app, people.yann) == ["visit_moved", "visit_cancelled"]


def test_the_second_of_two_who_change_it_is_told(app: Flask, people: People, agent: Browser, elise: int) -> None:
    address = planned(app, people, elise)
    other = Browser(app).sign_in(people.agent("Nolwenn", StaffRight.VISITS))
    for browser in (agent, other):
        browser.get(f"{address}/modifier")
    agent.submit("Enregistrer", {"Jour": "10/02/2027"})
    other.submit("Enregistrer", {"Jour": "11/02/2027"})
    assert "La visite a changé entre-temps" in other.text
    assert "Mercredi 10 février 2027" in other.text
    with app.app_context():
        found = handling.find(int(address.rpartition("/")[2]))
        assert found
        with pytest.raises(ChangedMeanwhile):
            handling.change(user_of(people.anouk), found, 0, LATER)


def test_what_came_of_it(app: Flask, people: People, agent: Browser, elise: int) -> None:
    ahead, past = planned(app, people, elise), planned(app, people, elise, day=date(2027, 1, 18))
    agent.get(ahead)
    assert "Résultat" not in agent.text
    agent.get("/gestion/planning/", jour="2027-01-18")
    assert "Résultat à saisir" in agent.text
    agent.get(past)
    agent.submit("Enregistrer le résultat", expect=422)
    assert agent.errors == ["Choisissez ce qu’il est advenu de la visite"]
    agent.submit("Enregistrer le résultat", {"Absent(e)": "ABSENTE"})
    assert "Résultat enregistré" in agent.text
    assert letters_to(app, people.yann) == ["visit_settled"]


def publish(agent: Browser, address: str, content: bytes, *, expect: int = 303) -> None:
    from io import BytesIO

    agent.get(f"{address}/document")
    form = {"Document pour l’employeur (PDF)": (BytesIO(content), "avis.pdf")}
    agent.submit("Publier", form, expect=expect)


def test_the_employer_is_handed_a_document(app: Flask, people: People, agent: Browser, elise: int) -> None:
    address = planned(app, people, elise, day=date(2027, 1, 18), state=VisitState.DONE)
    agent.get(f"{address}/document")
    assert "Aucune information médicale" in agent.text
    agent.submit("Publier", expect=422)
    assert agent.errors == ["Choisissez un fichier PDF"]
    publish(agent, address, b"GIF89a", expect=422)
    assert agent.errors == ["Le fichier n’est pas un PDF : choisissez le PDF de l’attestation ou de l’avis"]
    publish(agent, address, PDF)
    assert "Document publié" in agent.text
    publish(agent, address, PDF + b"%")
    publish(agent, address, PDF + b"%")
    # Told of each other file, not of the same one again.
    assert letters_to(app, people.yann) == ["new_documents", "new_documents"]
    assert count(app, Document) == 1
    member = Browser(app).sign_in(people.yann)
    member.get(f"/e/{people.bakery}/documents")
    assert "DURAND Élise" in member.text


@pytest.mark.parametrize(
    "others",
    [
        {"state": VisitState.ABSENT},
        {"state": VisitState.DONE, "kind": VisitKind.EMPLOYEE},
        {"state": VisitState.DONE, "is_confidential": True},
    ],
)
def test_nothing_is_handed_over(
    app: Flask, people: People, agent: Browser, elise: int, others: dict[str, object]
) -> None:
    address = planned(app, people, elise, day=date(2027, 1, 18), **others)
    agent.get(address)
    assert "Document pour l’employeur" not in agent.text
    agent.get(f"{address}/document", expect=303)


def test_centres_are_managed(app: Flask, people: People, agent: Browser, elise: int) -> None:
    planned(app, people, elise)
    past = plan(app, people.bakery, elise, date(2027, 1, 4))
    agent.get("/gestion/planning/centres")
    assert agent.rows()[0]["Visites à venir"] == "1"
    agent.follow("Ajouter un centre")
    agent.submit("Enregistrer", {"Nom": "centre de saint-brieuc"}, expect=422)
    assert agent.errors == ["Un autre centre porte déjà ce nom"]
    agent.submit("Enregistrer", {"Nom": "Centre de Dinan", "Adresse (facultatif)": "1 quai Exemple, 22100 DINAN"})
    agent.follow("Centre de Saint-Brieuc")
    assert "1 visite à venir suivra ce changement" in agent.text
    agent.submit("Enregistrer", {"Nom": "Centre de Ploufragan", "Adresse (facultatif)": "2 rue Exemple"})
    with app.app_context(), all_companies("test"):
        assert set(db.session.scalars(select(Centre.name))) == {"Centre de Dinan", "Centre de Ploufragan"}
        assert (row_of(1).centre, row_of(1).centre_address, row_of(1).sequence) == (
            "Centre de Ploufragan",
            "2 rue Exemple",
            1,
        )
        assert row_of(past).centre == "Centre de Saint-Brieuc"


def test_two_agents_who_change_a_centre_choose_between_their_versions(
    app: Flask, people: People, agent: Browser, elise: int
) -> None:
    other = Browser(app).sign_in(people.agent("Nolwenn", StaffRight.VISITS))
    for browser in (agent, other):
        browser.get("/gestion/planning/centres")
        browser.follow("Centre de Saint-Brieuc")
    agent.submit("Enregistrer", {"Nom": "Centre de Ploufragan"})
    other.submit("Enregistrer", {"Adresse (facultatif)": "3 rue Exemple"}, expect=409)
    assert "Ces informations ont changé pendant votre saisie" in other.text
    assert "Version enregistrée : Centre de Ploufragan" in other.text.replace("\u00a0", " ")
    other.submit("Garder ma saisie")
    with app.app_context():
        assert list(db.session.execute(select(Centre.name, Centre.address))) == [
            ("Centre de Saint-Brieuc", "3 rue Exemple")
        ]


def test_a_slot_that_waits_for_its_answer_follows_its_centre(
    app: Flask, people: People, agent: Browser, elise: int
) -> None:
    waiting = ask(app, people.yann, people.bakery, elise)
    propose(app, people.anouk, waiting)
    agent.get("/gestion/planning/centres")
    agent.follow("Centre de Saint-Brieuc")
    assert "1 créneau proposé" in agent.text.replace("\u00a0", " ")
    agent.submit("Enregistrer", {"Nom": "Centre de Ploufragan", "Adresse (facultatif)": "2 rue Exemple"})
    slot = request_of(app, waiting).proposal
    assert slot
    assert (slot["centre"], slot["centre_address"]) == ("Centre de Ploufragan", "2 rue Exemple")
