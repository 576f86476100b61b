"""Texts are written, seen, published and taken back by agents; members read what is online at once."""

import pytest
from flask import Flask

from app.content.pages import original
from app.content.placeholders import filled
from app.models import StaffRight
from tests.people import People
from tests.support.browser import Browser
from tests.support.records import facts_of

PAGE = "# Prendre en main {{ sigle }}\n\n## Bonjour\n\nÉcrivez à {{ contact }}.\n"
FAQ = "## Courrier\n\n### Où est mon courrier ?\n\nDans **la boîte** de {{ sigle }}.\n"


@pytest.fixture
def agent(app: Flask, people: People) -> Browser:
    return Browser(app).sign_in(people.agent("Nolwenn", StaffRight.TEXTS))


def test_a_text_is_read_as_soon_as_it_is_published(agent: Browser, browser: Browser) -> None:
    agent.get("/gestion/textes")
    assert {row["En ligne"] for row in agent.rows()} == {"Texte d’origine"}
    agent.get("/gestion/textes/aide")
    agent.submit("Publier", {"Texte": PAGE})
    assert "Texte publié" in agent.text
    assert "Version 1" in agent.rows()[1]["En ligne"]
    assert "par Nolwenn AGENT" in agent.rows()[1]["En ligne"]
    browser.get("/aide")
    assert browser.heading == "Prendre en main AIST22"
    assert browser.page.select_one("main a[href='mailto:cotisations@aist22.example.org']")


def test_the_faq_is_searched_as_it_is_published(app: Flask, agent: Browser, browser: Browser, people: People) -> None:
    browser.get("/faq")
    agent.get("/gestion/textes/faq")
    agent.submit("Publier", {"Texte": FAQ})
    browser.get("/faq", q="courrier")
    assert [found.get_text() for found in browser.page.select("summary h3")] == ["Où est mon courrier\u00a0?"]
    member = Browser(app).sign_in(people.yann)
    member.get(f"/e/{people.bakery}/faq")
    assert "Dans la boîte d’AIST22." in member.text
    assert facts_of(app, "text.published") == [{"text": "faq", "version": 1}]


def test_small_words_elide_before_the_association_s_name(app: Flask) -> None:
    with app.app_context():
        text = "auprès de {{ sigle }}, ce que {{ sigle }} dit de {{ nom }}, de {{ duree_du_code }} et de {{ rien }}"
        said = "auprès d’AIST22, ce qu’AIST22 dit de Santé au Travail, de 24\u00a0heures et de {{ rien }}"
        assert filled(text) == said


def test_what_an_agent_writes_is_no_template_and_no_html(agent: Browser, browser: Browser) -> None:
    agent.get("/gestion/textes/aide")
    hostile = (
        "# Aide\n\n{% for x in config %}<script>alert(1)</script> [ici](javascript:alert)\n\n![x](https://a/x.png)"
    )
    agent.submit("Publier", {"Texte": hostile})
    browser.get("/aide")
    assert "{% for x in config %}<script>alert(1)</script>" in browser.text
    assert not browser.page.main.select("script, img, a")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("aide", "", "Écrivez un texte"),
        ("aide", "## Sans titre", "commencez par le titre de la page"),
        ("aide", "# Un\n\n# Deux", "Ligne 3 : une page n’a qu’un titre"),
        ("aide", "# Un\n\n### Trois", "saute un niveau"),
        ("aide", "# Un\n\n##Deux", "mettez une espace après « ## »"),
        ("aide", "# Un\n\n{{ config.SECRET_KEY }}", "config.SECRET_KEY }} » ne correspond à rien"),
        ("aide", "# Un\n\n" + "x" * 100_001, "100 000 caractères"),
        ("faq", "Bonjour", "commencez par un thème"),
        ("faq", "### Une question\n\nOui", "n’est dans aucun thème"),
        ("faq", "## Thème", "n’a pas de question"),
        ("faq", "## Thème\n\nDu texte\n\n### Q\n\nR", "suivi d’un texte sans question"),
        ("faq", "## Thème\n\n### Question", "n’a pas de réponse"),
        ("faq", "## Thème\n\n- ### Q\n\n### Q\n\nR", "dans une liste ou une citation"),
    ],
)
def test_what_could_not_be_read_is_refused_and_kept(agent: Browser, name: str, text: str, said: str) -> None:
    agent.get(f"/gestion/textes/{name}")
    agent.submit("Publier", {"Texte": text}, expect=422)
    assert said in " ".join(agent.errors)
    assert agent.page.find("textarea").get_text().strip() == text
    agent.get("/gestion/textes")
    assert {row["En ligne"] for row in agent.rows()} == {"Texte d’origine"}


