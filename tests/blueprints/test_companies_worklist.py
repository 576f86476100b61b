"""« Mes entreprises » as an accountant's worklist: counters, filters, what is done to the companies that are ticked."""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask

from app.models import DeclarationState, DocumentKind, DocumentState, Role
from app.navigation import SECTIONS, Section
from app.services import portfolio_archives
from tests.people import People
from tests.support.browser import Browser
from tests.support.declarations import campaign
from tests.support.documents import published, readings
from tests.support.portfolio import BEFORE, CLOSED, LATE, OPEN, declared
from tests.support.records import link

ONE_BY_ONE = "Déclarer l’une après l’autre"


@pytest.fixture(autouse=True)
def in_january() -> Iterator[Any]:
    with time_machine.travel(OPEN, tick=False) as clock:
        yield clock


@pytest.fixture
def clients(app: Flask, people: People) -> list[str]:
    """Four clients of Jeanne, who have done nothing, begun, declared, and left the association."""
    campaign(app)
    made = people.clients(people.jeanne, 3)
    declared(app, made[1], DeclarationState.DRAFT)
    declared(app, made[2])
    gone = people.company("QUI EST PARTIE", "229999", left_on=OPEN.date())
    people.attach(people.jeanne, gone)
    return [*made, gone]


@pytest.fixture
def jeanne(app: Flask, people: People, clients: list[str]) -> Browser:
    browser = Browser(app).sign_in(people.jeanne)
    browser.ceiling = 30
    return browser


def tick(browser: Browser, action: str, *companies: str, expect: int = 303) -> None:
    browser.post(browser.url, {"action": action, "e": list(companies)}, expect=expect)
    if expect == 303:
        browser.get(browser.response.headers["Location"])


def counters(browser: Browser) -> list[str]:
    return [" ".join(one.get_text().split()) for one in browser.page.select(".counter")]


def test_signing_in_leads_to_the_list(jeanne: Browser) -> None:
    assert jeanne.heading == "Mes entreprises"
    assert counters(jeanne) == ["1 déclaration à faire", "1 en cours", "1 faite", "0 en retard"]


def test_each_row_says_where_it_stands_and_what_to_do(jeanne: Browser) -> None:
    told = [(row["Déclaration 2027"], row["Action"]) for row in jeanne.rows()]
    assert told == [
        ("À faire", "Déclarer pour CLIENT 0001"),
        ("En cours", "Reprendre pour CLIENT 0002"),
        ("Faite", "Voir le reçu pour CLIENT 0003"),
        ("—", "Ne plus gérer QUI EST PARTIE"),
    ]


def test_a_counter_narrows_the_list(jeanne: Browser) -> None:
    jeanne.follow("en cours")
    assert [row["Déclaration 2027"] for row in jeanne.rows()] == ["En cours"]
    assert jeanne.page.select_one(".counter [aria-current]").get_text(" ", strip=True) == "1 en cours"
    assert jeanne.page.select_one("#etat [selected]").get_text() == "En cours"
    jeanne.follow("en retard")
    assert "Aucune de vos entreprises n’a sa déclaration 2027 à l’état « En retard »." in jeanne.text
    jeanne.submit("Filtrer", {"Rechercher une entreprise": "personne"})
    assert "Aucune entreprise ne correspond à votre recherche." in jeanne.text
    jeanne.follow("Effacer les filtres")
    assert len(jeanne.rows()) == 4


def test_the_filter_is_sent_as_a_page_and_typed_as_a_fragment(jeanne: Browser) -> None:
    jeanne.submit("Filtrer", {"Rechercher une entreprise": "client", "Déclaration 2027": "faite"})
    assert [row["Action"] for row in jeanne.rows()] == ["Voir le reçu pour CLIENT 0003"]
    jeanne.fragment("/entreprises/", q="client 0002", etat="en-cours")
    assert [row["Action"] for row in jeanne.rows()] == ["Reprendre pour CLIENT 0002"]
    jeanne.fragment("/entreprises/", q="0000000000", etat="faite")
    jeanne.fragment("/entreprises/", q="client", etat="nonsense", tri="nonsense", page="-3")
    assert len(jeanne.rows()) == 3


@pytest.mark.parametrize(
    ("day", "told", "words"),
    [
        (BEFORE, "La campagne 2027 ouvrira le 04/01/2027.", []),
        (LATE, "", ["En retard", "En retard", "Faite", "—"]),
        (CLOSED, "Campagne 2027 close le 28 février.", ["Non faite", "Non faite", "Faite", "—"]),
    ],
)
def test_the_list_follows_the_campaign(
    app: Flask, people: People, clients: list[str], in_january: Any, day: datetime, told: str, words: list[str]
) -> None:
    in_january.move_to(day)
    jeanne = Browser(app).sign_in(people.jeanne)
    assert told in jeanne.text
    assert bool(counters(jeanne)) is (day is LATE)
    assert [row.get("Déclaration 2027") for row in jeanne.rows()] == (words or [None] * 4)
    # The link of an old reminder.
    jeanne.get("/entreprises/", etat="a-faire")
    assert [row.get("Déclaration 2027") for row in jeanne.rows()] == (words[:2] or [None] * 4)
    assert any(ONE_BY_ONE in button.get_text() for button in jeanne.page.select("button")) is (day is LATE)


