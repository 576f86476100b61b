"""Ma cotisation, page by page: the way through the steps, what stops it, and what several people do to it at once."""

from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.models import DeclarationState, FollowUp, Role
from app.services.exchange.values import day as read_day
from tests.people import People
from tests.support.browser import Browser
from tests.support.declarations import (
    JANUARY,
    campaign,
    declarations_of,
    declared,
    hire,
    hire_many,
    placed,
)
from tests.support.mailbox import Mailbox, text_of
from tests.support.records import visiting

CERTIFY = "Je certifie l’exactitude des informations déclarées pour BOULANGERIE LE GALL"


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(JANUARY, tick=True) as travelling:
        yield travelling


@pytest.fixture
def home(app: Flask, people: People) -> str:
    """The bakery's address; two employees about whom nothing is missing."""
    campaign(app)
    placed(people)
    hire(people, people.bakery, "DURAND", follow_up=FollowUp.SIR, risks="amiante")
    hire(people, people.bakery, "MORIN", "Yann")
    people.yann  # noqa: B018
    return f"/e/{people.bakery}/cotisation/"


@pytest.fixture
def yann(people: People, browser: Browser, home: str) -> Browser:
    browser.sign_in(people.yann).get(home)
    return browser


def to_the_check_page(browser: Browser) -> None:
    browser.submit("Commencer")
    browser.submit("Continuer")
    browser.submit("Continuer")
    browser.submit("Ces coordonnées")


def send(browser: Browser, label: str = CERTIFY) -> None:
    browser.submit("Envoyer la déclaration", {label: True})


def test_from_the_introduction_to_the_receipt(yann: Browser, people: People, mailbox: Mailbox) -> None:
    assert "Déclarez les salariés présents au 1er janvier 2027" in yann.text
    yann.submit("Commencer la déclaration")
    assert yann.heading == "Vérifiez la liste de vos salariés"
    assert "Étape 1 sur 4" in yann.text
    assert yann.title.startswith("Vérifiez la liste de vos salariés (étape 1 sur 4)")
    assert [row["Nom, prénom"] for row in yann.rows()] == ["DURAND Élise", "MORIN Yann"]
    yann.submit("Continuer")
    assert yann.heading == "Vérifiez votre effectif", "nothing is in doubt: the second step is skipped"
    assert "Cotisation estimée" in yann.text
    assert "196,00 €" in yann.text.replace("\u00a0", " ")
    yann.submit("Continuer")
    assert "3 rue du Port" in yann.text
    yann.submit("Ces coordonnées sont exactes")
    assert yann.heading == "Vérifiez puis envoyez la déclaration de BOULANGERIE LE GALL"
    yann.submit("Envoyer", expect=422)
    assert yann.errors == ["Cochez la case pour certifier votre déclaration"]
    send(yann)
    assert yann.heading == "Déclaration envoyée"
    assert "mardi 19 janvier 2027 à 14 h 32 (heure de Paris)" in yann.text.replace("\u00a0", " ")
    number = yann.page.select_one(".number").get_text()  # type: ignore[union-attr]
    assert number in text_of(mailbox.last_to(people.yann))
    yann.get(f"/e/{people.bakery}/documents")
    assert number in yann.text


def test_each_step_is_kept_and_taken_up_where_it_was_left(yann: Browser, home: str) -> None:
    yann.submit("Commencer")
    yann.submit("Continuer")
    yann.submit("Enregistrer et reprendre plus tard")
    assert "Déclaration enregistrée" in yann.text
    assert "Votre déclaration 2027 est commencée (étape 4 sur 4)" in yann.text
    yann.submit("Reprendre la déclaration")
    assert yann.heading == "Confirmez vos coordonnées de facturation"


def test_from_the_check_page_one_comes_straight_back(yann: Browser) -> None:
    to_the_check_page(yann)
    yann.follow("Modifier : Salariés présents".replace(" :", "\u00a0:").split("\u00a0:")[0], within=".summary")
    assert yann.heading == "Vérifiez la liste de vos salariés"
    yann.submit("Continuer")
    assert yann.heading.startswith("Vérifiez puis envoyez")


def test_a_third_party_certifies_for_its_client(app: Flask, people: People, home: str) -> None:
    people.attach(people.jeanne, people.bakery)
    jeanne = Browser(app).sign_in(people.jeanne)
    jeanne.get(home)
    to_the_check_page(jeanne)
    send(jeanne, "Je certifie l’exactitude des informations déclarées au nom de mon client BOULANGERIE LE GALL")
    assert "Jeanne DAVID (Cabinet Exemple) (tiers déclarant)" in jeanne.text


