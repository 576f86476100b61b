"""An agent sends files, sees their columns, tries them, applies them, and takes what was refused."""

from flask import Flask

from app.models import Company, Employee, User
from app.services import jobs
from app.services.works import WORKS
from tests.people import People
from tests.services.exchange.support import (
    ACCOUNTS,
    BAKERY,
    COMPANIES,
    DOCUMENTS,
    ELISE,
    EMPLOYEES,
    GARAGE,
    INVOICE,
    PDF,
    YANN,
    count,
    stored,
)
from tests.support.browser import Browser
from tests.support.importing import COUNTS, HOME, archive, place, send, table, work
from tests.support.records import journal, letters_to
from tests.support.workbooks import workbook


def test_files_are_checked_tried_and_applied(app: Flask, agent: Browser) -> None:
    send(agent, ("adherents.csv", COMPANIES + BAKERY + GARAGE), ("salaries.csv", EMPLOYEES + ELISE))
    assert "Fichiers reçus" in agent.text
    assert "BOULANGERIE LE GALL" in agent.text
    work(agent, "Lancer l’essai à blanc")
    assert table(agent, COUNTS) == [["adherents.csv", "2", "0", "0", "0"], ["salaries.csv", "1", "0", "0", "0"]]
    with app.app_context():
        assert (count(Company), count(Employee)) == (0, 0)
    agent.follow("Appliquer…")
    work(agent, "Appliquer l’import")
    with app.app_context():
        assert (count(Company), count(Employee)) == (2, 1)
    assert table(agent, COUNTS)[0][1] == "2"
    assert not (place(agent) / "tables").exists()
    agent.get(HOME)
    assert agent.rows()[0] | {"Envoyé": ""} == {
        "Envoyé": "",
        "Par": "Anouk AGENT",
        "Fichiers": "adherents.csv, salaries.csv",
        "Écrites": "3",
        "Refusées": "0",
        "État": "Appliqué",
    }


def test_bad_lines_stay_out_and_come_back_in_a_file(app: Flask, agent: Browser) -> None:
    bad = "220999;=HYPERLINK(1);12;;;;;;\n"
    send(agent, ("adherents.csv", COMPANIES + BAKERY + bad))
    work(agent, "Lancer l’essai à blanc")
    assert table(agent, "1\u00a0refus")[0][-1] == "un SIRET compte 14 chiffres"
    agent.follow("Appliquer…")
    work(agent, "Appliquer l’import")
    agent.follow("Télécharger les refus")
    assert "adherents.csv;3;siret;12;un SIRET compte 14 chiffres" in agent.response.text
    assert agent.response.headers["Content-Disposition"].startswith("attachment")
    with app.app_context():
        assert count(Company) == 1


def test_strict_refuses_it_all_and_lets_one_try_again(app: Flask, agent: Browser) -> None:
    send(agent, ("adherents.csv", COMPANIES + BAKERY + "220999;X;12;;;;;;\n"))
    work(agent, "Lancer l’essai à blanc")
    agent.follow("Appliquer…")
    work(agent, "Appliquer l’import", {"Tout refuser si une seule ligne est mauvaise": True})
    assert "Rien n’a été importé" in agent.text
    with app.app_context():
        assert count(Company) == 0
    agent.follow("Appliquer…")
    work(agent, "Appliquer l’import")
    with app.app_context():
        assert count(Company) == 1


def test_a_file_of_another_name_is_said_to_be_what_it_is(app: Flask, agent: Browser) -> None:
    send(agent, ("extraction 2027.csv", COMPANIES + BAKERY))
    assert "D’après ses colonnes, ce fichier serait adherents.csv" in agent.text
    agent.submit("Lancer l’essai à blanc", {"Ce fichier est": ""}, expect=422)
    assert agent.errors == ["Indiquez ce qu’est au moins un des fichiers"]
    work(agent, "Lancer l’essai à blanc", {"Ce fichier est": "adherents.csv"})
    assert table(agent, COUNTS)[0][0] == "adherents.csv"


def test_a_file_that_looks_like_nothing_waits_to_be_named(agent: Browser) -> None:
    send(agent, ("notes.csv", "a;b\n1;2\n"))
    assert "indiquez ce qu’il contient" in agent.text
    agent.submit("Enregistrer sans essayer", {"Ce fichier est": "salaries.csv"})
    assert "Fichiers enregistrés" in agent.text
    assert "sans elles, le fichier est refusé en entier" in agent.text


def test_two_files_are_not_the_same_one(agent: Browser) -> None:
    send(agent, ("adherents.csv", COMPANIES + BAKERY), ("Adherents.CSV", COMPANIES + GARAGE))
    page = agent.page
    names = [select["name"] for select in page.select("select")]
    agent.post(agent.url.partition("?")[0] + "/fichiers", dict.fromkeys(names, "adherents.csv"), expect=422)
    assert agent.errors == ["Deux fichiers sont indiqués comme adherents.csv : gardez-en un seul"]


