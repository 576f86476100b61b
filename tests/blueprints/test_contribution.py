"""Ma cotisation, page by page: the way through the steps, and what several people do to it at once."""

from datetime import date

from flask import Flask

from app.models import DeclarationState, FollowUp
from tests.people import People
from tests.support.browser import Browser
from tests.support.declarations import (
    CERTIFY,
    campaign,
    declarations_of,
    declared,
    hire,
    hire_many,
    send,
    to_the_check_page,
)
from tests.support.mailbox import Mailbox, text_of
from tests.support.records import visiting


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


def test_each_step_is_kept_and_taken_up_where_it_was_left(yann: Browser, cotisation: str) -> None:
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


def test_a_third_party_certifies_for_its_client(app: Flask, people: People, cotisation: str) -> None:
    people.attach(people.jeanne, people.bakery)
    jeanne = Browser(app).sign_in(people.jeanne)
    jeanne.get(cotisation)
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


def test_somebody_else_sent_it(app: Flask, yann: Browser, people: People, cotisation: str) -> None:
    to_the_check_page(yann)
    check = yann.page
    people.attach(people.jeanne, people.bakery)
    with visiting(app, people.jeanne, people.bakery) as access:
        declared(access)
    yann.page = check
    send(yann)
    assert "Cette déclaration a déjà été envoyée" in yann.text
    yann.get(cotisation)
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


def test_a_correction_may_wait_for_the_closing(yann: Browser, cotisation: str) -> None:
    to_the_check_page(yann)
    assert "contact@example.org" in yann.text
    send(yann)
    yann.submit("Corriger cette déclaration")
    yann.get(cotisation)
    assert "À envoyer avant la clôture, le 28 février 2027" in yann.text.replace("\u00a0", " ")
    yann.submit("Reprendre la correction")


def test_a_correction_is_given_up(yann: Browser, cotisation: str) -> None:
    to_the_check_page(yann)
    send(yann)
    yann.submit("Corriger cette déclaration")
    yann.get(cotisation)
    begun = yann.page
    yann.submit("Abandonner la correction")
    assert "Correction abandonnée" in yann.text
    yann.page = begun
    yann.submit("Abandonner la correction")
    assert "Déclaration 2027 envoyée" in yann.text
    yann.submit("Corriger")
    assert yann.heading == "Vérifiez la liste de vos salariés"


def test_a_correction_is_a_new_receipt_and_the_old_one_says_so(yann: Browser, people: People, cotisation: str) -> None:
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
    yann.get(cotisation)
    assert [row["État"] for row in yann.rows()] == ["Envoyée", "Remplacée"]
    assert [row["Effectif"] for row in yann.rows()] == ["3", "2"]


def test_employees_whose_follow_up_is_unknown_are_asked_about(yann: Browser, people: People) -> None:
    hire(people, people.bakery, "TANGUY", "Loïc", follow_up=None)
    hire(people, people.bakery, "CARIOU", "Nolwenn", follow_up=FollowUp.SIR, risks="conduite d’engins")
    yann.submit("Commencer")
    yann.submit("Continuer")
    assert yann.heading == "Précisez le suivi de vos salariés"
    assert "ne vaut plus suivi renforcé depuis le 1er octobre 2025" in yann.text
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


def test_a_headcount_that_falls_asks_for_a_yes(app: Flask, yann: Browser, people: People, cotisation: str) -> None:
    campaign(app, 2026, due_on=date(2040, 1, 1), closes_on=date(2040, 1, 1))
    hire_many(app, people.bakery, 5, left_on=date(2026, 6, 30))
    with visiting(app, people.yann, people.bakery) as access:
        assert declared(access, 2026).total == 7
    campaign(app, 2026)
    yann.get(cotisation)
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


def test_what_is_missing_is_listed_and_nothing_can_be_sent(yann: Browser, people: People) -> None:
    hire(people, people.bakery, "TANGUY", "Loïc", job=None)
    to_the_check_page(yann)
    assert "À compléter avant l’envoi" in yann.text
    assert "TANGUY Loïc : Indiquez son poste." in yann.text.replace("\u00a0", " ")
    assert not yann.page.select("main form")


def test_the_list_is_corrected_on_the_way_and_one_comes_back_to_it(yann: Browser, people: People) -> None:
    yann.submit("Commencer")
    step = yann.url
    yann.follow("Déclarer le départ de MORIN Yann")
    yann.submit("Enregistrer le départ", {"Date de départ": "31/12/2026"})
    assert yann.url == step
    assert [row["Nom, prénom"] for row in yann.rows()] == ["DURAND Élise"]
    assert "1 salarié présent au 1er janvier 2027" in yann.text.replace("\u00a0", " ")
    yann.follow("Modifier DURAND Élise")
    yann.submit("Enregistrer", {"Poste": "Cheffe boulangère"})
    assert yann.url == step
    assert yann.rows()[0]["Poste"] == "Cheffe boulangère"
    yann.follow("Déclarer un nouveau salarié")
    assert yann.page.find("input", {"name": "retour"})


def test_who_declares_several_companies_keeps_the_queue_from_page_to_page(yann: Browser, cotisation: str) -> None:
    queue = "k7m2q9x4ab"
    yann.get(f"{cotisation}?file={queue}")
    to_the_check_page(yann)
    assert yann.url.endswith(f"/verifier?file={queue}")
    send(yann)
    assert yann.url.endswith(f"?file={queue}")
    yann.get(f"{cotisation}?file=not-a-queue")
    assert not yann.page.select("main a[href*=file]")


def test_a_departure_is_declared_in_its_row_and_undone(yann: Browser) -> None:
    yann.submit("Commencer")
    step = yann.url
    link = next(a for a in yann.page.select("a[hx-get]") if "MORIN Yann" in a.get_text())
    yann.fragment(str(link["href"]))
    yann.submit("Enregistrer", {"Date de départ": "31/02/2027"}, expect=422, htmx=True)
    assert "n’existe pas" in yann.page.get_text()
    yann.submit("Enregistrer", {"Date de départ": "31/12/2026"}, expect=200, htmx=True)
    assert yann.page.div is not None
    assert yann.page.div["data-annonce"] == "Départ de MORIN Yann enregistré"
    yann.submit("Annuler")
    assert yann.url == step
    assert len(yann.rows()) == 2