def test_nothing_can_be_done_with_nothing_ticked(jeanne: Browser) -> None:
    for action in ("declarer", "factures", "recus"):
        tick(jeanne, action, expect=422)
        assert jeanne.errors == ["Cochez au moins une entreprise"]
        assert jeanne.title.startswith("Erreur – ")
        assert len(jeanne.rows()) == 4
    for address in ("factures.zip", "recus.zip"):
        jeanne.get(f"/entreprises/{address}", expect=422)
        assert jeanne.errors == ["Cochez au moins une entreprise"]
    jeanne.post("/entreprises/", {"action": "nonsense", "e": "x"}, expect=400)


def test_a_stale_page_keeps_what_was_ticked(jeanne: Browser, clients: list[str]) -> None:
    jeanne.post("/entreprises/", {"action": "declarer", "e": clients[0], "csrf_token": "stale"}, expect=422)
    assert [box["value"] for box in jeanne.page.select("[name=e][checked]")] == [clients[0]]


def test_the_whole_page_is_ticked_at_once(jeanne: Browser) -> None:
    jeanne.get("/entreprises/", q="client")
    jeanne.submit("Tout sélectionner (3 sur cette page)")
    assert len(jeanne.page.select("[name=e][checked]")) == 3
    assert jeanne.page.select_one("#q")["value"] == "client"
    jeanne.follow("Tout désélectionner")
    assert not jeanne.page.select("[name=e][checked]")


def test_clients_are_declared_one_after_the_other(app: Flask, jeanne: Browser, clients: list[str]) -> None:
    tick(jeanne, "declarer", *clients)
    assert jeanne.heading == ONE_BY_ONE
    assert [(row["Rang"], row["Action"]) for row in jeanne.rows()] == [
        ("1", "Déclarer pour CLIENT 0001"),
        ("2", "Reprendre pour CLIENT 0002"),
    ]
    here = jeanne.url
    queue = here.rpartition("/")[2]
    first = jeanne.page.find("a", string=lambda text: text and "Dossier suivant" in text)
    assert first["href"] == f"/e/{clients[0]}/cotisation/?file={queue}"
    declared(app, clients[0])
    jeanne.get(here)
    assert "Dossier suivant : CLIENT 0002" in jeanne.text.replace("\u00a0", " ")
    declared(app, clients[1])
    jeanne.get(here)
    assert "Toutes les déclarations de cette file sont faites" in jeanne.text
    jeanne.follow("Voir mes entreprises")
    tick(jeanne, "declarer", *clients, expect=422)
    assert jeanne.errors == ["Il n’y a plus rien à déclarer pour les entreprises cochées"]


def test_somebody_else_s_queue_does_not_exist(app: Flask, people: People, jeanne: Browser, clients: list[str]) -> None:
    tick(jeanne, "declarer", *clients)
    Browser(app).sign_in(people.solene).get(jeanne.url, expect=404)
    jeanne.get("/entreprises/file/0000000000", expect=404)


def test_the_reference_of_a_client_is_given_and_taken_away(
    app: Flask, people: People, jeanne: Browser, clients: list[str]
) -> None:
    jeanne.follow("Ajouter une réf. pour CLIENT 0001")
    jeanne.submit("Enregistrer", {"Réf. cabinet": "x" * 41}, expect=422)
    assert jeanne.errors == ["40 caractères au maximum"]
    jeanne.submit("Enregistrer", {"Réf. cabinet": " CLI-1 "})
    assert "Réf. cabinet enregistrée" in jeanne.text
    assert "CLI-1" in jeanne.rows()[0]["Réf. cabinet"]
    jeanne.follow("CLI-1")
    assert jeanne.value_of("Réf. cabinet") == "CLI-1"
    jeanne.submit("Enregistrer", {"Réf. cabinet": ""})
    membership = link(app, people.jeanne, clients[0])
    assert membership
    assert membership.reference is None
    jeanne.get(f"/entreprises/reference/{people.garage}", expect=404)


def test_one_comes_back_to_the_same_place_of_the_list(jeanne: Browser) -> None:
    jeanne.get("/entreprises/", q="client", etat="a-faire", tri="-nom")
    here = jeanne.url
    jeanne.follow("Ajouter une réf. pour CLIENT 0001")
    jeanne.follow("Annuler")
    assert jeanne.url == here
    jeanne.follow("Ajouter une réf. pour CLIENT 0001")
    jeanne.submit("Enregistrer", {"Réf. cabinet": "CLI-1"})
    assert jeanne.url == f"{here}&fait=reference"


