"""Agents give the portal the association's name, colours and logo, seen before they are saved."""

import struct
from io import BytesIO

import pytest
from flask import Flask

from app.models import StaffRight
from tests.people import People
from tests.support.browser import Browser
from tests.support.records import facts_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>alert(1)</script><path d="M0 0h9v9z"/></svg>'
HEADER = struct.pack(">I4sIIBBBBBI", 13, b"IHDR", 9, 9, 8, 2, 0, 0, 0, 0)
PNG = b"\x89PNG\r\n\x1a\n" + HEADER + b"\0\0\0\0IEND\xaeB`\x82"
VERDICT = "Cette couleur (2,5:1) serait illisible avec du texte blanc. Nous utilisons #588215 (4,5:1) pour les boutons."


@pytest.fixture
def agent(app: Flask, people: People) -> Browser:
    return Browser(app).sign_in(people.agent("Nolwenn", StaffRight.TEXTS))


def test_every_page_takes_the_new_name_and_colour(app: Flask, agent: Browser, browser: Browser) -> None:
    agent.get("/gestion/apparence")
    agent.submit("Enregistrer", {"Sigle": "SPSTI29", "Couleur principale": "#7AB51D"})
    assert "par Nolwenn AGENT" in agent.text
    browser.get("/connexion")
    assert browser.title.endswith("Portail adhérents SPSTI29")
    browser.get(browser.page.find("link", rel="stylesheet")["href"])
    assert ".banner { background: #588215" in browser.response.text
    assert [fact["setting"] for fact in facts_of(app, "setting.changed")] == ["ASSO_SIGLE", "ASSO_COULEUR"]


def test_a_colour_is_judged_at_once(agent: Browser) -> None:
    agent.get("/gestion/apparence")
    assert "lisible avec du texte blanc" in agent.text
    asked = {"asso_couleur": "#7AB51D", "asso_couleur_action": "rouge", "asso_sigle": "A&B <x>", "asso_nom": "N"}
    agent.fragment("/gestion/apparence/apercu", **asked)
    assert VERDICT in agent.text
    assert "Ce n’est pas une couleur" in agent.text
    agent.get(agent.page.find("img")["src"])
    assert agent.response.mimetype == "image/svg+xml"
    assert "sandbox" in agent.response.headers["Content-Security-Policy"]
    assert 'fill="#588215"' in agent.response.text
    assert "A&amp;B &lt;x&gt;" in agent.response.text


def test_without_javascript_too_and_nothing_is_saved(app: Flask, agent: Browser) -> None:
    agent.get("/gestion/apparence")
    agent.submit("Aperçu", {"Couleur principale": "#7AB51D"}, expect=200)
    assert "Nous utilisons #588215" in agent.text
    assert agent.value_of("Couleur principale") == "#7AB51D"
    assert facts_of(app, "setting.changed") == []


@pytest.mark.parametrize(
    ("label", "typed", "said"),
    [
        ("Sigle", "", "Saisissez le sigle"),
        ("Sigle", "x" * 21, "20 caractères"),
        ("Couleur principale", "red", "hexadécimal"),
        ("Couleur des boutons d’action", "#12", "hexadécimal"),
        ("Adresse du site", "javascript:alert(1)", "adresse complète"),
        ("Adresse du site", "http://[x", "adresse complète"),
    ],
)
def test_what_cannot_be_shown_is_refused(agent: Browser, label: str, typed: str, said: str) -> None:
    agent.get("/gestion/apparence")
    agent.submit("Enregistrer", {label: typed}, expect=422)
    assert said in " ".join(agent.errors)


@pytest.mark.parametrize(("content", "mimetype"), [(SVG, "image/svg+xml"), (PNG, "image/png")])
def test_a_logo_is_seen_then_saved(agent: Browser, browser: Browser, content: bytes, mimetype: str) -> None:
    agent.get("/gestion/apparence/logo")
    agent.submit("Vérifier ce logo", {"Fichier du logo": (BytesIO(content), "logo")}, expect=200)
    assert agent.page.find("img", alt="Logo proposé")["src"].startswith(f"data:{mimetype};base64,")
    agent.submit("Enregistrer ce logo")
    browser.get("/connexion")
    browser.get(browser.page.find("img", alt="AIST22")["src"])
    assert browser.response.mimetype == mimetype
    assert b"alert" not in browser.response.data
    assert "sandbox" in browser.response.headers["Content-Security-Policy"]
    agent.get("/gestion/apparence/logo")
    agent.submit("Retirer le logo")
    browser.get("/connexion")
    assert not browser.page.select(".brand img")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "ni un SVG ni un PNG"),
        (b"GIF89a", "ni un SVG ni un PNG"),
        (SVG + b" " * 41_000, "plus de 40"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script/></svg>', "aucun tracé"),
    ],
)
def test_what_is_no_logo_is_refused(agent: Browser, content: bytes, said: str) -> None:
    agent.get("/gestion/apparence/logo")
    agent.submit("Vérifier ce logo", {"Fichier du logo": (BytesIO(content), "logo.svg")}, expect=422)
    assert said in " ".join(agent.errors)


def test_what_is_saved_is_checked_again(agent: Browser) -> None:
    """What was shown comes back from the browser: it may not be what was shown any more."""
    agent.get("/gestion/apparence/logo")
    seen = agent.page.find("input", {"name": "seen"})["value"]
    agent.post("/gestion/apparence/logo", {"seen": seen, "shown": "data:text/html;base64,PGI+"}, expect=422)
    agent.post("/gestion/apparence/logo", {"seen": seen, "shown": "data:image/png;base64,é"}, expect=422)


def test_of_two_logos_the_second_agent_chooses(app: Flask, people: People, agent: Browser) -> None:
    other = Browser(app).sign_in(people.anouk)
    for one in (agent, other):
        one.get("/gestion/apparence/logo")
        one.submit("Vérifier ce logo", {"Fichier du logo": (BytesIO(PNG), "logo.png")}, expect=200)
    agent.submit("Enregistrer ce logo")
    other.submit("Enregistrer ce logo", expect=409)
    other.submit("Enregistrer ce logo")
