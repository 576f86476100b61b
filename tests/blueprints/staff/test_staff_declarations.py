"""The pages of declarations: the list, one declaration, reopening, a paper typed in."""

import pytest
from flask import Flask

from app.models import StaffRight
from tests.people import People
from tests.support.browser import Browser
from tests.support.declarations import campaign
from tests.support.records import journal, letters_to
from tests.support.season import declares, three_companies


@pytest.fixture
def agent(app: Flask, people: People, january: object) -> Browser:
    return Browser(app).sign_in(people.agent("Nolwenn", StaffRight.CAMPAIGN))


@pytest.fixture
def companies(app: Flask, people: People, agent: Browser) -> list[str]:
    campaign(app)
    found = three_companies(app, people)
    people.person("Paule", "Gérante", found[0])
    agent.get("/gestion/declarations/")
    return found


def test_without_a_campaign_there_is_what_to_do_next(agent: Browser) -> None:
    agent.get("/gestion/declarations/")
    assert "Créer la première campagne" in agent.text


def test_the_list_is_narrowed(agent: Browser, companies: list[str]) -> None:
    assert [row["Déclaration 2027"] for row in agent.rows()] == ["Envoyée", "Commencée", "Non commencée"]
    agent.submit("Filtrer", {"Déclaration": "envoyee"})
    assert [row["Effectif"] for row in agent.rows()] == ["12"]
    agent.submit("Filtrer", {"Rechercher une entreprise": "nulle part"})
    assert "Aucune entreprise ne correspond à ces filtres" in agent.text
    agent.get("/gestion/declarations/?etat=x&taille=y&cabinet=z&annee=1&page=0")
    assert len(agent.rows()) == 3


def test_a_declaration_is_compared_with_the_year_before(app: Flask, agent: Browser, companies: list[str]) -> None:
    agent.follow("ALPHA")
    assert agent.heading == "Déclaration 2027 d’ALPHA"
    rows = agent.text
    assert "Effectif 8 12 +4" in rows
    assert "Effectif changé de plus de 30 %" in rows
    assert journal(app)[-1] == "declaration.viewed"


def test_reopening_asks_for_a_reason_and_tells_the_member(app: Flask, agent: Browser, companies: list[str]) -> None:
    agent.follow("ALPHA")
    agent.follow("Rouvrir")
    agent.submit("Rouvrir la déclaration", {"Motif": "  "}, expect=422)
    assert "Indiquez le motif" in agent.errors[0]
    agent.submit("Rouvrir la déclaration", {"Motif": "Un apprenti manque"})
    assert "L’entreprise est prévenue par e-mail" in agent.text
    assert "Un apprenti manque" in agent.text
    assert letters_to(app, "paule.gerante@example.org") == ["declaration_reopened"]
    member = Browser(app).sign_in("paule.gerante@example.org")
    member.get(f"/e/{companies[0]}/cotisation/")
    assert "Un apprenti manque" in member.text
    agent.get(f"/gestion/declarations/2027/{companies[0]}/rouvrir")
    assert "déjà rouverte" in agent.text


def test_the_second_of_two_agents_is_told_that_it_is_reopened(
    app: Flask, people: People, agent: Browser, companies: list[str]
) -> None:
    address = f"/gestion/declarations/2027/{companies[0]}/rouvrir"
    other = Browser(app).sign_in(people.anouk)
    other.get(address)
    agent.get(address)
    agent.submit("Rouvrir la déclaration", {"Motif": "Un apprenti manque"})
    other.submit("Rouvrir la déclaration", {"Motif": "Un apprenti manque"}, expect=422)
    assert "déjà rouverte" in other.errors[0]
    assert letters_to(app, "paule.gerante@example.org") == ["declaration_reopened"]


def test_a_paper_is_typed_once(app: Flask, agent: Browser, companies: list[str]) -> None:
    agent.follow("GAMMA")
    agent.follow("Saisir pour l’adhérent")
    agent.submit("Enregistrer", {"Reçue le": "15/01/2027"}, expect=422)
    assert "Indiquez l’effectif" in agent.errors[0]
    typed = {"Reçue le": "15/01/2027", "Suivi simple (SI)": "7", "Dont apprentis en suivi simple": "2"}
    form = agent.page.select_one("main form")
    sent_again = {**agent._values(form), "received_on": "15/01/2027", "si": "7"}
    agent.submit("Enregistrer", typed)
    assert "Déclaration enregistrée" in agent.text
    assert "Saisie par l’association" in agent.text
    agent.post(f"/gestion/declarations/2027/{companies[2]}/saisir", sent_again)
    agent.get(f"/gestion/declarations/2027/{companies[2]}")
    assert "1 déclaration" in agent.text
    agent.follow("Télécharger le reçu")
    assert agent.response.data.startswith(b"%PDF")
    # The journal says of which year: the address is that of the declaration, or nothing.
    campaign(app, 2026)
    agent.get(agent.response.request.path.replace("/2027/", "/2026/"), expect=404)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"Reçue le": ""}, "Indiquez le jour où l’association a reçu la déclaration"),
        ({"Reçue le": "15/02/2027"}, "Ce jour n’est pas encore venu"),
        ({"Suivi simple (SI)": "trois"}, "« trois » ne convient pas"),
        ({"Suivi simple (SI)": "2,5"}, "« 2,5 » ne convient pas"),
        ({"Dont apprentis en suivi simple": "9"}, "Les apprentis et les CDD courts dépassent"),
        ({"Plus aucun salarié depuis le (facultatif)": "01/12/2026"}, "Laissez cette date vide, ou les effectifs"),
        (
            {"Plus aucun salarié depuis le (facultatif)": "10/01/2027", "Suivi simple (SI)": ""},
            "L’entreprise employait encore",
        ),
    ],
)
def test_a_paper_that_contradicts_itself_is_refused(
    agent: Browser, companies: list[str], typed: dict[str, str], error: str
) -> None:
    agent.get(f"/gestion/declarations/2027/{companies[2]}/saisir")
    agent.submit("Enregistrer", {"Reçue le": "15/01/2027", "Suivi simple (SI)": "7", **typed}, expect=422)
    assert any(said.startswith(error) for said in agent.errors), agent.errors


def test_nothing_is_overwritten_that_was_sent_meanwhile(app: Flask, agent: Browser, companies: list[str]) -> None:
    agent.get(f"/gestion/declarations/2027/{companies[2]}/saisir")
    declares(app, companies[2], 3)
    agent.submit("Enregistrer", {"Reçue le": "15/01/2027", "Suivi simple (SI)": "7"}, expect=422)
    assert "a changé pendant votre saisie" in agent.errors[0]
    agent.submit("Enregistrer")
    assert "Saisie par l’association" in agent.text
