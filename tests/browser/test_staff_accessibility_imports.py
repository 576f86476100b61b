"""Imports and exports, from the files chosen to the report, in a browser; each page and state by axe-core."""

from pathlib import Path

import pytest
from flask import Flask

from app.services import jobs
from app.services.works import WORKS
from tests.browser.axe import Inspector
from tests.browser.screen import Screen
from tests.people import People
from tests.services.exchange.support import COMPANIES, EMPLOYEES, write

pytestmark = pytest.mark.browser
HOME = "/gestion/imports/"


def done(app: Flask) -> None:
    with app.app_context():
        jobs.run_waiting(WORKS)


@pytest.mark.looks_at("staff.imports.apply", "staff.imports.index", "staff.imports.numbers", "staff.imports.show")
def test_an_import_from_end_to_end(
    page: Screen, app: Flask, people: People, inspector: Inspector, tmp_path: Path
) -> None:
    companies = "".join(f"{number};ENTREPRISE {number};;;;;;;\n" for number in range(1, 121))
    write(tmp_path, liste=COMPANIES + companies + "999;X;12;;;;;;\n", salaries=EMPLOYEES.replace("reference;", ""))
    page.signed_in(app, people.anouk).open(HOME)
    inspector.look(page, "empty")
    page.press("Envoyer et contrôler").errors.wait_for()
    inspector.look(page, "nothing chosen")
    page.field("Fichiers à importer").set_input_files([tmp_path / "liste.csv", tmp_path / "salaries.csv"])
    page.press("Envoyer et contrôler").says("D’après ses colonnes, ce fichier serait adherents.csv")
    inspector.look(page, "columns")
    page.press("Lancer l’essai à blanc").says("En attente")
    inspector.look(page, "waiting")
    done(app)
    page.page.reload()
    page.says("Voici ce que l’import ferait maintenant")
    inspector.look(page, "trial")
    page.follow("Appliquer…").press("Appliquer l’import").errors.wait_for()
    inspector.look(page, "number asked")
    page.press("Appliquer l’import", {"Nombre de lignes à écrire": "120"}).says("En attente")
    done(app)
    page.page.reload()
    page.says("Des n° télédéclarants ont été créés")
    inspector.look(page, "applied")
    page.follow("Recevoir la liste").shows("N° télédéclarants créés")
    inspector.look(page, "numbers")
    with page.page.expect_download() as download:
        page.press("Télécharger puis effacer")
    assert len(Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()) == 121
    inspector.look(page.open(HOME), "full")


@pytest.mark.looks_at("staff.imports.exports")
def test_exports(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    page.signed_in(app, people.anouk)
    inspector.look(page.open(HOME + "exports"), "empty")
    page.press("Exporter depuis cette date", {"Depuis le": "31/02/2026"}).errors.wait_for()
    inspector.look(page, "no such day")
    page.press("Exporter depuis cette date", {"Depuis le": "01/01/2026"}).says("En attente")
    done(app)
    inspector.look(page.open(HOME + "exports"), "full")
