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


def test_identifiers_of_one_company(scripted: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    home = f"/gestion/entreprises/{placed(people, 'ATELIER', '220001', address='')}/identifiants"
    scripted.signed_in(app, people.anouk).open("/gestion/identifiants").shows("Identifiants et courriers")
    inspector.look(scripted)
    inspector.look(scripted.open("/gestion/identifiants?q=xyz"), "no company")
    inspector.look(scripted.open("/gestion/identifiants?etat=sans-numero"), "nothing to do")
    inspector.look(scripted.open(home).says("Adresse à compléter"), "a weak number")
    inspector.look(scripted.open(f"{home}/nouveau"), "a question")
    stale = scripted.another_tab().open(f"{home}/nouveau")
    scripted.press("Générer un nouveau numéro").says("ne sera plus affiché")
    inspector.look(scripted, "a number")
    stale.press("Générer un nouveau numéro").says("a changé depuis l’affichage")
    inspector.look(stale, "a number already drawn")
    scripted.follow("J’ai imprimé")
    inspector.look(scripted, "erase the file")
    scripted.press("Effacer le fichier").says("Fichier effacé")
    inspector.look(scripted, "file erased")
    gone = placed(people, "PARTIE", "220002", left_on=today())
    inspector.look(scripted.open(f"/gestion/entreprises/{gone}/identifiants"), "a company that left")


def test_letters_of_many(scripted: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    for rank in range(101):
        placed(people, f"ATELIER {rank:03d}", f"22{rank:04d}")
    choice = "/gestion/identifiants/courriers?selection=toutes"
    scripted.signed_in(app, people.anouk).open(choice).shows("Éditer les courriers")
    inspector.look(scripted, "letters to ask for")
    scripted.press("Éditer 101 courriers").errors.wait_for()
    inspector.look(scripted, "letters refused")
    scripted.press("Éditer 101 courriers", {"Nombre de courriers": "101"}).says("En attente de son tour")
    inspector.look(scripted, "letters asked for")
    inspector.look(scripted.another_tab().open(choice).says("Attendez"), "letters under way")
    with app.app_context():
        assert jobs.run_waiting(works.WORKS) == 1
    # The page looks again by itself.
    scripted.shows("Courriers d’identifiants").says("101 courriers prêts")
    inspector.look(scripted, "letters printed")
    with scripted.page.expect_download() as download:
        scripted.follow("Télécharger les courriers")
    letter = letters_in(download.value.path().read_bytes())[0]
    inspector.look(scripted.open("/gestion/identifiants"), "a full list")
    scripted.context.clear_cookies()
    scripted.open("/connexion/code").press("Valider", {"Code adhérent": letter.code, "N° télédéclarant": letter.number})
    scripted.shows("Créer votre compte")
