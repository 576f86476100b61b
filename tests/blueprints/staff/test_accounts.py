"""« Comptes »: agents find an account, help its owner in, or keep them out; they see and set no password."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import insert, select, update

from app.blueprints.staff.section import LATELY
from app.clock import now
from app.extensions import db
from app.models import Company, Membership, Role, StaffRight, User
from app.models.user import searched_by
from app.services import accounts, sign_in
from app.services.staff.accounts import State
from app.services.staff.paging import PER_PAGE
from app.tenancy import all_companies
from tests.people import People
from tests.support.browser import Browser
from tests.support.codes import code_of
from tests.support.mailbox import Mailbox
from tests.support.records import journal, letters_to, user_of


@pytest.fixture
def agent(app: Flask, people: People) -> Browser:
    return Browser(app).sign_in(people.agent("Nolwenn", StaffRight.MEMBERS))


def page_of(app: Flask, email: str) -> str:
    with app.app_context():
        return f"/gestion/comptes/{user_of(email).id}"


def set_of(app: Flask, owner: str, /, **values: object) -> None:
    with app.app_context():
        db.session.execute(update(User).where(User.email == owner).values(**values))
        db.session.commit()


def fail_to_sign_in(browser: Browser, email: str) -> Browser:
    browser.get("/connexion")
    browser.submit("Valider", {"Votre adresse e-mail": email}, expect=200)
    for _ in range(sign_in.PER_ACCOUNT.locks_after):
        browser.submit("Valider", {"Mot de passe": "ce n’est pas lui"}, expect=422)
    browser.submit("Valider", {"Mot de passe": "ni celui-ci"}, expect=422)
    assert "Trop de tentatives" in browser.errors[0]
    return browser


def states(browser: Browser, **filters: str) -> dict[str, str]:
    """The state of each account that the list shows."""
    browser.get("/gestion/comptes", **filters)
    return {row["Personne"].split()[0]: row["État"] for row in browser.rows()}


@pytest.mark.parametrize("query", ["maelle", "CARIOU Maëlle", "cariou@example", "  cariou   maelle "])
def test_an_account_is_found_by_name_or_address(agent: Browser, people: People, query: str) -> None:
    people.yann, people.maelle  # noqa: B018
    assert list(states(agent, q=query)) == ["Maëlle"]


def test_an_account_is_found_by_firm_and_nothing_else_is(agent: Browser, people: People) -> None:
    people.yann, people.jeanne  # noqa: B018
    assert list(states(agent, q="cabinet exemple")) == ["Jeanne"]
    agent.get("/gestion/comptes", q="%")
    assert "Aucun compte ne correspond" in agent.text


def test_the_accounts_of_agents_are_not_managed_here(app: Flask, agent: Browser, people: People) -> None:
    agent.get("/gestion/comptes")
    assert "Aucun compte pour l’instant" in agent.text
    people.yann  # noqa: B018
    assert list(states(agent)) == ["Yann"]
    for act in ("", "/desactiver"):
        agent.get(page_of(app, people.anouk) + act, expect=404)
    agent.get(page_of(app, people.yann))
    data = {"csrf_token": agent.token()}
    for act in ("activation", "debloquer", "desactiver", "reactiver"):
        agent.post(page_of(app, people.anouk) + f"/{act}", data, expect=404)


def test_an_account_that_its_owner_closed_is_gone(app: Flask, agent: Browser, people: People) -> None:
    people.yann, people.solene  # noqa: B018
    page = page_of(app, people.solene)
    set_of(app, people.solene, email=f"compte-1{accounts.NO_ADDRESS}", disabled_at=now())
    assert list(states(agent)) == ["Yann"]
    agent.get(page, expect=404)


def test_states_are_told_and_filtered(app: Flask, agent: Browser, people: People, mailbox: Mailbox) -> None:
    for email in (people.yann, people.maelle, people.jeanne, people.solene):
        assert email
    never = people.person("Nadia", "Morin")
    set_of(app, never, activated_at=None)
    set_of(app, people.maelle, disabled_at=now())
    fail_to_sign_in(Browser(app), people.solene)
    forgetful = Browser(app)
    forgetful.get("/mot-de-passe-oublie")
    forgetful.submit("Recevoir", {"Adresse e-mail": people.jeanne})
    mailbox.deliver()
    expected = {
        "Yann": "Actif",
        "Maëlle": "Désactivé",
        "Jeanne": "Mot de passe à changer",
        "Solène": "Bloqué",
        "Nadia": "Jamais connecté",
    }
    assert states(agent) == expected
    for state in State:
        assert states(agent, etat=state.value) == {
            name: label for name, label in expected.items() if label == state.label
        }
    forgetful.sign_in(people.jeanne, mailbox.password_sent_to(people.jeanne))
    assert states(agent)["Jeanne"] == "Mot de passe à changer"
    assert len(states(agent, etat="n'importe")) == len(expected)


def test_an_activation_is_mailed_again(app: Flask, agent: Browser, people: People) -> None:
    set_of(app, people.yann, activated_at=None)
    agent.get(page_of(app, people.yann))
    assert "BOULANGERIE LE GALL" in agent.text
    agent.submit("Renvoyer l’e-mail d’activation")
    assert "E-mail d’activation renvoyé" in agent.text
    assert letters_to(app, people.yann) == ["first_password"]
    assert "account.activation_sent" in journal(app)
    for _ in range(accounts.MAILS_PER_ADDRESS.allowed - 1):
        agent.submit("Renvoyer l’e-mail d’activation")
    agent.submit("Renvoyer l’e-mail d’activation", expect=429)
    assert "Réessayez dans" in agent.text
    assert len(letters_to(app, people.yann)) == accounts.MAILS_PER_ADDRESS.allowed


def test_who_came_meanwhile_gets_no_activation(app: Flask, agent: Browser, people: People) -> None:
    set_of(app, people.yann, activated_at=None)
    agent.get(page_of(app, people.yann))
    set_of(app, people.yann, activated_at=now())
    agent.submit("Renvoyer l’e-mail d’activation", expect=409)
    assert "a déjà choisi son mot de passe" in agent.text
    assert letters_to(app, people.yann) == []


@pytest.mark.parametrize("knows_the_account", [False, True])
def test_an_account_is_unblocked_for_the_browser_that_failed(
    app: Flask, agent: Browser, people: People, knows_the_account: bool
) -> None:
    member = Browser(app)
    if knows_the_account:
        member.sign_in(people.yann)
        member.submit("Se déconnecter")
    fail_to_sign_in(member, people.yann)
    agent.get(page_of(app, people.yann))
    assert "Trop de mots de passe erronés" in agent.text
    agent.submit("Débloquer")
    assert "Compte débloqué" in agent.text
    assert "Actif" in agent.text
    member.sign_in(people.yann)
    assert "account.unblocked" in journal(app)


def test_the_second_of_two_agents_is_told(app: Flask, agent: Browser, people: People) -> None:
    fail_to_sign_in(Browser(app), people.yann)
    second = Browser(app).sign_in(people.anouk)
    for browser in (agent, second):
        browser.get(page_of(app, people.yann))
    agent.submit("Débloquer")
    second.submit("Débloquer", expect=409)
    assert "n’est pas bloqué, ou ne l’est plus" in second.text
    for browser in (agent, second):
        browser.get(page_of(app, people.yann) + "/desactiver")
    agent.submit("Désactiver ce compte")
    second.submit("Désactiver ce compte", expect=409)
    assert "déjà été désactivé" in second.text
    agent.submit("Réactiver")
    second.submit("Réactiver", expect=409)
    assert "déjà été réactivé" in second.text
    assert journal(app).count("account.disabled") == 1


def test_an_account_is_closed_at_once_and_opened_again_with_a_recent_code(app: Flask, people: People) -> None:
    nolwenn = people.agent("Nolwenn", StaffRight.MEMBERS)
    agent = Browser(app).sign_in(nolwenn)
    member = Browser(app).sign_in(people.yann)
    agent.get(page_of(app, people.yann))
    assert "1, la dernière utilisée" in agent.text
    agent.follow("Désactiver")
    assert "seul à pouvoir gérer les accès de 1 entreprise" in agent.text.replace("\u00a0", " ")
    agent.submit("Désactiver ce compte")
    assert "Compte désactivé" in agent.text
    member.get(f"/e/{people.bakery}/")
    assert member.heading == "Connexion à votre espace"
    with time_machine.travel(now() + LATELY + timedelta(minutes=1)):
        agent.submit("Réactiver", expect=302)
        agent.get(agent.response.headers["Location"])
        agent.submit("Valider", {"Code": code_of(app, nolwenn)})
        agent.submit("Réactiver")
    assert "Compte réactivé" in agent.text
    Browser(app).sign_in(people.yann).get(f"/e/{people.bakery}/")
    acts = [act for act in journal(app) if act in ("account.disabled", "account.enabled")]
    assert acts == ["account.disabled", "account.enabled"]


def test_looking_at_an_account_is_written_in_the_journal(app: Flask, agent: Browser, people: People) -> None:
    agent.get(page_of(app, people.yann))
    assert "account.read" in journal(app)
    assert "mot de passe" not in agent.page.get_text().partition("Un mot de passe oublié")[0].lower()


def test_no_page_of_an_account_asks_for_a_password(app: Flask, agent: Browser, people: People) -> None:
    agent.get(page_of(app, people.yann))
    assert not agent.page.select("input[type=password]")
    agent.get("/gestion/comptes/999999", expect=404)


def test_thousands_of_accounts_take_few_statements(app: Flask, agent: Browser, people: People) -> None:
    people.bakery  # noqa: B018
    with app.app_context(), all_companies("test"):
        company = db.session.scalars(select(Company.id)).one()
        names = [f"NOM {rank:04d}" for rank in range(1500)]
        rows = [{"email": f"p{name[4:]}@example.org", "last_name": name, "search": searched_by(name)} for name in names]
        db.session.execute(insert(User), rows)
        ids = db.session.scalars(select(User.id).where(User.email.like("p%@example.org")))
        links = [{"user_id": one, "company_id": company, "role": Role.MEMBER} for one in ids]
        db.session.execute(insert(Membership), links)
        db.session.commit()
    agent.get("/gestion/comptes", page=2)
    assert len(agent.rows()) == PER_PAGE
    assert len(agent.statements) < 12
    agent.get("/gestion/comptes", q="nom 0777")
    assert [row["Entreprises"] for row in agent.rows()] == ["1"]