@pytest.mark.parametrize("section", SECTIONS[1:], ids=lambda section: section.name)
def test_another_company_is_opened_in_the_same_section(jeanne: Browser, clients: list[str], section: Section) -> None:
    jeanne.get(f"/e/{clients[0]}/")
    jeanne.follow(section.label, within=".rubriques")
    here = urlsplit(jeanne.url).path
    jeanne.follow("CLIENT 0002", within=".panel")
    assert urlsplit(jeanne.url).path == here.replace(clients[0], clients[1])
    jeanne.fragment("/entreprises/choix", q="client 0003", rubrique=section.name)
    assert jeanne.page.a["href"] == here.replace(clients[0], clients[2])
    jeanne.get("/entreprises/", q="client 0003", rubrique=section.name)
    assert jeanne.page.select_one("tbody th a")["href"] == here.replace(clients[0], clients[2])


def invoices_in(browser: Browser) -> list[str]:
    assert browser.response.mimetype == "application/zip"
    return sorted(zipfile.ZipFile(io.BytesIO(browser.response.data)).namelist())


def test_invoices_to_pay_and_new_ones_come_in_a_folder_for_each_company(
    app: Flask, people: People, jeanne: Browser, clients: list[str]
) -> None:
    paid = DocumentState.PAID
    published(app, clients[0], "F-1", state=paid)
    published(app, clients[0], "F-2")
    published(app, clients[0], "AT-1", DocumentKind.ATTESTATION)
    published(app, clients[1], "F-3")
    published(app, clients[2], "F-4")
    published(app, people.garage, "F-5")
    jeanne.get("/entreprises/")
    assert jeanne.rows()[0]["Nouveautés"].startswith("2 factures pour CLIENT 0001")

    tick(jeanne, "factures", clients[0], clients[1], people.garage)
    assert invoices_in(jeanne) == [
        "CLIENT-0001_230001/2027-01-19_Facture_F-1_CLIENT-0001.pdf",
        "CLIENT-0001_230001/2027-01-19_Facture_F-2_CLIENT-0001.pdf",
        "CLIENT-0002_230002/2027-01-19_Facture_F-3_CLIENT-0002.pdf",
    ]
    assert "2027-01-19_Factures.zip" in jeanne.response.headers["Content-Disposition"]
    assert readings(app) == 3

    # What was paid is no longer new, what is to pay stays to pay.
    jeanne.get("/entreprises/")
    assert [row["Nouveautés"].split(" pour")[0] for row in jeanne.rows()] == ["—", "—", "1 facture", "—"]
    tick(jeanne, "factures", clients[0])
    assert invoices_in(jeanne) == ["CLIENT-0001_230001/2027-01-19_Facture_F-2_CLIENT-0001.pdf"]


def test_the_association_may_keep_invoices_from_third_parties(
    app: Flask, people: People, jeanne: Browser, clients: list[str]
) -> None:
    app.config["DOCUMENTS_TIERS"] = frozenset({"RECU"})
    published(app, clients[0], "F-1")
    jeanne.get("/entreprises/")
    assert jeanne.rows()[0]["Nouveautés"] == "—"
    jeanne.get("/entreprises/factures.zip", e=clients[0], expect=422)
    assert jeanne.errors == ["Les entreprises cochées n’ont ni facture à régler, ni nouvelle facture"]
    assert [box["value"] for box in jeanne.page.select("[name=e][checked]")] == [clients[0]]


def test_an_archive_has_bounds(app: Flask, jeanne: Browser, clients: list[str], monkeypatch: Any) -> None:
    for number in range(3):
        published(app, clients[0], f"F-{number}")
    monkeypatch.setattr(portfolio_archives, "MOST", 2)
    jeanne.get("/entreprises/factures.zip", e=clients[0], expect=422)
    assert "au maximum" in jeanne.errors[0]
    monkeypatch.undo()
    monkeypatch.setattr(portfolio_archives, "LARGEST", 10)
    jeanne.get("/entreprises/factures.zip", e=clients[0], expect=422)
    assert "Mo au total" in jeanne.errors[0]


def test_the_export_holds_the_list_as_it_is_narrowed(jeanne: Browser) -> None:
    jeanne.get("/entreprises/", etat="en-cours", tri="-effectif")
    jeanne.follow("Exporter (CSV)")
    assert jeanne.response.mimetype == "text/csv"
    assert jeanne.response.data.decode("utf-8-sig").splitlines()[1:] == [
        "23\u00a00002;CLIENT 0002;DINAN;;0;En cours;;;0;0"
    ]


def test_the_list_shows_fifty_clients_at_once(people: People, jeanne: Browser) -> None:
    people.clients(people.jeanne, 60)
    jeanne.get("/entreprises/")
    assert len(jeanne.page.select("tbody tr")) == 50


def test_one_company_leads_home_and_none_to_the_first_step(app: Flask, people: People) -> None:
    yann = Browser(app).sign_in(people.yann)
    assert yann.url.endswith(f"/e/{people.bakery}/")
    nobody = Browser(app).sign_in(people.person("Paul", "Nouveau", role=Role.THIRD_PARTY))
    assert "Vous n’avez encore aucune entreprise." in nobody.text
