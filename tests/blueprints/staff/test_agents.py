"""« Agents »: administrators invite colleagues, give rights, and let them go, with a recent code."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app.blueprints.staff.section import LATELY
from app.clock import now
from app.models import StaffRight
from app.services import staff_members
from tests.people import People
from tests.support.browser import Browser
from tests.support.codes import code_of
from tests.support.mailbox import Mailbox, text_of
from tests.support.records import journal, user_of

EWEN = {"Nom": "Tanguy", "Prénom": "Ewen", "Adresse e-mail": "ewen@example.org"}


@pytest.fixture
def anouk(app: Flask, people: People) -> Browser:
    return Browser(app).sign_in(people.anouk)


def rights_of(app: Flask, email: str) -> frozenset[StaffRight]:
    with app.app_context():
        return staff_members.rights_of(user_of(email))


def choose(browser: Browser, *rights: StaffRight, expect: int = 303, **more: str) -> None:
    """Tick these rights and no other, on the page of an agent."""
    form, _ = browser._form_of("Enregistrer les droits")
    data = {**browser._values(form), "rights": [right.value for right in rights], **more}
    browser.post(form["action"], data, expect=expect)
    if expect == 303:
        browser.get(browser.response.headers["Location"])


def page_of(app: Flask, email: str) -> str:
    with app.app_context():
        return f"/gestion/agents/{user_of(email).id}"


def test_an_invited_agent_signs_in_sets_up_a_code_and_finds_their_sections(
    app: Flask, anouk: Browser, mailbox: Mailbox
) -> None:
    anouk.get("/gestion/agents")
    anouk.follow("Inviter un agent")
    anouk.submit("Envoyer l’invitation", {**EWEN, StaffRight.MEMBERS.label: True})
    assert "Agent invité" in anouk.text
    assert "N’a pas encore choisi son mot de passe" in anouk.text
    assert rights_of(app, "ewen@example.org") == {StaffRight.MEMBERS}
    assert "Anouk AGENT vous ouvre" in " ".join(text_of(mailbox.last_to("ewen@example.org")).split())
    ewen = Browser(app).sign_in("ewen@example.org", mailbox.password_sent_to("ewen@example.org"))
    ewen.submit("Enregistrer", {"Nouveau mot de passe": "un phare dans la brume"} | {
        "Confirmez le nouveau mot de passe": "un phare dans la brume"
    })  # fmt: skip
    assert ewen.heading == "Code de connexion"


def test_an_invitation_refused_keeps_what_was_typed(anouk: Browser, people: People) -> None:
    anouk.get("/gestion/agents/inviter")
    anouk.submit("Envoyer l’invitation", {**EWEN, "Adresse e-mail": people.yann}, expect=422)
    assert anouk.errors == ["Cochez au moins un droit"]
    anouk.submit("Envoyer l’invitation", {StaffRight.TEXTS.label: True}, expect=422)
    assert "a déjà un compte" in anouk.errors[0]
    assert anouk.value_of("Nom") == "Tanguy"


def test_an_invitation_sent_twice_is_one(app: Flask, anouk: Browser, mailbox: Mailbox) -> None:
    anouk.get("/gestion/agents/inviter")
    form = {"last_name": "T", "first_name": "E", "email": "ewen@example.org", "rights": "textes"}
    form["envoi"] = str(anouk.page.find("input", {"name": "envoi"})["value"])
    form["csrf_token"] = anouk.token()
    anouk.post("/gestion/agents/inviter", form)
    anouk.post("/gestion/agents/inviter", form)
    assert len(mailbox.to("ewen@example.org")) == 1


def test_rights_are_changed(app: Flask, anouk: Browser, people: People) -> None:
    nolwenn = people.agent("Nolwenn", StaffRight.VISITS)
    anouk.get("/gestion/agents")
    anouk.follow("Nolwenn AGENT")
    choose(anouk, expect=422)
    assert anouk.errors == ["Cochez au moins un droit"]
    choose(anouk, StaffRight.VISITS, StaffRight.TEXTS)
    assert "Droits enregistrés" in anouk.text
    assert rights_of(app, nolwenn) == {StaffRight.VISITS, StaffRight.TEXTS}


def test_the_second_of_two_administrators_is_told_what_the_rights_are_now(
    app: Flask, anouk: Browser, people: People
) -> None:
    nolwenn = people.agent("Nolwenn", StaffRight.VISITS)
    second = Browser(app).sign_in(people.anouk)
    second.get(page_of(app, nolwenn))
    anouk.get(page_of(app, nolwenn))
    choose(anouk, StaffRight.TEXTS)
    choose(second, StaffRight.DOCUMENTS, expect=422)
    assert StaffRight.TEXTS.label in second.errors[0]
    second.submit("Enregistrer les droits")
    assert rights_of(app, nolwenn) == {StaffRight.DOCUMENTS}


def test_nobody_takes_rights_from_themselves_unawares(app: Flask, anouk: Browser, people: People) -> None:
    people.agent("Nolwenn", *StaffRight)
    anouk.get(page_of(app, people.anouk))
    choose(anouk, StaffRight.MEMBERS, StaffRight.VISITS, expect=422)
    assert "votre propre compte" in anouk.errors[0]
    assert StaffRight.ADMINISTRATION in rights_of(app, people.anouk)
    assert StaffRight.TEXTS.label in anouk.text
    choose(anouk, StaffRight.MEMBERS, StaffRight.VISITS, knowingly="y")
    assert anouk.heading == "Espace gestion"
    assert rights_of(app, people.anouk) == {StaffRight.MEMBERS, StaffRight.VISITS}
    anouk.get("/gestion/agents", expect=403)


def test_the_last_administrator_stays_one(app: Flask, anouk: Browser, people: People) -> None:
    anouk.get(page_of(app, people.anouk))
    choose(anouk, StaffRight.MEMBERS, knowingly="y", expect=422)
    assert "plus personne pour gérer les agents" in anouk.errors[0]
    anouk.get(page_of(app, people.anouk) + "/desactiver")
    anouk.submit("Désactiver cet agent", expect=422)
    assert "votre propre compte" in anouk.errors[0]
    assert rights_of(app, people.anouk) == frozenset(StaffRight)


def test_an_agent_is_let_go_and_taken_back(app: Flask, anouk: Browser, people: People) -> None:
    nolwenn = people.agent("Nolwenn", StaffRight.VISITS)
    working = Browser(app).sign_in(nolwenn)
    anouk.get(page_of(app, nolwenn))
    anouk.follow("Désactiver")
    anouk.submit("Désactiver cet agent")
    assert "Agent désactivé" in anouk.text
    working.get("/gestion/")
    assert working.heading == "Connexion à votre espace"
    anouk.submit("Réactiver")
    assert "Agent réactivé" in anouk.text
    anouk.post(page_of(app, nolwenn) + "/reactiver", expect=409)


def test_a_second_factor_is_forgotten(app: Flask, anouk: Browser, people: People) -> None:
    nolwenn = people.agent("Nolwenn", StaffRight.VISITS)
    anouk.get(page_of(app, nolwenn))
    anouk.follow("Réinitialiser le second facteur")
    assert "la demande vient bien de Nolwenn AGENT" in anouk.text
    anouk.submit("Réinitialiser le second facteur")
    assert "À mettre en place à la prochaine connexion" in anouk.text
    assert "second_factor.forgotten" in journal(app)


def test_one_s_own_second_factor_is_replaced_at_once(app: Flask, anouk: Browser, people: People) -> None:
    elsewhere = Browser(app).sign_in(people.anouk)
    anouk.get(page_of(app, people.anouk))
    anouk.follow("Réinitialiser le second facteur")
    anouk.submit("Réinitialiser le second facteur")
    anouk.submit("Commencer")
    elsewhere.get("/gestion/")
    assert elsewhere.heading == "Connexion à votre espace"


def test_every_act_asks_for_a_recent_code(app: Flask, anouk: Browser, people: People) -> None:
    nolwenn = people.agent("Nolwenn", StaffRight.VISITS)
    page = page_of(app, nolwenn)
    anouk.get(page)
    form = {"rights": "textes", "seen": "visites", "csrf_token": anouk.token()}
    with time_machine.travel(now() + LATELY + timedelta(minutes=1)):
        for act in ("", "/desactiver", "/reactiver", "/second-facteur", "/renvoyer"):
            anouk.post(page + act, form, expect=302)
            assert anouk.response.headers["Location"].startswith("/gestion/code")
        anouk.get("/gestion/agents/inviter")
        assert anouk.heading == "Code de connexion"
        anouk.submit("Valider", {"Code": code_of(app, people.anouk)})
        assert anouk.heading == "Inviter un agent"
    assert rights_of(app, nolwenn) == {StaffRight.VISITS}


def test_only_agents_are_found_here(app: Flask, anouk: Browser, people: People) -> None:
    anouk.get(page_of(app, people.yann), expect=404)
    anouk.get("/gestion/agents/999999", expect=404)