@pytest.mark.parametrize("htmx", [True, False])
def test_a_text_is_seen_before_it_is_published(agent: Browser, browser: Browser, htmx: bool) -> None:
    agent.get("/gestion/textes/faq")
    agent.submit("Aperçu", {"Texte": FAQ + "\n{{ rien }}"}, expect=200, htmx=htmx)
    preview = agent.page.select_one("#apercu")
    assert preview.find("h3").get_text() == "Où est mon courrier\u00a0?"
    assert "{{ rien }}\u00a0» ne correspond à rien" in preview.get_text()
    browser.get("/faq")
    assert "Où est mon courrier" not in browser.text


def test_an_old_version_comes_back_and_so_does_the_original(app: Flask, agent: Browser, browser: Browser) -> None:
    for text in ("# Premier\n\nUn.", "# Second\n\nDeux."):
        agent.get("/gestion/textes/aide")
        agent.submit("Publier", {"Texte": text})
    agent.get("/gestion/textes/aide/versions")
    assert [row["Version"] for row in agent.rows()] == ["Version 2 En ligne", "Version 1", "Texte d’origine"]
    agent.follow("Version 1")
    agent.submit("Rétablir cette version")
    browser.get("/aide")
    assert browser.heading == "Premier"
    agent.get("/gestion/textes/aide/versions")
    agent.follow("Texte d’origine")
    agent.submit("Revenir au texte d’origine")
    browser.get("/aide")
    assert browser.heading == original("aide").splitlines()[0].removeprefix("# ")
    assert [fact["restored"] for fact in facts_of(app, "text.restored")] == [1, 0]


def test_what_a_version_changed_is_shown(agent: Browser) -> None:
    for text in ("# Aide\n\nUn deux trois <b>.\n\nFin.", "# Aide\n\nUn deux quatre <b>.\n\nFin.\n\nEt plus."):
        agent.get("/gestion/textes/aide")
        agent.submit("Publier", {"Texte": text})
    agent.get("/gestion/textes/aide/versions")
    assert [row["Différences"].partition(",")[0] for row in agent.rows()] == [
        "Avec la version 1",
        "Avec le texte d’origine",
        "—",
    ]
    agent.follow("Avec la version 1")
    assert _marked(agent, "del") == ["trois"]
    assert _marked(agent, "ins") == ["quatre", "¶", "Et plus."]
    assert "Un deux" in agent.text
    agent.get("/gestion/textes/aide/versions/1")
    agent.follow("Voir ce qui changerait dans le texte en ligne")
    assert _marked(agent, "ins") == ["trois"]
    agent.get("/gestion/textes/aide/versions/1/differences/1", expect=404)
    agent.get("/gestion/textes/aide/versions/9/differences/1", expect=404)


def _marked(agent: Browser, tag: str) -> list[str]:
    """The words that are marked so, without what only screen readers say."""
    found = agent.page.select(f".changes {tag}")
    for hidden in agent.page.select(".changes .visually-hidden"):
        hidden.decompose()
    return [one.get_text().strip() for one in found]


def test_of_two_agents_who_write_the_second_chooses(app: Flask, people: People, agent: Browser) -> None:
    other = Browser(app).sign_in(people.anouk)
    other.get("/gestion/textes/aide")
    agent.get("/gestion/textes/aide")
    agent.submit("Publier", {"Texte": "# De Nolwenn\n\nUn."})
    other.submit("Publier", {"Texte": "# D’Anouk\n\nDeux."}, expect=409)
    assert "Nolwenn AGENT a publié une autre version" in other.text
    assert "# D’Anouk" in other.page.find("textarea", id="markdown").get_text()
    assert "# De Nolwenn" in other.page.find("textarea", id="publie").get_text()
    other.submit("Publier")
    assert "Version 2" in other.rows()[1]["En ligne"]


def test_restoring_what_somebody_replaced_meanwhile_asks_again(app: Flask, people: People, agent: Browser) -> None:
    agent.get("/gestion/textes/aide")
    agent.submit("Publier", {"Texte": "# Un\n\nUn."})
    agent.get("/gestion/textes/aide/versions/0")
    other = Browser(app).sign_in(people.anouk)
    other.get("/gestion/textes/aide")
    other.submit("Publier", {"Texte": "# Deux\n\nDeux."})
    agent.submit("Revenir au texte d’origine", expect=409)
    agent.submit("Revenir au texte d’origine")
    assert "Version rétablie" in agent.text


def test_the_same_text_again_makes_no_version(agent: Browser) -> None:
    agent.get("/gestion/textes/aide")
    agent.submit("Publier")
    assert "déjà en ligne" in agent.text
    assert agent.rows()[1]["En ligne"] == "Texte d’origine"


@pytest.mark.parametrize(
    "address", ["rien", "rien/versions", "rien/versions/0", "aide/versions/9", "aide/versions/99999999999"]
)
def test_what_is_no_text_does_not_exist(agent: Browser, address: str) -> None:
    agent.get(f"/gestion/textes/{address}", expect=404)
