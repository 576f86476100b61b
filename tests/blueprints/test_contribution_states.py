"""Ma cotisation through the year and for the unusual: payroll, closing, nil headcount, a company that left."""

from datetime import date

import pytest
from flask import Flask
from time_machine import Traveller

from app.extensions import db
from app.models import Declaration, DeclarationState, Role
from app.services.exchange.values import day as read_day
from app.tenancy import all_companies
from tests.people import People
from tests.support.browser import Browser
from tests.support.declarations import JANUARY, campaign, declarations_of, reopen, send, to_the_check_page
from tests.support.records import company_of

PAYROLL = {"mode": "masse_salariale", "taux_pour_cent": 0.42}


@pytest.mark.parametrize("typed", ["128450", "128 450 €", "128\u202f450,00", "128.450"])
def test_the_payroll_is_read_as_people_write_it(app: Flask, yann: Browser, typed: str) -> None:
    campaign(app, tariff=PAYROLL)
    yann.submit("Commencer")
    yann.submit("Continuer")
    yann.submit("Continuer", {"Masse salariale": typed})
    yann.submit("Ces coordonnées")
    assert "Masse salariale 2026 128 450 €" in yann.text.replace("\u00a0", " ")
    assert "539,49 €" in yann.text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Indiquez un nombre, même 0"), ("douze", "Saisissez un nombre entier"), ("-5", "Saisissez un nombre entier"),
     ("12,50", "Saisissez un nombre entier"), ("99999999999", "trop grand"), ("²", "Saisissez un nombre entier")],
)  # fmt: skip
def test_a_payroll_that_is_none_is_refused_and_kept(app: Flask, yann: Browser, typed: str, said: str) -> None:
    campaign(app, tariff=PAYROLL)
    yann.submit("Commencer")
    yann.submit("Continuer")
    yann.submit("Continuer", {"Masse salariale": typed}, expect=422)
    assert said in yann.errors[0]
    assert yann.value_of("Masse salariale") == typed


def test_two_people_who_tell_two_payrolls_see_both(app: Flask, yann: Browser, people: People, cotisation: str) -> None:
    campaign(app, tariff=PAYROLL)
    people.attach(people.jeanne, people.bakery)
    yann.submit("Commencer")
    yann.submit("Continuer")
    jeanne = Browser(app).sign_in(people.jeanne)
    jeanne.get(f"{cotisation}2027/effectif")
    jeanne.submit("Continuer", {"Masse salariale": "100000"})
    yann.submit("Continuer", {"Masse salariale": "120000"}, expect=409)
    assert "Jeanne DAVID (Cabinet Exemple) les a modifiées" in yann.text
    assert "100 000 €" in yann.text.replace("\u00a0", " ")
    assert yann.value_of("Masse salariale") == "120000"
    yann.submit("Continuer")
    assert declarations_of(app, people.bakery)[0].answers["payroll"] == 120_000


@pytest.mark.parametrize(
    ("day", "said", "may_begin"),
    [
        ("2026-12-20", "La campagne 2027 ouvrira le 4 janvier 2027", "Préparer la déclaration"),
        ("2027-01-31", "Déclarez les salariés présents", "Commencer la déclaration"),
        ("2027-02-10", "votre déclaration sera enregistrée comme tardive", "Commencer la déclaration"),
        ("2027-03-10", "La campagne 2027 est close", None),
    ],
)
def test_the_introduction_follows_the_campaign(
    yann: Browser,
    people: People,
    january: Traveller,
    cotisation: str,
    day: str,
    said: str,
    may_begin: str | None,
) -> None:
    january.move_to(read_day(day))
    yann.sign_in(people.yann).get(cotisation)
    assert said in yann.text.replace("\u00a0", " ")
    buttons = [button.get_text() for button in yann.page.select("main form button")]
    assert buttons == ([may_begin] if may_begin else [])


def test_a_campaign_that_closes_while_a_draft_is_open(
    app: Flask, yann: Browser, people: People, january: Traveller, cotisation: str
) -> None:
    to_the_check_page(yann)
    check = yann.page
    january.move_to(date(2027, 3, 1))
    yann.sign_in(people.yann).get(f"{cotisation}2027/effectif")
    assert "Vous pouvez la relire, mais plus la modifier" in yann.text
    assert not yann.page.select("main form button")
    token = yann.token()
    yann.page = check
    for field in check.find_all("input", {"name": "csrf_token"}):
        field["value"] = token
    send(yann)
    assert "Votre envoi est arrivé après la clôture" in yann.text
    assert [one.state for one in declarations_of(app, people.bakery)] == [DeclarationState.DRAFT]


