"""« Entreprises » in the agents' own words: looked for, created, corrected, radiated, and the file of each."""

from datetime import date, timedelta

from flask import Flask

from app.clock import today
from app.extensions import db
from app.formatting import long_date, short_date
from app.models import StaffRight
from app.tenancy import all_companies
from tests.people import People
from tests.support.browser import Browser
from tests.support.declarations import campaign
from tests.support.documents import published, readings
from tests.support.records import company_of, everything, journal
from tests.support.staffing import declaration
from tests.support.visits import plan

LIST = "/gestion/entreprises"
NEW = {"Code adhérent": "22 0999", "Raison sociale": "ÉPICERIE DU PORT", "Date d’adhésion": "04/01/2027"}


def test_an_agent_finds_a_company_and_reads_its_file(app: Flask, people: People) -> None:
    elise = people.employee(people.bakery, "DURAND", "Élise")
    people.yann  # noqa: B018
    people.attach(people.jeanne, people.bakery)
    plan(app, people.bakery, elise, today() + timedelta(days=9))
    declaration(app, people.bakery, 2026, elise)
    published(app, people.bakery)
    agent = Browser(app).sign_in(people.anouk)
    agent.get(LIST)
    agent.submit("Rechercher", {"Rechercher une entreprise": "boulangèrie"})
    assert agent.rows()[0]["Utilisateurs"] == "2"
    agent.follow("BOULANGERIE LE GALL")
    for told in ("803 318 458 00012", "Yann LE GALL", "Cabinet Exemple", "DURAND Élise", "F-2027-00412", "2026"):
        assert told in agent.text, told
    assert readings(app) == 0
    assert agent.page.find("a", string="Yann LE GALL")
    agent.follow("Gérer ces accès")
    assert len(agent.rows()) == 2
    assert "company.read" in journal(app)


def test_the_file_leads_to_the_sections_that_the_agent_has(app: Flask, people: People) -> None:
    people.yann  # noqa: B018
    day = today() + timedelta(days=9)
    visit = " ".join(long_date(day).capitalize().split())
    plan(app, people.bakery, people.employee(people.bakery, "DURAND", "Élise"), day)
    published(app, people.bakery)
    campaign(app)
    agent = Browser(app).sign_in(people.anouk)
    for link, shown in (
        ("Voir ou retirer ses documents", "1 document"),
        ("Suivre la déclaration 2027", "Rien n’a encore été commencé"),
        (visit, "DURAND Élise"),
    ):
        agent.get(f"{LIST}/{people.bakery}")
        agent.follow(link)
        assert shown in agent.text, link
    agent.follow("h", within="tbody")
    agent.follow("BOULANGERIE LE GALL", within="main dl")
    assert agent.heading == "BOULANGERIE LE GALL"
    alone = Browser(app).sign_in(people.agent("Nolwenn", StaffRight.MEMBERS))
    alone.get(f"{LIST}/{people.bakery}")
    assert visit in alone.text
    links = {link.get_text() for link in alone.page.select("main a")}
    assert not {"Voir ou retirer ses documents", "Suivre la déclaration 2027", visit} & links


def test_a_company_of_which_nothing_is_known_yet(app: Flask, people: People) -> None:
    agent = Browser(app).sign_in(people.anouk)
    agent.get(f"{LIST}/{people.garage}")
    for said in (
        "Personne n’a encore accès",
        "Aucune déclaration",
        "Aucun document",
        "Aucune visite",
        "Rien n’est noté",
    ):
        assert said in agent.text
    agent.get(f"{LIST}/0000000000", expect=404)


def test_the_list_says_when_it_is_empty_and_swaps_its_results(app: Flask, people: People) -> None:
    agent = Browser(app).sign_in(people.anouk)
    agent.get(LIST)
    assert "Aucune entreprise pour l’instant" in agent.text
    people.clients(people.jeanne, 101)
    agent.fragment(LIST, q="client")
    assert len(agent.page.select("tbody tr")) == 100
    agent.get(LIST, q="xyz")
    assert "ne correspond" in agent.text
    for odd in ("?etat=x&tri=y", "?page=0", "?tri=-ville&etat=adherentes", "?q=%00"):
        agent.get(LIST + odd)