def test_missing_and_unknown_columns_are_told_before_anything(agent: Browser) -> None:
    send(agent, ("adherents.csv", "code_adherent;couleur\n220417;bleu\n"))
    assert "raison_sociale" in agent.text
    assert "couleur : elles seront ignorées" in agent.text


def test_a_workbook_gives_the_same_rows(app: Flask, agent: Browser) -> None:
    rows = [("code_adherent", "raison_sociale", "siret"), ("220417", "BOULANGERIE", 73282932000074.0)]
    lost = ("220418", "GARAGE", "8,03318E+13")
    send(agent, ("Export.xlsx", workbook({"Lisez-moi": [("rien",)], "adherents": [*rows, lost]})))
    work(agent, "Lancer l’essai à blanc")
    assert table(agent, COUNTS)[0][1] == "1"
    assert "écriture scientifique" in table(agent, "1\u00a0refus")[0][-1]


def test_a_folder_is_sent_with_its_documents(app: Flask, people: People, agent: Browser) -> None:
    assert people.bakery
    invoice = INVOICE.format(file="factures/F-1.pdf")
    send(
        agent,
        (
            "envoi.zip",
            archive(envoi__documents_csv=DOCUMENTS + invoice, envoi__factures__F="", **{"envoi/factures/F-1.pdf": PDF}),
        ),
    )
    work(agent, "Lancer l’essai à blanc")
    assert table(agent, COUNTS)[0][1] == "1"
    with app.app_context():
        assert stored() == []
    agent.follow("Appliquer…")
    work(agent, "Appliquer l’import")
    with app.app_context():
        assert len(stored()) == 1


def test_many_lines_ask_for_their_number(app: Flask, agent: Browser) -> None:
    lines = "".join(f"{number};ENTREPRISE {number};;;;;;;\n" for number in range(1, 151))
    send(agent, ("adherents.csv", COMPANIES + lines))
    work(agent, "Lancer l’essai à blanc")
    agent.follow("Appliquer…")
    agent.submit("Appliquer l’import", expect=422)
    assert agent.errors == ["Saisissez 150 pour confirmer"]
    work(agent, "Appliquer l’import", {"Nombre de lignes à écrire": "150"})
    with app.app_context():
        assert count(Company) == 150


def test_numbers_drawn_are_handed_over_once(app: Flask, agent: Browser) -> None:
    send(agent, ("adherents.csv", COMPANIES + "220417;BOULANGERIE;;;;;;;\n"))
    work(agent, "Lancer l’essai à blanc")
    agent.follow("Appliquer…")
    work(agent, "Appliquer l’import")
    import_url = agent.url
    agent.follow("Recevoir la liste")
    agent.submit("Télécharger puis effacer", expect=200)
    header, line = agent.response.get_data().decode("utf-8-sig").splitlines()
    assert header == "code_adherent;raison_sociale;numero_teledeclarant"
    assert line.startswith("220417;BOULANGERIE;")
    agent.get(import_url)
    assert "Recevoir la liste" not in agent.text
    agent.get(import_url.partition("?")[0] + "/identifiants", expect=404)
    assert "import.numbers_given" in journal(app)


def test_invited_accounts_receive_their_password(app: Flask, agent: Browser) -> None:
    send(agent, ("comptes.csv", ACCOUNTS + YANN))
    work(agent, "Lancer l’essai à blanc")
    agent.follow("Appliquer…")
    work(agent, "Appliquer l’import", {"Inviter les comptes créés": True})
    with app.app_context():
        assert count(User) == 2
    assert letters_to(app, YANN.partition(";")[0]) == ["first_password"]


def test_the_second_of_two_agents_is_told(app: Flask, people: People, agent: Browser) -> None:
    send(agent, ("adherents.csv", COMPANIES + BAKERY))
    other = Browser(app).sign_in(people.anouk)
    other.get(agent.url)
    agent.submit("Lancer l’essai à blanc")
    other.submit("Abandonner", expect=409)
    with app.app_context():
        jobs.run_waiting(WORKS)
    other.get(agent.url)
    other.submit("Abandonner")
    agent.get(agent.url.partition("?")[0])
    assert "Cet import a été abandonné" in agent.text
    agent.get(agent.url.partition("?")[0] + "/appliquer")
    assert agent.heading.startswith("Import du")


def test_an_empty_file_of_each_kind_can_be_taken(agent: Browser) -> None:
    agent.get(HOME)
    agent.follow("salaries.csv")
    assert agent.response.get_data().decode("utf-8-sig").startswith("code_adherent;reference;nom_naissance;")


def test_a_large_file_is_taken_here_and_nowhere_else(agent: Browser) -> None:
    line = "220417;BOULANGERIE LE GALL;;;;;;;\n"
    send(agent, ("adherents.csv", COMPANIES + line * 250_000))
    assert "250 000 lignes" in agent.text
