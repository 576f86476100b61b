"""An accountant declares for several clients, one after the other, and takes their receipts away."""

import io
import zipfile
from typing import Any

import pytest
import time_machine
from flask import Flask

from tests.people import People
from tests.support.browser import Browser
from tests.support.declarations import JANUARY, campaign, declared, hire
from tests.support.documents import names_in
from tests.support.records import visiting
from tests.support.season import declares


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(JANUARY, tick=True) as travelling:
        yield travelling


@pytest.fixture
def clients(app: Flask, people: People) -> list[str]:
    """The public ids of three clients with an employee each."""
    campaign(app)
    made = []
    for name, code in (("AMBULANCES CADIOU", "220101"), ("BAR DU PORT", "220102"), ("CRÊPERIE DE L’ŒUF", "220103")):
        made.append(people.company(name, code, address="3 rue du Port", postcode="22000", email="contact@example.org"))
        people.attach(people.jeanne, made[-1])
        hire(people, made[-1], "DURAND")
    return made


def declare(browser: Browser, name: str) -> None:
    for button in ("Commencer", "Continuer", "Continuer", "Ces coordonnées"):
        browser.submit(button)
    certified = f"Je certifie l’exactitude des informations déclarées au nom de mon client {name}"
    browser.submit("Envoyer la déclaration", {certified: True})
    assert browser.heading == "Déclaration envoyée"


def test_from_one_client_to_the_next(app: Flask, people: People, clients: list[str]) -> None:
    jeanne = Browser(app).sign_in(people.jeanne)
    jeanne.ceiling = 40
    jeanne.post("/entreprises/", {"action": "declarer", "e": [clients[2], clients[0]]})
    jeanne.get(jeanne.response.headers["Location"])
    jeanne.follow("Dossier suivant : CRÊPERIE DE L’ŒUF")
    declare(jeanne, "CRÊPERIE DE L’ŒUF")
    jeanne.follow("Dossier suivant : AMBULANCES CADIOU (2 sur 2)")
    assert f"/e/{clients[0]}/" in jeanne.url
    declare(jeanne, "AMBULANCES CADIOU")
    assert "Toutes les déclarations de cette file sont faites." in jeanne.text
    jeanne.follow("Quitter la file")
    assert [row["Déclaration 2027"] for row in jeanne.rows()] == ["Faite", "À faire", "Faite"]

    receipt = jeanne.get(f"/e/{clients[0]}/cotisation/recu/{number_of(jeanne)}")
    assert "Dossier suivant" not in receipt.get_text(), "without a queue, nothing follows"

    jeanne.get("/entreprises/")
    jeanne.post("/entreprises/", {"action": "recus", "e": clients})
    jeanne.get(jeanne.response.headers["Location"])
    archive = zipfile.ZipFile(io.BytesIO(jeanne.response.data))
    assert [name.split("_Recu_")[0] for name in archive.namelist()] == [
        "AMBULANCES-CADIOU_220101/2027-01-19",
        "CREPERIE-DE-L-OEUF_220103/2027-01-19",
    ]
    assert all(archive.read(name).startswith(b"%PDF-") for name in archive.namelist())
    assert "2027-01-19_Recus-2027.zip" in jeanne.response.headers["Content-Disposition"]

    jeanne.get("/entreprises/recus.zip", e=clients[1], expect=422)
    assert jeanne.errors == ["Aucun reçu : les entreprises cochées n’ont pas encore déclaré sur le portail"]


def test_only_the_portal_s_own_receipts_are_written(app: Flask, people: People, clients: list[str]) -> None:
    declares(app, clients[0], 12)
    declares(app, clients[1], 12, receipt=None, sent_at=None)
    jeanne = Browser(app).sign_in(people.jeanne)
    jeanne.get("/entreprises/recus.zip", e=clients[:2], expect=422)
    jeanne.ceiling = 40
    jeanne.get(f"/e/{clients[2]}/cotisation/")
    declare(jeanne, "CRÊPERIE DE L’ŒUF")
    jeanne.get("/entreprises/recus.zip", e=clients)
    assert len(zipfile.ZipFile(io.BytesIO(jeanne.response.data)).namelist()) == 1


def test_a_receipt_that_was_seen_is_no_longer_new(app: Flask, people: People, clients: list[str]) -> None:
    for number, client in enumerate(clients):
        with visiting(app, people.person("Ana", f"Le Bras {number}", client), client) as access:
            declared(access)
    jeanne = Browser(app).sign_in(people.jeanne)
    jeanne.get("/entreprises/")
    assert ["1 document" in row["Nouveautés"] for row in jeanne.rows()] == [True, True, True]
    jeanne.get("/entreprises/recus.zip", e=clients[0])
    jeanne.get(f"/e/{clients[1]}/documents")
    jeanne.follow("Détail", within="tbody")
    assert jeanne.heading == "Déclaration envoyée"
    jeanne.get("/entreprises/")
    assert ["1 document" in row["Nouveautés"] for row in jeanne.rows()] == [False, False, True]


def test_a_receipt_is_ticked_and_saved_as_any_document(app: Flask, people: People, clients: list[str]) -> None:
    with visiting(app, people.person("Ana", "Le Bras", clients[0]), clients[0]) as access:
        receipt = declared(access).receipt
    jeanne = Browser(app).sign_in(people.jeanne)
    jeanne.get(f"/e/{clients[0]}/documents")
    assert [box["value"] for box in jeanne.page.select("tbody input")] == ["1"]
    name = f"2027-01-19_Recu_{receipt}_AMBULANCES-CADIOU.pdf"
    assert names_in(jeanne, f"/e/{clients[0]}/documents/archive?document=1") == [name]
    jeanne.get(f"/e/{clients[0]}/documents")
    jeanne.follow(f"Reçu de déclaration {receipt} (PDF)")
    assert jeanne.response.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert jeanne.response.data.startswith(b"%PDF-")


def test_the_receipts_of_others_are_not_in_the_archive(app: Flask, people: People, clients: list[str]) -> None:
    jeanne = Browser(app).sign_in(people.jeanne)
    jeanne.ceiling = 40
    jeanne.get(f"/e/{clients[0]}/cotisation/")
    declare(jeanne, "AMBULANCES CADIOU")
    solene = Browser(app).sign_in(people.solene)
    people.attach(people.solene, clients[1])
    solene.get("/entreprises/recus.zip", e=clients, expect=422)


def number_of(browser: Browser) -> str:
    link = browser.page.find("a", string=lambda text: text and "Voir le reçu" in text) or browser.page.select_one(
        "a[href*='/cotisation/recu/']"
    )
    return str(link["href"]).rpartition("/")[2]
