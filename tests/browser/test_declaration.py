"""The annual declaration in a real browser, with and without JavaScript, and every state of its pages by axe-core."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.clock import today
from app.models import FollowUp
from tests.browser.axe import Inspector
from tests.browser.conftest import OpenScreen
from tests.browser.screen import Screen
from tests.people import People
from tests.support.declarations import CERTIFY, campaign, declared, hire, hire_many, placed
from tests.support.records import visiting

pytestmark = pytest.mark.browser


@pytest.fixture
def inspector() -> Iterator[Inspector]:
    inspector = Inspector()
    yield inspector
    inspector.verdict()


def opened(app: Flask, **others: object) -> int:
    """The campaign of this year, under way; returns the year."""
    day = today()
    dates = {
        "reference_on": date(day.year, 1, 1),
        "opens_on": day - timedelta(days=10),
        "due_on": day + timedelta(days=10),
        "closes_on": day + timedelta(days=30),
    }
    campaign(app, day.year, **{**dates, **others})  # type: ignore[arg-type]
    return day.year


@pytest.fixture
def bakery(app: Flask, people: People) -> str:
    """Three employees: one to declare as they are, one gone, one whose follow-up nobody told."""
    placed(people)
    hire(people, people.bakery, "DURAND", follow_up=FollowUp.SIR, risks="amiante")
    hire(people, people.bakery, "MORIN", "Yann")
    hire(people, people.bakery, "TANGUY", "Loïc", follow_up=None)
    return people.bakery


def test_an_employer_declares_and_a_stranger_verifies(
    page: Screen, screens: OpenScreen, app: Flask, people: People, bakery: str
) -> None:
    year = opened(app)
    page.signed_in(app, people.yann).open(f"/e/{bakery}/")
    page.says(f"Déclaration des effectifs {year}").picture("declaration-accueil")
    page.follow("Faire votre déclaration annuelle", within="main").shows("Ma cotisation")
    page.press("Commencer la déclaration").shows("Vérifiez la liste de vos salariés")

    page.main.get_by_role("link", name="Déclarer le départ de MORIN Yann").click()
    page.press("Enregistrer le départ", {"Date de départ": f"31/12/{year - 1}"})
    if page.javascript:
        page.announces("Départ de MORIN Yann enregistré")
        page.page.reload()
    expect(page.page.locator("tbody tr")).to_have_count(2)
    page.picture("declaration-salaries").press("Continuer").shows("Précisez le suivi de vos salariés")

    page.press("Continuer").errors.wait_for()
    page.field("TANGUY Loïc, Boulanger").select_option("Suivi simple (SI)")
    page.picture("declaration-suivi").press("Continuer").shows("Vérifiez votre effectif")
    page.says("196,00").press("Continuer").shows("Confirmez vos coordonnées de facturation")
    page.press("Ces coordonnées sont exactes").shows("Vérifiez puis envoyez la déclaration de BOULANGERIE LE GALL")
    page.picture("declaration-verifier").tick(CERTIFY).press("Envoyer la déclaration").shows("Déclaration envoyée")
    number = page.page.locator(".number").inner_text()
    with page.page.expect_download() as saved:
        page.follow("Télécharger le reçu", within="main")
    assert saved.value.suggested_filename.endswith(f"_Recu_{number}_BOULANGERIE-LE-GALL.pdf")
    assert saved.value.path().read_bytes().startswith(b"%PDF-")

    page.page.go_back()
    page.says("Cette déclaration a été envoyée")
    expect(page.main.get_by_role("button")).to_have_count(0)

    stranger = screens(javascript=page.javascript)
    stranger.open("/verifier").press("Vérifier", {"Numéro de reçu": number.lower().replace("-", " ")})
    stranger.says("Reçu authentique").says("BOULANGERIE LE GALL").says("2\u00a0salariés")


def test_the_pages_of_a_declaration(
    scripted: Screen, app: Flask, people: People, bakery: str, inspector: Inspector
) -> None:
    scripted.signed_in(app, people.yann)
    home = f"/e/{bakery}/cotisation/"
    inspector.look(scripted.open(home), "no campaign")
    year = opened(app, tariff={"mode": "masse_salariale", "taux_pour_cent": 0.42})
    inspector.look(scripted.open(f"/e/{bakery}/"), "home, to be done")
    inspector.look(scripted.open(home))
    scripted.page.locator("#qui-declarer summary").click()
    inspector.look(scripted, "who is declared")
    inspector.look(scripted.open(f"{home}{year}/effectif-nul"), "not for who employs")
    scripted.open(home).press("Commencer la déclaration")
    inspector.look(scripted.shows("Vérifiez la liste de vos salariés"))
    scripted.main.get_by_role("link", name="Déclarer le départ de MORIN Yann").click()
    scripted.press("Enregistrer le départ", {"Date de départ": "x"}).says("« x » n’est pas une date")
    inspector.look(scripted, "a departure in its row, refused")
    scripted.press("Enregistrer le départ", {"Date de départ": f"31/12/{year - 1}"})
    scripted.announces("Départ de MORIN Yann enregistré")
    inspector.look(scripted, "a departure in its row")
    inspector.look(scripted.open(f"{home}{year}/salaries/1/depart"))
    scripted.open(f"{home}{year}/suivi").press("Continuer").errors.wait_for()
    inspector.look(scripted, "follow-up refused")
    scripted.open(f"{home}{year}/effectif").press("Continuer", {"Masse salariale": "douze"}).errors.wait_for()
    inspector.look(scripted, "payroll refused")
    inspector.look(scripted.open(f"{home}{year}/contact"))
    inspector.look(scripted.open(f"{home}{year}/verifier"), "incomplete")
    inspector.look(scripted.open(home), "a draft")
    inspector.look(scripted.open(f"/e/{bakery}/"), "home, a draft")


def test_the_pages_of_a_long_list(
    scripted: Screen, app: Flask, people: People, bakery: str, inspector: Inspector
) -> None:
    year = opened(app)
    hire_many(app, bakery, 60)
    scripted.signed_in(app, people.yann).open(f"/e/{bakery}/cotisation/").press("Commencer la déclaration")
    inspector.look(scripted.shows("Vérifiez la liste de vos salariés"), "three pages")
    scripted.type_in({"Rechercher un salarié": "nom 1042"}).announces(
        "1\u00a0salarié trouvé pour «\u00a0nom 1042\u00a0»"
    )
    inspector.look(scripted, "searched")
    inspector.look(scripted.open(f"/e/{bakery}/cotisation/{year}/salaries?q=xyz"), "nobody found")


def test_the_pages_of_what_was_sent(scripted: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    placed(people)
    hire(people, people.bakery, "DURAND", born_on=date(1950, 1, 1))
    year = opened(app)
    home = f"/e/{people.bakery}/cotisation/"
    scripted.signed_in(app, people.yann)
    with visiting(app, people.yann, people.bakery) as access:
        first = declared(access, year).receipt
    inspector.look(scripted.open(f"{home}recu/{first}"))
    inspector.look(scripted.open(f"{home}recu/{first}?fait=deja"))
    inspector.look(scripted.open(f"{home}{year}/verifier"), "sent already")
    inspector.look(scripted.open(f"/e/{people.bakery}/"), "home, sent")
    scripted.open(home).press("Corriger").shows("Vérifiez la liste de vos salariés")
    inspector.look(scripted.open(f"{home}{year}/verifier"), "a correction, with a warning")
    scripted.press("Envoyer la déclaration").errors.wait_for()
    inspector.look(scripted, "not certified")
    scripted.tick(CERTIFY).press("Envoyer la déclaration").shows("Déclaration envoyée")
    inspector.look(scripted.open(f"{home}recu/{first}"), "replaced")
    inspector.look(scripted.open(home), "two declarations")
    for query in ("", f"?recu={first}", "?recu=DE-2027-000001-00"):
        inspector.look(scripted.open(f"/verifier{query}"), f"verified {query[:16]}{len(query)}")
    inspector.look(scripted.signed_in(app, people.solene).open(f"/e/{people.garage}/cotisation/{year}/effectif-nul"))
    scripted.press("Envoyer la déclaration").errors.wait_for()
    inspector.look(scripted, "nil headcount refused")


def test_the_pages_of_a_campaign_that_is_late_over_or_to_come(
    scripted: Screen, app: Flask, people: People, bakery: str, inspector: Inspector
) -> None:
    scripted.signed_in(app, people.yann)
    home, day = f"/e/{bakery}/cotisation/", today()
    year = opened(app, opens_on=day + timedelta(days=2))
    inspector.look(scripted.open(home), "to come")
    scripted.press("Préparer la déclaration").shows("Vérifiez la liste de vos salariés")
    inspector.look(scripted.open(f"{home}{year}/verifier"), "too early")
    opened(app, due_on=day - timedelta(days=1))
    inspector.look(scripted.open(f"/e/{bakery}/"), "home, late")
    inspector.look(scripted.open(home), "a late draft")
    opened(app, due_on=day - timedelta(days=2), closes_on=day - timedelta(days=1))
    inspector.look(scripted.open(home), "over")
    inspector.look(scripted.open(f"{home}{year}/effectif"), "over, read again")
