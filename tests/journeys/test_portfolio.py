"""An accounting firm brings in its clients as a list."""

import io

from tests.people import NUMBER, People
from tests.support.browser import Browser
from tests.support.mailbox import Mailbox, text_of

FORM = "Ajouter ces entreprises"


def test_a_list_is_added_and_its_refused_lines_come_back(browser: Browser, people: People, mailbox: Mailbox) -> None:
    browser.ceiling, solene = 60, people.solene
    people.attach(people.jeanne, people.bakery)
    browser.sign_in(people.jeanne)
    browser.follow("Ajouter une entreprise")
    browser.follow("Importer une liste")
    browser.submit(
        FORM,
        {"Votre liste": f"code;numero;ref\n220417;{NUMBER}\n22 0065;{NUMBER};MOR1\n229999;{NUMBER}\nseul\n"},
        expect=200,
    )
    assert "1 ajoutée, 1 déjà gérée, 2 refusées" in browser.text
    assert [row["Résultat"] for row in browser.rows()] == [
        "Déjà gérée",
        "Ajoutée",
        "Code adhérent ou n° télédéclarant incorrect",
        "Ligne incomplète : il faut un code adhérent et un n° télédéclarant",
    ]
    assert browser.page.textarea.get_text().split() == [f"229999;{NUMBER}", "seul"]
    assert "GARAGE MORIN" in text_of(mailbox.last_to(people.jeanne))
    assert mailbox.last_to(solene)["Subject"] == "Un tiers déclarant a accès à votre espace AIST22"

    browser.get("/entreprises/", q="mor1")
    assert [row["Réf. cabinet"] for row in browser.rows()] == ["MOR1, modifier la réf. de GARAGE MORIN"]


def test_a_file_as_excel_writes_it(browser: Browser, people: People) -> None:
    jeanne, _ = people.jeanne, people.garage
    browser.sign_in(jeanne)
    browser.get("/entreprises/importer")
    content = f"code adhérent;n°;référence\r\n220065;{NUMBER};Été\r\n".encode("cp1252")
    browser.submit(FORM, {"Ou un fichier CSV": (io.BytesIO(content), "clients.csv")}, expect=200)
    assert "1 ajoutée" in browser.text


def test_what_is_not_a_list_is_refused_in_words(browser: Browser, people: People) -> None:
    browser.sign_in(people.jeanne)
    browser.get("/entreprises/importer")
    browser.submit(FORM, expect=422)
    assert browser.errors == ["Collez votre liste ou choisissez un fichier"]
    browser.submit(FORM, {"Ou un fichier CSV": (io.BytesIO(b"\x89PNG\r\n\x1a\n\0\0"), "logo.png")}, expect=422)
    assert browser.errors == ["Ce fichier n’est pas un fichier CSV. Enregistrez votre tableau au format CSV"]
    browser.submit(FORM, {"Votre liste": "1;2\n" * 301}, expect=422)
    assert browser.errors == ["Envoyez 300 lignes au maximum à la fois"]
    assert browser.page.textarea.get_text().strip().startswith("1;2")


def test_a_list_of_guesses_stops_at_the_limit(browser: Browser, people: People) -> None:
    browser.ceiling = 120
    browser.sign_in(people.jeanne)
    browser.get("/entreprises/importer")
    browser.submit(FORM, {"Votre liste": "\n".join(f"22{n:04d};123456{n:02d}" for n in range(15))}, expect=200)
    outcomes = [row["Résultat"] for row in browser.rows()]
    assert outcomes.count("Code adhérent ou n° télédéclarant incorrect") == 10
    assert outcomes.count("Non traitée : trop d’identifiants incorrects aujourd’hui") == 5
