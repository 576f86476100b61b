"""The page of an employee leads to everything that is known of them: visits, requests, documents."""

from datetime import date

import pytest
import time_machine
from flask import Flask

from app.models import DocumentKind, FollowUp, VisitKind, VisitState
from tests.people import People
from tests.support.browser import Browser
from tests.support.documents import PDF, published
from tests.support.staffing import ELISE, known, request, visit


@pytest.fixture(autouse=True)
def _in_january() -> object:
    with time_machine.travel("2027-01-19T09:00:00+00:00", tick=False):
        yield


@pytest.fixture
def elise(people: People) -> int:
    people.yann  # noqa: B018
    return people.employee(people.bakery, "DURAND", "Élise", sex="F", mobile="0612345678")


@pytest.fixture
def yann(app: Flask, people: People) -> Browser:
    return Browser(app).sign_in(people.yann)


def page(people: People, number: int) -> str:
    return f"/e/{people.bakery}/salaries/{number}"


def test_who_somebody_is_and_how_to_reach_them(people: People, elise: int, yann: Browser) -> None:
    yann.get(page(people, elise))
    identity = [line.get_text(" ", strip=True) for line in yann.page.select("main dl")[0].select("div")]
    assert identity[0] == "Civilité Madame"
    assert "Mobile 06 12 34 56 78" in [line.replace("\u00a0", " ") for line in identity]


def test_a_visit_leads_to_its_summons(app: Flask, people: People, elise: int, yann: Browser) -> None:
    visit(app, people.bakery, elise, date(2027, 2, 3))
    yann.get(page(people, elise))
    yann.follow("03/02/2027", within="main")
    assert yann.heading == "Rendez-vous de DURAND Élise"
    yann.follow("DURAND Élise", within="main")
    assert yann.heading == "DURAND Élise"


def test_the_requests_that_wait_are_shown(app: Flask, people: People, elise: int, yann: Browser) -> None:
    other = people.employee(people.bakery, "MORIN", "Yann")
    request(app, people.bakery, other, VisitKind.PERIODIC)
    yann.get(page(people, elise))
    assert "RV-" not in yann.text
    request(app, people.bakery, elise, VisitKind.RETURN)
    yann.get(page(people, elise))
    assert "Visite de reprise" in yann.text
    assert "Visite périodique" not in yann.text
    yann.follow("RV-2027", within="main")
    yann.follow("DURAND Élise", within="main")
    assert yann.heading == "DURAND Élise"


@pytest.mark.parametrize("kind", [DocumentKind.ATTESTATION, DocumentKind.OTHER])
def test_the_documents_of_an_employee_are_with_their_visits(
    app: Flask, people: People, elise: int, yann: Browser, kind: DocumentKind
) -> None:
    people.attach(people.jeanne, people.bakery)
    other = people.employee(people.bakery, "MORIN", "Yann")
    visit(app, people.bakery, elise, date(2027, 1, 12), VisitState.DONE)
    published(app, people.bakery, "AT-1", kind, employee_id=known(app, people.bakery, elise)["id"])
    published(app, people.bakery, "AT-2", kind, employee_id=known(app, people.bakery, other)["id"])
    yann.get(page(people, elise))
    assert "AT-2" not in yann.text
    yann.follow(f"{kind.label} AT-1", within="main")
    assert yann.response.get_data() == PDF
    app.config["DOCUMENTS_TIERS"] = frozenset({"ATTESTATION"})
    jeanne = Browser(app).sign_in(people.jeanne)
    jeanne.get(page(people, elise))
    assert ("AT-1" in jeanne.text) is (kind is DocumentKind.ATTESTATION)


@pytest.mark.parametrize("follow_up", [FollowUp.SI, FollowUp.SIR])
def test_the_visit_after_an_exposure_is_asked_for_long_after_the_departure(
    people: People, yann: Browser, follow_up: FollowUp
) -> None:
    gone = people.employee(people.bakery, "NÉDÉLEC", "Théo", left_on=date(2026, 10, 15), follow_up=follow_up)
    yann.get(page(people, gone))
    assert bool(yann.page.select("main a[href$='rendez-vous/nouveau']")) is (follow_up is FollowUp.SIR)
    if follow_up is FollowUp.SIR:
        yann.follow("Demander la visite post-exposition", within="main")
        assert yann.value_of("Date de l’événement") == "15/10/2026"


def test_whom_to_ask_for_is_chosen_among_those_present(app: Flask, people: People, elise: int, yann: Browser) -> None:
    people.employee(people.bakery, "NÉDÉLEC", "Théo", left_on=date(2027, 1, 15))
    visit(app, people.bakery, elise, date(2025, 2, 3), VisitState.DONE)
    visit(app, people.bakery, elise, date(2027, 2, 3))
    yann.get(f"/e/{people.bakery}/planning/rendez-vous")
    (row,) = yann.rows()
    assert (row["Dernière visite"], row["Prochaine visite"]) == ("03/02/2025", "03/02/2027")
    yann.follow("DURAND Élise", within="main")
    yann.get(yann.url, type="periodique")
    yann.follow("Annuler", within="#champs")
    assert yann.heading == "DURAND Élise"


def test_the_association_says_how_a_first_visit_is_asked_for(app: Flask, people: People, yann: Browser) -> None:
    app.config["EMBAUCHE_VAUT_DEMANDE"], app.config["DELAI_RENDEZ_VOUS"] = False, 3
    yann.get(f"/e/{people.bakery}/salaries/nouveau")
    yann.submit("Enregistrer", {**ELISE, "Aucune de ces situations": True})
    assert "vaut demande" not in yann.text
    yann.follow("Demander sa visite d’embauche")
    assert "vaut déjà demande" not in yann.text
    yann.submit("Envoyer la demande")
    assert yann.heading == "Demande envoyée"
    assert "Délai habituel : 3 semaines" in yann.text.replace("\u00a0", " ")


@pytest.mark.parametrize(("reason", "is_kept"), [("x" * 501, False), ("x" * 490 + "\r\n" * 10, True)])
def test_a_reason_that_is_too_long_says_by_how_much(
    people: People, elise: int, yann: Browser, reason: str, is_kept: bool
) -> None:
    yann.get(page(people, elise) + "/rendez-vous/nouveau", type="demande-employeur")
    typed = {"Motif professionnel": reason, "Salarié informé de la demande le": "18/01/2027"}
    yann.submit("Envoyer la demande", typed, expect=303 if is_kept else 422)
    assert yann.errors == ([] if is_kept else ["500 caractères au maximum : supprimez-en 1"])
