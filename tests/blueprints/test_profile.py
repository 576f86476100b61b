"""« Mon profil » as people use it: a new address, fewer e-mails, an account closed."""

import re

import pytest
from flask import Flask

from app.models import Role
from tests.people import PASSWORD, People
from tests.support.accounts import change, person, tell
from tests.support.browser import Browser
from tests.support.mailbox import Mailbox, text_of
from tests.support.records import letters_to

NEW = "nouveau@example.org"
LINK = re.compile(r"/profil/e-mail/\S+")


@pytest.fixture
def yann(browser: Browser, people: People) -> Browser:
    return browser.sign_in(people.yann)


def ask(browser: Browser, email: str, password: str = PASSWORD, expect: int = 303) -> None:
    browser.get("/profil/e-mail")
    values = {"Nouvelle adresse e-mail": email, "Votre mot de passe": password}
    browser.submit("Recevoir le lien", values, expect=expect)


def test_an_address_is_changed_by_its_link(app: Flask, yann: Browser, people: People, mailbox: Mailbox) -> None:
    elsewhere = Browser(app).sign_in(people.yann)
    ask(yann, NEW)
    assert "Consultez votre nouvelle messagerie" in yann.text
    address = LINK.search(text_of(mailbox.last_to(NEW)))
    assert address
    yann.get(address[0])
    assert NEW in yann.text
    # Looking changes nothing: programs that check mail follow links too.
    assert person(app, people.yann)
    yann.submit("Utiliser cette adresse")
    assert "Adresse e-mail modifiée" in yann.text
    yann.get(address[0], expect=404)
    assert yann.heading == "Ce lien n’est plus valable"
    elsewhere.get("/profil", expect=302)
    Browser(app).sign_in(NEW).get("/profil")


def test_a_visitor_is_asked_to_sign_in_and_comes_back_to_the_link(
    app: Flask, yann: Browser, people: People, mailbox: Mailbox
) -> None:
    ask(yann, NEW)
    address = LINK.search(text_of(mailbox.last_to(NEW)))
    assert address
    other = Browser(app)
    other.get(address[0])
    other.submit("Valider", {"Votre adresse e-mail": people.yann}, expect=200)
    other.submit("Valider", {"Mot de passe": PASSWORD})
    assert other.heading == "Confirmer ma nouvelle adresse"
    Browser(app).sign_in(people.solene).get(address[0], expect=404)


def test_the_screen_is_the_same_for_an_address_that_has_an_account(yann: Browser, people: People) -> None:
    seen = []
    for email in (people.solene, NEW):
        ask(yann, email)
        seen.append(yann.text.replace(email, ""))
        yann.get("/profil")
        seen.append(yann.text.replace(email, ""))
    assert seen[:2] == seen[2:]


def test_what_is_wrong_is_said_and_kept(yann: Browser, people: People) -> None:
    ask(yann, NEW, "not this one", expect=422)
    assert yann.errors == ["Le mot de passe est incorrect"]
    assert yann.value_of("Nouvelle adresse e-mail") == NEW
    ask(yann, people.yann, expect=422)
    assert yann.errors == ["C’est déjà l’adresse de votre compte"]
    ask(yann, "nobody", expect=422)
    assert "au bon format" in yann.errors[0]


def test_the_e_mails_wanted_are_chosen(app: Flask, yann: Browser, people: People) -> None:
    yann.get("/profil/mes-e-mails")
    assert "Regrouper" not in yann.text
    yann.submit("Enregistrer", {"Rendez-vous": False})
    assert "Préférences enregistrées" in yann.text
    user = person(app, people.yann)
    assert user is not None
    assert (user.wants_visits, user.wants_documents, user.daily_digest) == (False, True, False)


def test_a_field_that_was_not_offered_has_no_effect(app: Flask, yann: Browser, people: People) -> None:
    yann.get("/profil/mes-e-mails")
    yann.post("/profil/mes-e-mails", {"documents": "y", "daily_digest": "y"})
    user = person(app, people.yann)
    assert user is not None
    assert not user.daily_digest


def test_a_firm_groups_its_e_mails_and_ungroups_them(app: Flask, people: People) -> None:
    client = people.clients(people.jeanne, 1)[0]
    jeanne = Browser(app).sign_in(people.jeanne)
    jeanne.get("/profil/mes-e-mails")
    jeanne.submit("Enregistrer", {"Regrouper en un seul e-mail par jour": True})
    tell(app, people.jeanne, client)
    assert letters_to(app, people.jeanne) == []
    jeanne.get("/profil/mes-e-mails")
    jeanne.submit("Enregistrer", {"Regrouper en un seul e-mail par jour": False})
    assert letters_to(app, people.jeanne) == ["daily_digest"]


def test_the_only_manager_is_told_of_which_companies(yann: Browser, people: People) -> None:
    yann.get("/profil")
    yann.follow("Supprimer mon compte")
    assert "Vous êtes le seul responsable" in yann.text
    yann.follow("BOULANGERIE LE GALL", within="main")
    assert yann.heading == "Mon compte"
    yann.post("/profil/supprimer", {"password": PASSWORD}, expect=422)
    assert "Désignez d’abord un autre responsable" in yann.errors[0]


def test_an_account_is_closed_by_its_owner(app: Flask, people: People, mailbox: Mailbox) -> None:
    people.yann  # noqa: B018
    maelle = Browser(app).sign_in(people.maelle)
    elsewhere = Browser(app).sign_in(people.maelle)
    maelle.get("/profil/supprimer")
    maelle.submit("Supprimer mon compte", {"Votre mot de passe": "not this one"}, expect=422)
    maelle.submit("Supprimer mon compte", {"Votre mot de passe": PASSWORD})
    assert "Votre compte est supprimé" in maelle.text
    elsewhere.get("/profil", expect=302)
    assert "est supprimé" in text_of(mailbox.last_to(people.maelle))
    yann = Browser(app).sign_in(people.yann)
    yann.get(f"/e/{people.bakery}/compte")
    assert len(yann.rows()) == 1


def test_an_agent_s_account_is_not_theirs_to_close(app: Flask, people: People) -> None:
    agent = Browser(app).sign_in(people.anouk)
    agent.get("/profil")
    assert "Supprimer mon compte" not in agent.text
    agent.get("/profil/supprimer", expect=404)


def test_a_name_that_was_forgotten_is_shown_nowhere(app: Flask, people: People) -> None:
    """Somebody confirmed the coordinates, then closed their account."""
    people.yann  # noqa: B018
    people.attach(people.solene, people.bakery, Role.MEMBER)
    change(app, people.solene, last_name="Introuvable")
    people.person("Paul", "Riou", people.garage)
    solene = Browser(app).sign_in(people.solene)
    solene.get(f"/e/{people.bakery}/compte")
    solene.submit("Confirmer mes coordonnées")
    solene.get("/profil/supprimer")
    solene.submit("Supprimer mon compte", {"Votre mot de passe": PASSWORD})
    yann = Browser(app).sign_in(people.yann)
    yann.get(f"/e/{people.bakery}/compte")
    assert "par Compte supprimé" in yann.text
    assert "INTROUVABLE" not in yann.text