def test_sent_twice_it_is_sent_once(app: Flask, yann: Browser, people: People) -> None:
    to_the_check_page(yann)
    check = yann.page
    send(yann)
    receipt = yann.url
    yann.page = check
    send(yann)
    assert yann.url == f"{receipt}?fait=deja"
    assert "Cette déclaration a déjà été envoyée" in yann.text
    # Another tab, with a form of its own.
    yann.page = check
    check.find("input", {"name": "envoi"})["value"] = "0" * 32  # type: ignore[index]
    send(yann)
    assert "Cette déclaration a déjà été envoyée" in yann.text
    assert len(declarations_of(app, people.bakery)) == 1


def test_back_after_the_receipt_there_is_nothing_to_press(yann: Browser) -> None:
    to_the_check_page(yann)
    check = yann.url
    send(yann)
    yann.get(check)
    assert "Cette déclaration a été envoyée le 19 janvier 2027" in yann.text.replace("\u00a0", " ")
    assert not yann.page.select("main form")
    yann.get(check.replace("verifier", "salaries"))
    assert yann.heading == "Ma cotisation"


def test_somebody_else_sent_it(app: Flask, yann: Browser, people: People, home: str) -> None:
    to_the_check_page(yann)
    check = yann.page
    people.attach(people.jeanne, people.bakery)
    with visiting(app, people.jeanne, people.bakery) as access:
        declared(access)
    yann.page = check
    send(yann)
    assert "Cette déclaration a déjà été envoyée" in yann.text
    yann.get(home)
    assert "Jeanne DAVID (Cabinet Exemple) a envoyé cette déclaration" in yann.text


def test_what_changed_while_it_was_being_checked_is_shown_and_not_sent(
    app: Flask, yann: Browser, people: People
) -> None:
    to_the_check_page(yann)
    hire(people, people.bakery, "TANGUY")
    yann.submit("Envoyer", {CERTIFY: True}, expect=409)
    assert "Ces informations ont changé pendant votre vérification" in yann.text
    assert [one.state for one in declarations_of(app, people.bakery)] == [DeclarationState.DRAFT]
    send(yann)
    assert "Salariés présents au 1er janvier 2027 3" in yann.text.replace("\u00a0", " ")


def test_a_correction_is_a_new_receipt_and_the_old_one_says_so(yann: Browser, people: People, home: str) -> None:
    to_the_check_page(yann)
    send(yann)
    first = yann.url
    hire(people, people.bakery, "TANGUY")
    yann.submit("Corriger cette déclaration")
    assert yann.heading == "Vérifiez la liste de vos salariés"
    yann.submit("Continuer")
    send(yann)
    assert yann.url != first
    yann.get(first)
    assert yann.heading == "Déclaration remplacée"
    assert "Ce reçu n’est plus en vigueur" in yann.text
    yann.get(home)
    assert [row["État"] for row in yann.rows()] == ["Envoyée", "Remplacée"]
    assert [row["Effectif"] for row in yann.rows()] == ["3", "2"]


def test_employees_whose_follow_up_is_unknown_are_asked_about(yann: Browser, people: People) -> None:
    hire(people, people.bakery, "TANGUY", "Loïc", follow_up=None)
    hire(people, people.bakery, "CARIOU", "Nolwenn", follow_up=FollowUp.SIR, risks="conduite d’engins")
    yann.submit("Commencer")
    yann.submit("Continuer")
    assert yann.heading == "Précisez le suivi de vos salariés"
    assert "la liste des risques a changé en octobre 2025" in yann.text
    yann.submit("Continuer", {"TANGUY Loïc, Boulanger": "SIA"}, expect=422)
    assert yann.errors == ["Choisissez le type de suivi de CARIOU Nolwenn"]
    yann.submit("Continuer", {"CARIOU Nolwenn, Boulanger": "X"}, expect=422)
    yann.submit("Continuer", {"CARIOU Nolwenn, Boulanger": "SI", "TANGUY Loïc, Boulanger": "SIA"})
    assert yann.heading == "Vérifiez votre effectif"
    assert "Dont suivi adapté (SIA) 1" in yann.text


def test_what_is_chosen_is_kept_when_one_stops_half_way(yann: Browser, people: People) -> None:
    hire(people, people.bakery, "TANGUY", "Loïc", follow_up=None)
    hire(people, people.bakery, "CARIOU", "Nolwenn", follow_up=None)
    yann.submit("Commencer")
    yann.submit("Continuer")
    yann.submit("Enregistrer et reprendre plus tard", {"TANGUY Loïc, Boulanger": "SIA"})
    yann.submit("Reprendre")
    assert next(label.get_text() for label in yann.page.select("main .field label")).startswith("CARIOU Nolwenn")
    assert "TANGUY" not in yann.text


