"""Texts, appearance and settings, filled in, refused and in conflict, by axe-core; and what changes as one types."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.axe import Inspector
from tests.browser.screen import Screen
from tests.people import People
from tests.support.browser import Browser
from tests.support.codes import code_of

pytestmark = pytest.mark.browser

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 40"><path fill="#F39200" d="M5 5h80v30H5z"/></svg>'
FAQ = "## Courrier\n\n### Où est mon courrier\u00a0?\n\nDans **la boîte** de {{ sigle }}.\n"


@pytest.fixture
def agent(page: Screen, app: Flask, people: People) -> Screen:
    page.sign_in(people.anouk).shows("Code de connexion")
    page.press("Valider", {"Code": code_of(app, people.anouk)}).shows("Espace gestion")
    return page


def looked_at(agent: Screen, inspector: Inspector, name: str) -> None:
    agent.picture(name.replace(" ", "-"))
    inspector.look(agent, name)


@pytest.mark.looks_at(
    "staff.texts.differences", "staff.texts.edit", "staff.texts.history", "staff.texts.index", "staff.texts.version"
)
def test_texts(agent: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    looked_at(agent.open("/gestion/textes"), inspector, "texts")
    agent.open("/gestion/textes/faq")
    looked_at(agent, inspector, "text")
    agent.press("Publier", {"Texte": "Bonjour"}).errors.wait_for()
    looked_at(agent, inspector, "text refused")
    agent.press("Aperçu", {"Texte": FAQ + "\n{{ rien }}"})
    agent.says("Avant de publier")
    if agent.javascript:
        agent.announces("Aperçu à jour")
    for summary in agent.page.locator("details > summary").all():
        summary.click()
    looked_at(agent, inspector, "text seen")
    other = Browser(app).sign_in(people.anouk)
    other.get("/gestion/textes/faq")
    other.submit("Publier", {"Texte": FAQ})
    agent.press("Publier", {"Texte": FAQ}).says("Ce texte a changé")
    looked_at(agent, inspector, "text in conflict")
    agent.press("Publier", {"Texte": FAQ.replace("la boîte", "votre boîte")}).says("Texte publié")
    looked_at(agent, inspector, "text published")
    looked_at(agent.open("/gestion/textes/faq/versions"), inspector, "versions")
    looked_at(agent.open("/gestion/textes/faq/versions/2/differences/1"), inspector, "differences")
    looked_at(agent.open("/gestion/textes/faq/versions/0"), inspector, "version")


@pytest.mark.looks_at("staff.appearance.index", "staff.appearance.logo", "staff.appearance.restore")
def test_appearance(agent: Screen, inspector: Inspector) -> None:
    agent.open("/gestion/apparence")
    looked_at(agent, inspector, "appearance")
    if agent.javascript:
        agent.field("Couleur principale").fill("#7AB51D")
        agent.says("Nous utilisons #588215")
        expect(agent.field("Couleur principale")).to_be_focused()
        looked_at(agent, inspector, "appearance typed")
    agent.press("Enregistrer", {"Sigle": ""}).errors.wait_for()
    looked_at(agent, inspector, "appearance refused")
    agent.press("Enregistrer", {"Sigle": "SPSTI29"}).says("Réglages enregistrés")
    looked_at(agent, inspector, "appearance saved")
    agent.follow("Revenir à la valeur de l’installation")
    looked_at(agent, inspector, "appearance restored")
    agent.open("/gestion/apparence/logo")
    looked_at(agent, inspector, "logo")
    file = {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": DRAWING}
    agent.page.set_input_files("input[type=file]", files=[file])  # type: ignore[list-item]
    agent.press("Vérifier ce logo").says("Voici le logo")
    looked_at(agent, inspector, "logo seen")
    agent.press("Enregistrer ce logo").says("Réglages enregistrés")
    assert agent.page.locator(".brand img").evaluate("image => image.naturalWidth")
    looked_at(agent, inspector, "logo saved")


@pytest.mark.looks_at("staff.settings.edit", "staff.settings.index", "staff.settings.restore")
def test_settings(agent: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    agent.open("/gestion/reglages")
    looked_at(agent, inspector, "settings")
    for group in ("contacts", "rendez-vous", "acces", "paiements"):
        looked_at(agent.open(f"/gestion/reglages/{group}"), inspector, group)
    agent.press("Enregistrer", {"IBAN": "FR76", "BIC": "x"}).errors.wait_for()
    looked_at(agent, inspector, "settings refused")
    agent.open("/gestion/reglages/rendez-vous")
    other = Browser(app).sign_in(people.anouk)
    other.get("/gestion/reglages/rendez-vous")
    other.submit("Enregistrer", {"Préavis, en heures": "72"})
    agent.press("Enregistrer", {"Préavis, en heures": "24"}).says("Ces réglages ont changé")
    looked_at(agent, inspector, "settings in conflict")
    agent.press("Garder ma saisie").says("Réglages enregistrés")
    looked_at(agent, inspector, "settings saved")
    agent.follow("Revenir à la valeur de l’installation")
    looked_at(agent, inspector, "setting restored")
