"""The annual declaration by axe-core, in every state its pages have."""

from datetime import date, timedelta

import pytest
from flask import Flask

from app.clock import today
from tests.browser.axe import Inspector
from tests.browser.screen import Screen
from tests.people import People
from tests.support.declarations import (
    CERTIFY,
    campaign,
    campaign_under_way,
    declared,
    hire,
    hire_many,
    placed,
    reopen,
    three_to_declare,
)
from tests.support.records import visiting

pytestmark = pytest.mark.browser


@pytest.mark.looks_at(
    "portal.contribution.billing",
    "portal.contribution.check",
    "portal.contribution.employees",
    "portal.contribution.follow_up",
    "portal.contribution.headcount",
    "portal.contribution.index",
    "portal.contribution.leave",
    "portal.contribution.nil",
)
def test_the_pages_of_a_declaration(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    bakery = three_to_declare(people)
    page.signed_in(app, people.yann)
    home = f"/e/{bakery}/cotisation/"
    inspector.look(page.open(home), "no campaign")
    year = campaign_under_way(app, tariff={"mode": "masse_salariale", "taux_pour_cent": 0.42})
    inspector.look(page.open(f"/e/{bakery}/"), "home, to be done")
    inspector.look(page.open(home))
    page.page.locator("#qui-declarer summary").click()
    inspector.look(page, "who is declared")
    inspector.look(page.open(f"{home}{year}/effectif-nul"), "not for who employs")
    page.open(home).press("Commencer la déclaration")
    inspector.look(page.shows("Vérifiez la liste de vos salariés"))
    page.main.get_by_role("link", name="Déclarer le départ de MORIN Yann").click()
    page.press("Enregistrer le départ", {"Date de départ": "x"}).says("« x » n’est pas une date")
    inspector.look(page, "a departure in its row, refused")
    page.press("Enregistrer le départ", {"Date de départ": f"31/12/{year - 1}"})
    if page.javascript:
        page.announces("Départ de MORIN Yann enregistré")
    inspector.look(page, "a departure in its row")
    inspector.look(page.open(f"{home}{year}/salaries/1/depart"))
    page.open(f"{home}{year}/suivi").press("Continuer").errors.wait_for()
    inspector.look(page, "follow-up refused")
    page.open(f"{home}{year}/effectif").press("Continuer", {"Masse salariale": "douze"}).errors.wait_for()
    inspector.look(page, "payroll refused")
    inspector.look(page.open(f"{home}{year}/contact"))
    inspector.look(page.open(f"{home}{year}/verifier"), "incomplete")
    inspector.look(page.open(home), "a draft")
    inspector.look(page.open(f"/e/{bakery}/"), "home, a draft")


def test_the_pages_of_a_long_list(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    bakery = three_to_declare(people)
    year = campaign_under_way(app)
    hire_many(app, bakery, 60)
    page.signed_in(app, people.yann).open(f"/e/{bakery}/cotisation/").press("Commencer la déclaration")
    inspector.look(page.shows("Vérifiez la liste de vos salariés"), "three pages")
    page.type_in({"Rechercher un salarié": "nom 1042"})
    if page.javascript:
        page.announces("1\u00a0salarié trouvé pour «\u00a0nom 1042\u00a0»")
    else:
        page.press("Filtrer").says("1\u00a0salarié trouvé pour «\u00a0nom 1042\u00a0»")
    inspector.look(page, "searched")
    inspector.look(page.open(f"/e/{bakery}/cotisation/{year}/salaries?q=xyz"), "nobody found")


@pytest.mark.looks_at("portal.contribution.receipt", "verification.index")
def test_the_pages_of_what_was_sent(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    placed(people)
    hire(people, people.bakery, "DURAND", born_on=date(1950, 1, 1))
    year = campaign_under_way(app)
    home = f"/e/{people.bakery}/cotisation/"
    page.signed_in(app, people.yann)
    with visiting(app, people.yann, people.bakery) as access:
        first = declared(access, year).receipt
    inspector.look(page.open(f"{home}recu/{first}"))
    inspector.look(page.open(f"{home}recu/{first}?fait=deja"))
    inspector.look(page.open(f"{home}{year}/verifier"), "sent already")
    inspector.look(page.open(f"/e/{people.bakery}/"), "home, sent")
    page.open(home).press("Corriger").shows("Vérifiez la liste de vos salariés")
    inspector.look(page.open(f"{home}{year}/verifier"), "a correction, with a warning")
    page.press("Envoyer la déclaration").errors.wait_for()
    inspector.look(page, "not certified")
    page.tick(CERTIFY).press("Envoyer la déclaration").shows("Déclaration envoyée")
    inspector.look(page.open(f"{home}recu/{first}"), "replaced")
    inspector.look(page.open(home), "two declarations")
    for query in ("", f"?recu={first}", "?recu=DE-2027-000001-00"):
        inspector.look(page.open(f"/verifier{query}"), f"verified {query[:16]}{len(query)}")
    inspector.look(page.signed_in(app, people.solene).open(f"/e/{people.garage}/cotisation/{year}/effectif-nul"))
    page.press("Envoyer la déclaration").errors.wait_for()
    inspector.look(page, "nil headcount refused")


def test_the_pages_of_a_campaign_that_is_late_over_or_to_come(
    page: Screen, app: Flask, people: People, inspector: Inspector
) -> None:
    bakery = three_to_declare(people)
    page.signed_in(app, people.yann)
    home, day = f"/e/{bakery}/cotisation/", today()
    year = campaign_under_way(app, opens_on=day + timedelta(days=2))
    inspector.look(page.open(home), "to come")
    page.press("Préparer la déclaration").shows("Vérifiez la liste de vos salariés")
    inspector.look(page.open(f"{home}{year}/verifier"), "too early")
    campaign_under_way(app, due_on=day - timedelta(days=1))
    inspector.look(page.open(f"/e/{bakery}/"), "home, late")
    inspector.look(page.open(home), "a late draft")
    campaign_under_way(app, due_on=day - timedelta(days=2), closes_on=day - timedelta(days=1))
    inspector.look(page.open(home), "over")
    inspector.look(page.open(f"{home}{year}/effectif"), "over, read again")


def test_the_pages_of_what_an_agent_reopened(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    placed(people)
    hire(people, people.bakery, "DURAND")
    people.attach(people.jeanne, people.bakery)
    past = campaign_under_way(app)
    with visiting(app, people.yann, people.bakery) as access:
        receipt = declared(access, past).receipt
    reopen(app, people, people.bakery, past)
    campaign(app, past + 1, opens_on=today() - timedelta(days=1))
    page.signed_in(app, people.yann)
    for path in ("", "cotisation/"):
        inspector.look(page.open(f"/e/{people.bakery}/{path}").says("rouverte").picture(f"reopened-{path[:-1]}"))
    inspector.look(page.open(f"/e/{people.bakery}/cotisation/recu/{receipt}").says("Reprendre la correction"))
    inspector.look(page.signed_in(app, people.jeanne).open("/entreprises/").says("rouverte").picture("reopened-firm"))
