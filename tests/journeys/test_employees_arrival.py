"""Somebody comes: declared once, with the right follow-up, whatever is typed."""

from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.models import EmployeeEvent, FollowUp
from tests.people import People
from tests.support.browser import Browser
from tests.support.records import count, journal
from tests.support.staffing import ELISE, known

TODAY = date(2027, 1, 19)
REGULATED = "Travaux réglementés confiés à un jeune de moins de 18 ans"


@pytest.fixture(autouse=True)
def _in_january() -> object:
    with time_machine.travel("2027-01-19T09:00:00+00:00", tick=False):
        yield


@pytest.fixture
def yann(app: Flask, people: People) -> Browser:
    return Browser(app).sign_in(people.yann)


def home(people: People, path: str = "") -> str:
    return f"/e/{people.bakery}/salaries{path}"


def test_an_employee_is_declared_and_the_law_explained(app: Flask, people: People, yann: Browser) -> None:
    yann.get(home(people))
    yann.follow("Déclarer un nouveau salarié", within="main .actions")
    assert "vaut demande de visite d’embauche" in yann.text
    yann.submit("Enregistrer", {**ELISE, "Chute de hauteur en montant ou en démontant des échafaudages": True})
    assert yann.heading == "DURAND Élise"
    assert "art. R. 4624-23, I, 7°" in yann.text
    assert "avant la prise de poste du 01/02/2027 (art. R. 4624-24" in yann.text
    employee = known(app, people.bakery, 1)
    assert (employee["follow_up"], employee["risks"]) == (FollowUp.SIR, "montage d’échafaudages")
    assert employee["follow_up_confirmed_on"] == TODAY
    assert employee["next_visit_due_on"] == date(2027, 2, 1)
    assert employee["reference"].startswith("P-")
    assert "employee.declared" in journal(app)
    assert "Arrivée déclarée, entrée le 01/02/2027" in yann.text


@pytest.mark.parametrize(
    ("employee", "latest"),
    [
        ({}, "samedi 1er mai"),
        ({"contract": "Contrat d’apprenti"}, "jeudi 1er avril"),
        ({"risks": "travail de nuit"}, "lundi 1er février"),
        ({"follow_up": FollowUp.SIR}, "lundi 1er février"),
    ],
)
def test_the_visit_that_is_asked_for_is_due_when_the_law_wants_the_first_one(
    people: People, yann: Browser, employee: dict[str, Any], latest: str
) -> None:
    number = people.employee(people.bakery, "DURAND", "Élise", born_on=date(1982, 6, 1), **employee)
    yann.get(home(people, f"/{number}/rendez-vous/nouveau"), type="embauche")
    yann.submit("Envoyer la demande", {"Date de prise de poste": "1/2/2027"})
    assert f"au plus tard le {latest} 2027" in yann.text


def test_a_personal_situation_is_ticked_not_told(app: Flask, people: People, yann: Browser) -> None:
    yann.get(home(people, "/nouveau"))
    yann.submit("Enregistrer", {**ELISE, "Autres risques du poste (facultatif)": "bruit, femme enceinte"}, expect=422)
    assert any(error.startswith("Effacez « femme enceinte »") for error in yann.errors)
    assert count(app, EmployeeEvent) == 0


def test_several_are_declared_in_a_row(app: Flask, people: People, yann: Browser) -> None:
    yann.get(home(people, "/nouveau"))
    madame = {**ELISE, "Civilité (facultatif)": "F"}
    yann.submit("Enregistrer et saisir un autre", {**madame, "Aucune de ces situations": True})
    assert yann.heading == "Déclarer un nouveau salarié"
    assert "DURAND Élise est enregistrée" in yann.text
    assert "Suivi simple (SI)" in yann.text
    assert yann.value_of("Nom de naissance") == ""
    yann.submit("Enregistrer", {**ELISE, "Prénom": "Anne", "Aucune de ces situations": True})
    assert known(app, people.bakery, 2)["first_name"] == "Anne"


def test_a_second_look_does_not_break_the_row(people: People, yann: Browser) -> None:
    people.employee(people.bakery, "DURAND", "Élise", born_on=date(1990, 5, 4))
    yann.get(home(people, "/nouveau"))
    yann.submit("Enregistrer et saisir un autre", {**ELISE, "Aucune de ces situations": True}, expect=422)
    yann.submit("Créer quand même")
    assert yann.heading == "Déclarer un nouveau salarié"
    assert "DURAND Élise est enregistré" in yann.text


def test_a_double_click_declares_once(app: Flask, people: People, yann: Browser) -> None:
    yann.get(home(people, "/nouveau"))
    page = yann.page
    yann.submit("Enregistrer", {**ELISE, "Aucune de ces situations": True})
    landed = yann.url
    yann.page = page
    yann.submit("Enregistrer", {**ELISE, "Aucune de ces situations": True})
    assert yann.url == landed
    yann.get(home(people))
    assert len(yann.rows()) == 1


