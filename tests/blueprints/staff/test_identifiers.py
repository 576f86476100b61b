"""Identifiants et courriers: from the agent's page to the letter, from the letter to the employer's space."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from app.blueprints.staff.identifiers import forms
from app.clock import now, today
from app.models import StaffRight
from app.services import jobs, upkeep
from app.services.staff import letters
from tests.people import NUMBER, People
from tests.support.browser import Browser
from tests.support.identifiers import OLD, Read, is_right, letters_in, placed, printed
from tests.support.records import journal

WRONG = "Le code adhérent ou le n° télédéclarant est incorrect"


@pytest.fixture
def bakery(people: People) -> str:
    return placed(people, "BOULANGERIE LE GALL", "220417", number=NUMBER)


@pytest.fixture
def anouk(app: Flask, people: People) -> Browser:
    return Browser(app).sign_in(people.anouk)


def enter(app: Flask, code: str, number: str, *, expect: int = 303) -> Browser:
    """An employer types these."""
    employer = Browser(app)
    employer.get("/connexion/code")
    employer.submit("Valider", {"Code adhérent": code, "N° télédéclarant": number}, expect=expect)
    return employer


def names_in(browser: Browser) -> list[str]:
    """The companies of the list."""
    return [name.get_text() for name in browser.page.select("#resultats tbody th")]


def saved(browser: Browser, link: str) -> list[Read]:
    browser.follow(link)
    assert browser.response.mimetype == "application/pdf"
    return letters_in(browser.response.get_data())


def test_an_employer_gets_in_with_the_number_of_the_letter(app: Flask, anouk: Browser, bakery: str) -> None:
    anouk.get("/gestion/identifiants")
    anouk.follow("BOULANGERIE LE GALL")
    assert NUMBER not in anouk.text
    assert "Il ne peut plus être lu" in anouk.text
    anouk.follow("Générer un nouveau n° télédéclarant")
    assert "L’ancien numéro ne permettra plus d’ajouter l’entreprise" in anouk.text
    anouk.submit("Générer un nouveau numéro", expect=200)
    shown = anouk.page.select("code.key")[1].get_text()
    [letter] = saved(anouk, "Télécharger le courrier")
    assert (letter.number, letter.code) == (shown, "220417")
    assert "http://localhost:5000/connexion/code" in letter.text
    assert WRONG in enter(app, "220417", NUMBER, expect=422).errors
    assert enter(app, letter.code, letter.number).heading == "Créer votre compte"
    assert {"declarant_number.replaced", "job.downloaded"} <= set(journal(app))


def test_a_number_is_shown_once(anouk: Browser, bakery: str) -> None:
    anouk.get(f"/gestion/entreprises/{bakery}/identifiants/nouveau")
    anouk.submit("Générer un nouveau numéro", expect=200)
    number = anouk.page.select("code.key")[1].get_text()
    for page in ("identifiants", f"entreprises/{bakery}/identifiants", f"entreprises/{bakery}/identifiants/nouveau"):
        anouk.get(f"/gestion/{page}")
        assert number not in anouk.response.get_data(as_text=True)


def test_the_second_of_two_agents_draws_nothing(app: Flask, people: People, bakery: str) -> None:
    first, second = Browser(app).sign_in(people.anouk), Browser(app).sign_in(people.agent("Gaël", *StaffRight))
    for agent in (first, second):
        agent.get(f"/gestion/entreprises/{bakery}/identifiants/nouveau")
    first.submit("Générer un nouveau numéro", expect=200)
    number = first.page.select("code.key")[1].get_text()
    second.submit("Générer un nouveau numéro", expect=409)
    assert "a changé depuis l’affichage" in second.text
    assert is_right(app, bakery, number)


def test_a_company_that_left_gets_no_number(people: People, anouk: Browser) -> None:
    gone = placed(people, "PARTIE", "220777", left_on=today())
    anouk.get(f"/gestion/entreprises/{gone}/identifiants")
    assert "Entreprise radiée" in anouk.text
    anouk.get(f"/gestion/entreprises/{gone}/identifiants/nouveau", expect=409)


def test_an_old_code_is_not_enough_to_draw_a_number(anouk: Browser, bakery: str) -> None:
    with time_machine.travel(now() + timedelta(minutes=20), tick=True):
        anouk.get(f"/gestion/entreprises/{bakery}/identifiants/nouveau")
        assert anouk.heading == "Code de connexion"


def test_letters_for_all_are_asked_for_printed_saved_and_erased(
    app: Flask, people: People, anouk: Browser, bakery: str
) -> None:
    placed(people, "SANS RUE", "220500", address="")
    anouk.get("/gestion/identifiants")
    anouk.follow("Éditer les courriers : Toutes")
    assert "1 n° télédéclarant sera remplacé" in anouk.text
    anouk.submit("Éditer 1 courrier")
    assert anouk.heading == "Courriers d’identifiants"
    work = anouk.url
    [letter] = printed(app)
    anouk.get(work)
    assert "1 courrier prêt à imprimer" in anouk.text
    assert "1 entreprise – voir la liste" in anouk.text
    assert saved(anouk, "Télécharger les courriers") == [letter]
    assert enter(app, letter.code, letter.number).heading == "Créer votre compte"
    anouk.get(work)
    anouk.follow("J’ai imprimé")
    anouk.submit("Effacer le fichier")
    assert "Fichier effacé" in anouk.text
    anouk.get(f"{work.replace('identifiants/courriers', 'travaux')}/fichier", expect=404)
    assert "identifiers.letters_erased" in journal(app)
    anouk.get("/gestion/identifiants?etat=a-completer")
    assert names_in(anouk) == ["SANS RUE"]


def test_a_file_is_kept_for_a_week(app: Flask, anouk: Browser, bakery: str) -> None:
    anouk.get("/gestion/identifiants/courriers?selection=toutes")
    anouk.submit("Éditer 1 courrier")
    printed(app)
    with time_machine.travel(now() + timedelta(days=8)), app.app_context():
        upkeep.purge()
        assert not jobs.latest(letters.KIND)
        assert not [path for path in (Path(app.instance_path) / "files").rglob("*") if path.is_file()]


def test_many_letters_are_counted_before_they_are_asked_for(
    app: Flask, people: People, anouk: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "TYPED_ABOVE", 1)
    for rank in range(2):
        placed(people, f"ATELIER {rank}", f"22000{rank}")
    anouk.get("/gestion/identifiants/courriers?selection=numero-faible")
    anouk.submit("Éditer 2 courriers", {"Nombre de courriers": ""}, expect=422)
    assert anouk.errors == ["Saisissez le nombre de courriers"]
    anouk.submit("Éditer 2 courriers", {"Nombre de courriers": "20"}, expect=422)
    assert anouk.errors == ["Il y a 2 courriers : saisissez ce nombre pour confirmer"]
    anouk.submit("Éditer 2 courriers", {"Nombre de courriers": " 2 "})
    assert anouk.heading == "Courriers d’identifiants"


def test_while_letters_are_printed_no_number_changes(anouk: Browser, bakery: str) -> None:
    anouk.get(f"/gestion/entreprises/{bakery}/identifiants/nouveau")
    renewing = anouk.page
    anouk.get("/gestion/identifiants/courriers?selection=toutes")
    asking = anouk.page
    anouk.submit("Éditer 1 courrier")
    for page, button in ((renewing, "Générer un nouveau numéro"), (asking, "Éditer 1 courrier")):
        anouk.page = page
        anouk.submit(button, expect=409)
        assert "en cours d’édition" in anouk.text


def test_companies_are_found_by_the_state_of_their_number(people: People, anouk: Browser, bakery: str) -> None:
    placed(people, "FAIBLE", "220001", number=OLD)
    for query, names in (
        ("?etat=numero-faible", ["FAIBLE"]),
        ("?q=boul", ["BOULANGERIE LE GALL"]),
        ("?etat=nimporte", ["BOULANGERIE LE GALL", "FAIBLE"]),
        ("?etat=sans-numero", []),
    ):
        anouk.get(f"/gestion/identifiants{query}")
        assert names_in(anouk) == names
    assert "Rien à traiter" in anouk.text
    anouk.get("/gestion/identifiants/courriers?selection=autre", expect=404)