def test_a_company_is_created_once_however_often_the_button_is_pressed(app: Flask, people: People) -> None:
    agent = Browser(app).sign_in(people.anouk)
    agent.get(LIST)
    agent.follow("Créer une entreprise")
    agent.submit(
        "Créer l’entreprise", {**NEW, "SIRET": "732 829 320 00074", "Code postal": "22500", "Ville": "PAIMPOL"}
    )
    assert agent.heading == "ÉPICERIE DU PORT"
    assert "Entreprise créée" in agent.text
    assert "22 0999" in agent.text
    made = everything(app)["company"]
    agent.get(f"{LIST}/nouvelle")
    page = agent.page
    agent.submit("Créer l’entreprise", {**NEW, "Code adhérent": ""})
    assert "22 1000" in agent.text
    agent.page, agent.url = page, f"{LIST}/nouvelle"
    agent.submit("Créer l’entreprise", {**NEW, "Code adhérent": ""})
    assert len(everything(app)["company"]) == len(made) + 1


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(app: Flask, people: People) -> None:
    people.bakery  # noqa: B018
    agent = Browser(app).sign_in(people.anouk)
    agent.get(f"{LIST}/nouvelle")
    wrong = {"Raison sociale": "", "SIRET": "803 318 458 00013", "Code postal": "2250", "Date d’adhésion": "31/02/2027"}
    agent.submit("Créer l’entreprise", {**NEW, **wrong, "Code NAF": "boulanger"}, expect=422)
    assert len(agent.errors) == 5
    assert any("faute" in error or "fausse" in error for error in agent.errors)
    assert agent.value_of("SIRET") == "803 318 458 00013"
    right = {**NEW, "SIRET": "", "Code postal": "22500", "Code NAF": "10.71c"}
    agent.submit("Créer l’entreprise", {**right, "Code adhérent": "220417"}, expect=422)
    assert agent.errors == ["Ce code est déjà celui de BOULANGERIE LE GALL (SAINT-BRIEUC) : saisissez-en un autre"]
    agent.submit("Créer l’entreprise", {**right, "Code adhérent": "..."}, expect=422)
    agent.submit("Créer l’entreprise", {**right, "Code adhérent": ""})
    assert "22 0418" in agent.text
    assert "1071C" in agent.text


def test_two_files_of_one_establishment_are_confirmed(app: Flask, people: People) -> None:
    people.company("CRÊPERIE DU PORT", "220001", siret="73282932000074")
    agent = Browser(app).sign_in(people.anouk)
    agent.get(f"{LIST}/nouvelle")
    agent.submit("Créer l’entreprise", {**NEW, "SIRET": "732 829 320 00074"}, expect=422)
    assert "CRÊPERIE DU PORT" in agent.text
    agent.submit("Créer l’entreprise", {"Enregistrer quand même : ces fiches sont bien distinctes": True})
    assert agent.heading == "ÉPICERIE DU PORT"


def test_two_agents_correct_the_same_company(app: Flask, people: People) -> None:
    first, second = (
        Browser(app).sign_in(people.anouk),
        Browser(app).sign_in(people.agent("Nolwenn", StaffRight.MEMBERS)),
    )
    address = f"{LIST}/{people.bakery}/modifier"
    first.get(address)
    second.get(address)
    first.submit("Enregistrer", {"Ville": "PLÉRIN"})
    assert "Identité de l’entreprise enregistrée" in first.text
    second.submit("Enregistrer", {"Raison sociale": "LE GALL PÈRE ET FILS"}, expect=409)
    assert "Anouk AGENT les a modifiées" in second.text
    assert "PLÉRIN" in second.text
    second.submit("Garder ma saisie")
    assert second.heading == "LE GALL PÈRE ET FILS"
    assert "SAINT-BRIEUC" in second.text


def test_a_company_is_radiated_and_taken_back(app: Flask, people: People) -> None:
    people.yann  # noqa: B018
    agent, other = Browser(app).sign_in(people.anouk), Browser(app).sign_in(people.anouk)
    agent.get(f"{LIST}/{people.bakery}")
    agent.follow("Radier")
    assert "1 utilisateur, 0 salarié présent" in agent.text
    other.get(agent.url)
    agent.submit("Radier l’entreprise", {"Date de radiation": ""}, expect=422)
    agent.submit("Radier l’entreprise", {"Date de radiation": "01/01/1950"}, expect=422)
    agent.submit("Radier l’entreprise", {"Date de radiation": short_date(today())})
    assert "Radiation enregistrée" in agent.text
    other.submit("Radier l’entreprise")
    assert "était déjà radiée" in other.text
    yann = Browser(app).sign_in(people.yann)
    yann.get(f"/e/{people.bakery}/salaries/nouveau", expect=403)
    agent.follow("Annuler la radiation")
    agent.submit("Annuler la radiation")
    assert "l’entreprise est adhérente" in agent.text
    yann.get(f"/e/{people.bakery}/salaries/nouveau")


def test_a_radiation_never_precedes_the_membership(app: Flask, people: People) -> None:
    with app.app_context(), all_companies("test"):
        company_of(people.bakery).joined_on = date(2024, 5, 2)
        db.session.commit()
    agent = Browser(app).sign_in(people.anouk)
    agent.get(f"{LIST}/{people.bakery}/radier")
    agent.submit("Radier l’entreprise", {"Date de radiation": "01/05/2024"}, expect=422)
    assert agent.errors == ["La radiation ne peut pas précéder l’adhésion (02/05/2024)"]
