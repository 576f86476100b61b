"""What the script and HTMX add: focus, announcements, live searches; and what they must never do."""

import re

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.screen import Screen
from tests.people import People

pytestmark = pytest.mark.browser

STORED = "() => JSON.stringify([Object.entries(localStorage), Object.values(sessionStorage)])"


@pytest.fixture
def jeanne(scripted: Screen, app: Flask, people: People) -> Screen:
    """The accountant at her screen, with 12 clients, of whom GARAGE MORIN."""
    people.attach(people.jeanne, people.garage)
    people.clients(people.jeanne, 11)
    return scripted.signed_in(app, people.jeanne)


def test_a_refused_form_has_the_focus_on_what_is_wrong(scripted: Screen) -> None:
    scripted.open("/connexion").press("Valider")
    expect(scripted.errors).to_be_focused()
    expect(scripted.page).to_have_title("Erreur – Connexion à votre espace – Portail adhérents AIST22")
    scripted.follow("Saisissez votre adresse e-mail", within=".box-erreur")
    expect(scripted.field("Votre adresse e-mail")).to_be_focused()


def test_the_second_step_has_the_focus_on_the_password(scripted: Screen) -> None:
    scripted.open("/connexion").press("Valider", {"Votre adresse e-mail": "yann@example.org"})
    expect(scripted.field("Mot de passe")).to_be_focused()
    expect(scripted.page).to_have_title("Mot de passe – Connexion à votre espace – Portail adhérents AIST22")
    assert scripted.path == "/connexion"


def test_a_password_can_be_shown_and_leaves_hidden(scripted: Screen) -> None:
    scripted.open("/connexion").press("Valider", {"Votre adresse e-mail": "yann@example.org"})
    field = scripted.field("Mot de passe")
    field.fill("a secret")
    button = scripted.page.get_by_role("button", name="Afficher le mot de passe")
    button.click()
    expect(field).to_have_attribute("type", "text")
    expect(button).to_have_attribute("aria-pressed", "true")
    with scripted.page.expect_request(re.compile("mot-de-passe")):
        scripted.press("Valider")
    expect(scripted.field("Mot de passe")).to_have_attribute("type", "password")


def test_the_switcher_finds_while_one_types(jeanne: Screen, people: People) -> None:
    jeanne.open(f"/e/{people.garage}/salaries")
    panel = jeanne.open_switcher()
    search = panel.get_by_role("searchbox")
    search.press_sequentially("client 000")
    jeanne.announces("9 entreprises trouvées pour « client 000 »")
    expect(search).to_be_focused()
    search.fill("xyz")
    jeanne.announces("Aucune entreprise ne correspond à « xyz ».")
    search.fill("0011")
    panel.get_by_role("link", name="CLIENT 0011").click()
    jeanne.shows("Mes salariés").says("Aucun salarié enregistré pour CLIENT 0011")


def test_escape_closes_the_switcher(jeanne: Screen, people: People) -> None:
    jeanne.open(f"/e/{people.garage}/")
    panel = jeanne.open_switcher()
    panel.get_by_role("searchbox").press("Escape")
    expect(panel).to_be_hidden()
    expect(jeanne.page.locator(".struct > summary")).to_be_focused()


def test_a_list_is_filtered_while_one_types(jeanne: Screen) -> None:
    jeanne.open("/entreprises/")
    before = jeanne.page.evaluate("history.length")
    search = jeanne.main.get_by_role("searchbox")
    search.press_sequentially("morin")
    jeanne.announces("1 entreprise trouvée pour « morin »")
    expect(search).to_be_focused()
    expect(search).to_have_value("morin")
    expect(jeanne.page).to_have_title("« morin » – Mes entreprises – Portail adhérents AIST22")
    assert jeanne.path == "/entreprises/?q=morin"
    assert jeanne.page.evaluate("history.length") == before, "an entry of history for each pause of typing"


def test_a_link_to_a_question_opens_its_answer(scripted: Screen) -> None:
    question = scripted.open("/faq#j-ai-oublie-mon-mot-de-passe").page.locator("#j-ai-oublie-mon-mot-de-passe")
    expect(question).to_have_attribute("open", "")


def test_going_back_after_a_search_gives_the_whole_page(jeanne: Screen) -> None:
    jeanne.open("/entreprises/").main.get_by_role("searchbox").fill("morin")
    jeanne.announces("1 entreprise trouvée pour « morin »").follow("GARAGE MORIN", within="main")
    jeanne.shows("Portail adhérents AIST22").page.go_back()
    jeanne.shows("Mes entreprises").says("GARAGE MORIN")
    expect(jeanne.main.get_by_role("searchbox")).to_have_value("morin")
    expect(jeanne.page.get_by_role("banner")).to_be_visible()


def test_going_back_between_pages_of_a_list_gives_the_whole_page(jeanne: Screen, people: People) -> None:
    people.clients(people.jeanne, 40)
    jeanne.open("/entreprises/").follow("Page suivante").says("Page 2 sur 2")
    expect(jeanne.page.locator("caption")).to_be_focused()
    jeanne.page.go_back()
    jeanne.says("Page 1 sur 2").shows("Mes entreprises")
    expect(jeanne.page.get_by_role("banner")).to_be_visible()


def test_the_browser_keeps_nothing_of_what_it_showed(jeanne: Screen, people: People) -> None:
    people.employee(people.garage, "DURAND", "Élise")
    jeanne.open(f"/e/{people.garage}/salaries").main.get_by_role("searchbox").fill("durand")
    jeanne.announces("1 salarié trouvé pour « durand »").follow("Mon compte").shows("Mon compte")
    kept = jeanne.page.evaluate(STORED)
    assert "<" not in kept
    assert "Élise" not in kept
    assert jeanne.page.evaluate("localStorage.length") == 0


def test_a_network_failure_is_said_and_keeps_what_was_typed(jeanne: Screen) -> None:
    jeanne.open("/entreprises/").context.set_offline(True)
    search = jeanne.main.get_by_role("searchbox")
    search.fill("morin")
    expect(jeanne.errors).to_be_focused()
    expect(jeanne.errors).to_contain_text("Le serveur ne répond pas. Votre saisie est conservée")
    expect(search).to_have_value("morin")
    jeanne.context.set_offline(False)
    search.press("Enter")
    expect(jeanne.main.locator("caption")).to_contain_text("morin")
    expect(jeanne.errors).to_have_count(0)
    assert any("ERR_INTERNET_DISCONNECTED" in problem for problem in jeanne.problems)
    jeanne.problems.clear()


def test_the_console_is_listened_to(scripted: Screen) -> None:
    """Every test of this folder fails on a complaint of the console: this one sees that complaints are heard."""
    scripted.open("/contact")
    scripted.page.evaluate("console.error('broken')")
    scripted.page.evaluate("document.body.appendChild(document.createElement('script')).text = 'alert(1)'")
    scripted.page.evaluate("new Image().src = 'http://127.0.0.1:9/absent.png'")
    scripted.page.wait_for_function("() => true")
    heard = "\n".join(scripted.problems)
    assert "broken" in heard
    assert heard.count("Content Security Policy") >= 2
    scripted.problems.clear()
