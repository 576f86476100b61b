"""Identifiants et courriers, seen by axe-core, and gone through by an agent and an employer."""

import pytest
from flask import Flask

from app.clock import today
from app.services import jobs, works
from tests.browser.axe import Inspector
from tests.browser.screen import Screen
from tests.people import People
from tests.support.identifiers import letters_in, placed

pytestmark = pytest.mark.browser


@pytest.mark.looks_at(
    "staff.identifiers.company", "staff.identifiers.erase", "staff.identifiers.index", "staff.identifiers.renew"
)
def test_identifiers_of_one_company(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    home = f"/gestion/entreprises/{placed(people, 'ATELIER', '220001', address='')}/identifiants"
    page.signed_in(app, people.anouk).open("/gestion/identifiants").shows("Identifiants et courriers")
    inspector.look(page)
    inspector.look(page.open("/gestion/identifiants?q=xyz"), "no company")
    inspector.look(page.open("/gestion/identifiants?etat=sans-numero"), "nothing to do")
    inspector.look(page.open(home).says("Adresse à compléter"), "a weak number")
    inspector.look(page.open(f"{home}/nouveau"), "a question")
    stale = page.another_tab().open(f"{home}/nouveau")
    page.press("Générer un nouveau numéro").says("ne sera plus affiché")
    inspector.look(page, "a number")
    stale.press("Générer un nouveau numéro").says("a changé depuis l’affichage")
    inspector.look(stale, "a number already drawn")
    page.follow("J’ai imprimé")
    inspector.look(page, "erase the file")
    page.press("Effacer le fichier").says("Fichier effacé")
    inspector.look(page, "file erased")
    gone = placed(people, "PARTIE", "220002", left_on=today())
    inspector.look(page.open(f"/gestion/entreprises/{gone}/identifiants"), "a company that left")


@pytest.mark.looks_at("staff.identifiers.letters", "staff.identifiers.print_letters")
def test_letters_of_many(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    for rank in range(101):
        placed(people, f"ATELIER {rank:03d}", f"22{rank:04d}")
    choice = "/gestion/identifiants/courriers?selection=toutes"
    page.signed_in(app, people.anouk).open(choice).shows("Éditer les courriers")
    inspector.look(page, "letters to ask for")
    page.press("Éditer 101 courriers").errors.wait_for()
    inspector.look(page, "letters refused")
    page.press("Éditer 101 courriers", {"Nombre de courriers": "101"}).says("En attente de son tour")
    inspector.look(page, "letters asked for")
    inspector.look(page.another_tab().open(choice).says("Attendez"), "letters under way")
    with app.app_context():
        assert jobs.run_waiting(works.WORKS) == 1
    page.looks_again().shows("Courriers d’identifiants").says("101 courriers prêts")
    inspector.look(page, "letters printed")
    with page.page.expect_download() as download:
        page.follow("Télécharger les courriers")
    letter = letters_in(download.value.path().read_bytes())[0]
    inspector.look(page.open("/gestion/identifiants"), "a full list")
    page.context.clear_cookies()
    page.open("/connexion/code").press("Valider", {"Code adhérent": letter.code, "N° télédéclarant": letter.number})
    page.shows("Créer votre compte")