def test_somebody_known_is_not_declared_twice_by_mistake(app: Flask, people: People, yann: Browser) -> None:
    born = date(1990, 5, 4)
    people.employee(people.bakery, "DURAND", "Elise", born_on=born, left_on=date(2026, 6, 30))
    yann.get(home(people, "/nouveau"))
    yann.submit("Enregistrer", {**ELISE, "Aucune de ces situations": True}, expect=422)
    assert "existe déjà (parti le 30/06/2026)" in yann.text
    assert yann.value_of("Poste") == "Boulangère"
    first_button = yann.page.select("form.card button[type=submit]")[0]
    assert not first_button.has_attr("name"), "the Enter key would overrule the doubt"
    page = yann.page
    yann.submit("Créer quand même")
    assert known(app, people.bakery, 2)["birth_name"] == "Durand"
    yann.page = page
    yann.follow("Le réintégrer")
    yann.submit("Réintégrer", {"Nouvelle date d’entrée": "30 juin 2026"}, expect=422)
    assert "doit suivre le départ du 30/06/2026" in yann.errors[0]
    yann.submit("Réintégrer", {"Nouvelle date d’entrée": "1er février 2027"})
    assert "est de nouveau parmi vos salariés" in yann.text
    employee = known(app, people.bakery, 1)
    assert (employee["left_on"], employee["entered_on"]) == (None, date(2027, 2, 1))


@pytest.mark.parametrize(
    ("known_as", "typed"),
    [
        (("LE GALL", "Jean-Yves"), {"Nom de naissance": "Le-Gall", "Prénom": "jean yves"}),
        (("D’HERVÉ", "Élise"), {"Nom de naissance": "D'Herve"}),
        (("DHERVÉ", "Élise"), {"Nom de naissance": "D Hervé"}),
        (("ROUX", "Élise"), {"Nom d’usage (facultatif)": "Roux"}),
        (("DURAND", "Élise", "Roux"), {"Nom de naissance": "Roux"}),
    ],
)
def test_a_twin_is_seen_behind_hyphens_and_married_names(
    people: People, yann: Browser, known_as: tuple[str, ...], typed: dict[str, object]
) -> None:
    birth, first, *usual = known_as
    people.employee(people.bakery, birth, first, usual_name=usual[0] if usual else None, born_on=date(1990, 5, 4))
    yann.get(home(people, "/nouveau"))
    yann.submit("Enregistrer", {**ELISE, "Aucune de ces situations": True, **typed}, expect=422)
    assert "Ce salarié existe déjà" in yann.text


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ({"Date de naissance": "31/02/1990"}, "« 31/02/1990 » n’existe pas"),
        ({"Date de naissance": "20/01/2027"}, "ne peut pas être à venir"),
        ({"Date de naissance": "02/02/2013"}, "précède les 14 ans"),
        ({"Date d’entrée": "20/07/2027"}, "au plus six mois à l’avance, jusqu’au 19/07/2027"),
        ({"Type de contrat": "CDD"}, "Saisissez la date de fin du contrat"),
        ({"Type de contrat": "Pirate"}, "Choisissez un type de contrat"),
        ({"Type de contrat": "CDD", "Fin de contrat (facultatif)": "31/01/2027"}, "ne peut pas précéder la date"),
        ({"Fin de contrat (facultatif)": "31/12/2027"}, "Un CDI n’a pas de date de fin"),
        ({"Code PCS-ESE (facultatif)": "56"}, "3 chiffres et une lettre"),
        ({"Mobile du salarié (facultatif)": "0296000000"}, "mobile à 10 chiffres"),
        ({"E-mail du salarié (facultatif)": "elise"}, "adresse e-mail au bon format"),
        ({"Aucune de ces situations": False}, "Cochez ce qui concerne ce poste"),
        ({"Amiante": True}, "Vous avez coché une situation et"),
        ({REGULATED: True, "Aucune de ces situations": False}, "ne concernent que les moins de 18 ans"),
        ({"Nom de naissance": "  "}, "Saisissez le nom de naissance"),
        ({"Autres risques du poste (facultatif)": "x" * 201}, "200 caractères"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_kept(
    app: Flask, people: People, yann: Browser, typed: dict[str, object], refusal: str
) -> None:
    yann.get(home(people, "/nouveau"))
    yann.submit("Enregistrer", {**ELISE, "Aucune de ces situations": True, **typed}, expect=422)
    assert [refusal in message.replace("\u00a0", " ") for message in yann.errors] == [True], yann.errors
    assert yann.value_of("Prénom") == "Élise"
    assert count(app, EmployeeEvent) == 0


@pytest.mark.parametrize(
    ("typed", "surprise"),
    [
        ({"Date de naissance": "04/05/1952"}, "Cette personne a 74 ans"),
        ({"Date de naissance": "04/05/2010", "Travail de nuit": True}, "interdit avant 18 ans"),
    ],
)
def test_what_surprises_asks_for_a_second_look(
    app: Flask, people: People, yann: Browser, typed: dict[str, object], surprise: str
) -> None:
    yann.get(home(people, "/nouveau"))
    yann.submit("Enregistrer", {**ELISE, "Amiante": True, **typed}, expect=422)
    assert surprise in yann.text
    yann.submit("Enregistrer quand même")
    assert yann.heading == "DURAND Élise"


@pytest.mark.parametrize("written", ["1/2/27", "01-02-2027", "1er fév 2027", "2027-02-01", "01022027"])
def test_dates_are_read_as_people_write_them(app: Flask, people: People, yann: Browser, written: str) -> None:
    yann.get(home(people, "/nouveau"))
    yann.submit("Enregistrer", {**ELISE, "Date d’entrée": written, "Aucune de ces situations": True})
    assert known(app, people.bakery, 1)["entered_on"] == date(2027, 2, 1)