@pytest.mark.parametrize("was_sent", [True, False])
def test_a_past_declaration_that_is_reopened_is_found_and_sent(
    app: Flask, yann: Browser, people: People, january: Traveller, cotisation: str, was_sent: bool
) -> None:
    if was_sent:
        to_the_check_page(yann)
        send(yann)
    january.move_to(date(2028, 1, 10))
    campaign(app, 2028)
    reopen(app, people, people.bakery)
    yann.sign_in(people.yann).get(cotisation)
    assert "Déclaration des effectifs 2028" in yann.text
    assert "Votre déclaration 2027 est rouverte" in yann.text
    assert "Un apprenti manque" in yann.text
    assert "(étape" in yann.text
    yann.submit("Reprendre la déclaration 2027")
    if was_sent:
        yann.get(f"{cotisation}2027/verifier")
    else:
        for button in ("Continuer", "Continuer", "Ces coordonnées"):
            yann.submit(button)
    send(yann)
    yann.get(cotisation)
    assert "est rouverte" not in yann.text
    states = [(one.state.value, one.is_late) for one in declarations_of(app, people.bakery)]
    assert states == ([("remplacee", False), ("envoyee", False)] if was_sent else [("envoyee", True)])


def test_a_draft_prepared_early_waits_for_the_opening(
    yann: Browser, people: People, january: Traveller, cotisation: str
) -> None:
    january.move_to(date(2026, 12, 20))
    yann.sign_in(people.yann).get(cotisation)
    yann.submit("Préparer")
    yann.submit("Continuer")
    yann.submit("Continuer")
    yann.submit("Ces coordonnées")
    assert "Vous pourrez l’envoyer à partir de cette date" in yann.text
    assert not yann.page.select("main form")


@pytest.mark.usefixtures("january")
def test_a_nil_headcount(app: Flask, people: People, browser: Browser) -> None:
    campaign(app)
    browser.sign_in(people.solene).get(f"/e/{people.garage}/cotisation/")
    browser.follow("Je n’emploie plus de salarié")
    assert browser.heading == "Déclarer un effectif nul"
    label = "Je certifie pour GARAGE MORIN n’employer plus aucun salarié"
    for typed, said in (("", "Saisissez la date"), ("31/02/2026", "n’existe pas"), ("20/01/2027", "à venir")):
        browser.submit("Envoyer", {"Plus aucun salarié depuis le": typed, label: True}, expect=422)
        assert said in browser.errors[0]
    browser.submit("Envoyer", {"Plus aucun salarié depuis le": "15/01/2027", label: True}, expect=422)
    assert "Vous employiez encore au 1er janvier 2027" in browser.errors[0].replace("\u00a0", " ")
    browser.submit("Envoyer", {"Plus aucun salarié depuis le": "31/12/2026", label: True})
    assert "Plus aucun salarié depuis le 31 décembre 2026" in browser.text.replace("\u00a0", " ")


def test_with_employees_there_is_no_nil_headcount(yann: Browser, cotisation: str) -> None:
    yann.get(f"{cotisation}2027/effectif-nul")
    assert "2 salariés sont encore présents au 1er janvier 2027" in yann.text.replace("\u00a0", " ")
    assert not yann.page.select("main form")


@pytest.mark.usefixtures("january")
def test_a_company_that_left_reads_and_declares_no_more(app: Flask, people: People, browser: Browser) -> None:
    campaign(app)
    company = people.company("PARTIE", "220999", left_on=date(2026, 12, 31))
    people.attach(people.solene, company, Role.MANAGER)
    browser.sign_in(people.solene).get(f"/e/{company}/cotisation/")
    assert not browser.page.select("main form")
    browser.get(f"/e/{company}/cotisation/2027/salaries", expect=403)
    browser.get(f"/e/{company}/cotisation/2027/effectif-nul", expect=403)


@pytest.mark.parametrize("receipt", [None, "PAPIER 12/B"])
def test_what_the_association_received_on_paper_is_shown_and_may_be_corrected(
    app: Flask, yann: Browser, people: People, cotisation: str, receipt: str | None
) -> None:
    with app.app_context(), all_companies("test"):
        db.session.add(
            Declaration(
                company_id=company_of(people.bakery).id, year=2027, state=DeclarationState.SENT, si=4, sia=0, sir=0,
                sent_at=JANUARY, receipt=receipt,
            )
        )  # fmt: skip
        db.session.commit()
    for page in (f"/e/{people.bakery}/", f"{cotisation}2027/verifier", f"{cotisation}2027/effectif-nul"):
        yann.get(page)
        assert "None" not in yann.text
    yann.get(cotisation)
    assert "AIST22 a reçu cette déclaration hors du portail" in yann.text
    assert yann.rows()[0]["Effectif"] == "4"
    if receipt:
        yann.follow(receipt, within="tbody")
        assert yann.heading == "Déclaration envoyée"
        assert "BOULANGERIE LE GALL Numéro de reçu PAPIER 12/B" in yann.text
        for promised in ("authentique", "10 jours ouvrés", "Télécharger le reçu", "SIRET", "SHA-256"):
            assert promised not in yann.text.replace("\u00a0", " ")
        yann.get(f"{cotisation}recu/{receipt}.pdf", expect=404)
        yann.get(cotisation)
    yann.submit("Corriger")
    yann.submit("Continuer")
    yann.get(f"{cotisation}2027/contact")
    yann.submit("Ces coordonnées")
    send(yann)
    assert yann.heading == "Déclaration envoyée"