def test_a_headcount_that_falls_asks_for_a_yes(app: Flask, yann: Browser, people: People, home: str) -> None:
    campaign(app, 2026, due_on=date(2040, 1, 1), closes_on=date(2040, 1, 1))
    hire_many(app, people.bakery, 5, left_on=date(2026, 6, 30))
    with visiting(app, people.yann, people.bakery) as access:
        assert declared(access, 2026).total == 7
    campaign(app, 2026)
    yann.get(home)
    yann.submit("Commencer")
    yann.submit("Continuer")
    assert "Votre effectif passe de 7 à 2." in yann.text
    yann.submit("Continuer", expect=422)
    assert yann.errors == ["Répondez par oui ou par non"]
    yann.page.find("input", {"value": "non"})["checked"] = ""  # type: ignore[index]
    yann.submit("Continuer")
    assert yann.heading == "Vérifiez la liste de vos salariés"
    yann.submit("Continuer")
    yann.page.find("input", {"value": "oui"})["checked"] = ""  # type: ignore[index]
    yann.submit("Continuer")
    yann.submit("Ces coordonnées")
    send(yann)
    assert yann.heading == "Déclaration envoyée"


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


def test_two_people_who_tell_two_payrolls_see_both(app: Flask, yann: Browser, people: People, home: str) -> None:
    campaign(app, tariff=PAYROLL)
    people.attach(people.jeanne, people.bakery)
    yann.submit("Commencer")
    yann.submit("Continuer")
    jeanne = Browser(app).sign_in(people.jeanne)
    jeanne.get(f"{home}2027/effectif")
    jeanne.submit("Continuer", {"Masse salariale": "100000"})
    yann.submit("Continuer", {"Masse salariale": "120000"}, expect=409)
    assert "Jeanne DAVID (Cabinet Exemple) les a modifiées" in yann.text
    assert "100 000 €" in yann.text.replace("\u00a0", " ")
    assert yann.value_of("Masse salariale") == "120000"
    yann.submit("Continuer")
    assert declarations_of(app, people.bakery)[0].answers["payroll"] == 120_000


def test_what_is_missing_is_listed_and_nothing_can_be_sent(yann: Browser, people: People) -> None:
    hire(people, people.bakery, "TANGUY", "Loïc", pcs=None)
    to_the_check_page(yann)
    assert "À compléter avant l’envoi" in yann.text
    assert "TANGUY Loïc : Indiquez son code PCS-ESE." in yann.text.replace("\u00a0", " ")
    assert not yann.page.select("main form")


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
    yann: Browser, people: People, clock: Any, home: str, day: str, said: str, may_begin: str | None
) -> None:
    clock.move_to(read_day(day))
    yann.sign_in(people.yann).get(home)
    assert said in yann.text.replace("\u00a0", " ")
    buttons = [button.get_text() for button in yann.page.select("main form button")]
    assert buttons == ([may_begin] if may_begin else [])


def test_a_campaign_that_closes_while_a_draft_is_open(
    app: Flask, yann: Browser, people: People, clock: Any, home: str
) -> None:
    to_the_check_page(yann)
    check = yann.page
    clock.move_to(date(2027, 3, 1))
    yann.sign_in(people.yann).get(f"{home}2027/effectif")
    assert "Vous pouvez la relire, mais plus la modifier" in yann.text
    assert not yann.page.select("main form button")
    token = yann.token()
    yann.page = check
    for field in check.find_all("input", {"name": "csrf_token"}):
        field["value"] = token
    send(yann)
    assert "Votre envoi est arrivé après la clôture" in yann.text
    assert [one.state for one in declarations_of(app, people.bakery)] == [DeclarationState.DRAFT]


def test_a_draft_prepared_early_waits_for_the_opening(yann: Browser, people: People, clock: Any, home: str) -> None:
    clock.move_to(date(2026, 12, 20))
    yann.sign_in(people.yann).get(home)
    yann.submit("Préparer")
    yann.submit("Continuer")
    yann.submit("Continuer")
    yann.submit("Ces coordonnées")
    assert "Vous pourrez l’envoyer à partir de cette date" in yann.text
    assert not yann.page.select("main form")


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


def test_with_employees_there_is_no_nil_headcount(yann: Browser, home: str) -> None:
    yann.get(f"{home}2027/effectif-nul")
    assert "2 salariés sont encore présents au 1er janvier 2027" in yann.text.replace("\u00a0", " ")
    assert not yann.page.select("main form")


def test_a_company_that_left_reads_and_declares_no_more(app: Flask, people: People, browser: Browser) -> None:
    campaign(app)
    company = people.company("PARTIE", "220999", left_on=date(2026, 12, 31))
    people.attach(people.solene, company, Role.MANAGER)
    browser.sign_in(people.solene).get(f"/e/{company}/cotisation/")
    assert not browser.page.select("main form")
    browser.get(f"/e/{company}/cotisation/2027/salaries", expect=403)
    browser.get(f"/e/{company}/cotisation/2027/effectif-nul", expect=403)
