"""« Rattachements »: who acts for whom, found, ended, given another role, and handed over."""

import pytest
from flask import Flask
from sqlalchemy import insert, select

from app.clock import now
from app.extensions import db
from app.models import Company, Membership, MembershipStatus, Role, StaffRight
from app.services.memberships import derived_columns
from app.services.staff import portfolio_transfer
from app.services.staff.paging import PER_PAGE
from app.tenancy import all_companies
from tests.people import People
from tests.support.browser import Browser
from tests.support.records import journal, letters_to, link, status_of, user_of

ADDRESS = "/gestion/rattachements"


@pytest.fixture
def agent(app: Flask, people: People) -> Browser:
    return Browser(app).sign_in(people.agent("Nolwenn", StaffRight.MEMBERS))


@pytest.fixture
def marc(people: People) -> str:
    return people.person("Marc", "Roussel", role=Role.THIRD_PARTY)


def id_of(app: Flask, email: str) -> int:
    with app.app_context():
        return user_of(email).id


def shown(agent: Browser, **filters: object) -> list[tuple[str, str]]:
    agent.get(ADDRESS, **filters)
    return [(row["Personne"].split()[0], row["Entreprise"].split()[0]) for row in agent.rows()]


def test_attachments_are_found_by_person_firm_and_company(app: Flask, agent: Browser, people: People) -> None:
    people.yann, people.solene  # noqa: B018
    people.attach(people.jeanne, people.bakery, reference="ÇA-1")
    people.attach(people.jeanne, people.garage)
    assert len(shown(agent)) == 4
    assert shown(agent, q="david") == [("Jeanne", "BOULANGERIE"), ("Jeanne", "GARAGE")]
    assert shown(agent, q="cabinet exemple le gall") == [("Jeanne", "BOULANGERIE")]
    assert shown(agent, q="lannion", role="responsable") == [("Solène", "GARAGE")]
    assert shown(agent, q="220417") == [("Yann", "BOULANGERIE"), ("Jeanne", "BOULANGERIE")]
    assert shown(agent, entreprise=people.garage) == [("Solène", "GARAGE"), ("Jeanne", "GARAGE")]
    assert shown(agent, personne=id_of(app, people.yann)) == [("Yann", "BOULANGERIE")]
    assert "Seuls les rattachements de Yann LE GALL" in agent.text
    agent.get(ADDRESS, q="%")
    assert "Aucun rattachement ne correspond" in agent.text
    assert len(shown(agent, personne="x" * 30, entreprise="'", role="roi", etat="parti", page="deux")) == 4


def test_states_are_filtered(agent: Browser, people: People) -> None:
    people.yann, people.solene  # noqa: B018
    people.attach(people.jeanne, people.bakery, status=MembershipStatus.SUSPENDED)
    people.attach(people.maelle, people.garage, status=MembershipStatus.REMOVED, ended_at=now())
    assert shown(agent, etat="suspendus") == [("Jeanne", "BOULANGERIE")]
    assert shown(agent, etat="termines") == [("Maëlle", "GARAGE")]
    assert len(shown(agent, etat="tous")) == 5
    agent.get(ADDRESS, etat="en-attente")
    assert "Rien à traiter." in agent.text


def test_an_access_is_ended_and_everybody_concerned_is_told(app: Flask, agent: Browser, people: People) -> None:
    people.yann  # noqa: B018
    people.attach(people.jeanne, people.bakery)
    firm = Browser(app).sign_in(people.jeanne)
    agent.get(ADDRESS, q="jeanne")
    agent.follow("Retirer l’accès")
    assert "Seul responsable" not in agent.text
    agent.submit("Retirer l’accès")
    assert "Accès retiré" in agent.text
    firm.get(f"/e/{people.bakery}/", expect=404)
    assert letters_to(app, people.jeanne) == ["access_ended"]
    assert letters_to(app, people.yann) == ["access_taken_away"]
    assert journal(app)[-1] == "membership.removed"


def test_the_last_manager_is_not_removed_unawares(app: Flask, agent: Browser, people: People) -> None:
    membership = link(app, people.yann, people.bakery).id
    agent.get(f"{ADDRESS}/{membership}/retirer")
    assert "Seul responsable" in agent.text
    agent.submit("Retirer l’accès", expect=422)
    assert "n’aura plus de responsable" in agent.errors[0]
    assert status_of(app, people.yann, people.bakery) == "active"
    agent.submit("Retirer l’accès", {"Je sais que cette entreprise n’aura plus de responsable": True})
    assert status_of(app, people.yann, people.bakery) == "removed"


def test_a_role_is_given(app: Flask, agent: Browser, people: People) -> None:
    people.yann  # noqa: B018
    membership = people.attach(people.jeanne, people.bakery)
    agent.get(f"{ADDRESS}/{membership}/role")
    agent.submit("Enregistrer le rôle")
    assert journal(app).count("membership.role_changed") == 0
    agent.get(f"{ADDRESS}/{membership}/role")
    agent.post(agent.url, {"role": "roi"}, expect=422)
    assert agent.errors == ["Choisissez un rôle"]
    agent.post(agent.url, {"role": Role.MANAGER.value})
    assert link(app, people.jeanne, people.bakery).role is Role.MANAGER
    assert letters_to(app, people.jeanne) == ["role_changed"]
    last = link(app, people.solene, people.garage).id
    agent.get(f"{ADDRESS}/{last}/role")
    agent.post(agent.url, {"role": Role.MEMBER.value}, expect=422)
    agent.post(agent.url, {"role": Role.MEMBER.value, "knowingly": "y"})
    assert link(app, people.solene, people.garage).role is Role.MEMBER


def test_the_second_of_two_agents_finds_it_done(app: Flask, agent: Browser, people: People) -> None:
    people.yann  # noqa: B018
    membership = people.attach(people.jeanne, people.bakery)
    second = Browser(app).sign_in(people.anouk)
    for browser in (agent, second):
        browser.get(f"{ADDRESS}/{membership}/retirer")
    agent.submit("Retirer l’accès")
    second.submit("Retirer l’accès", expect=409)
    assert "Quelqu’un d’autre" in second.text
    second.get(f"{ADDRESS}/999999/retirer", expect=404)
    assert letters_to(app, people.jeanne) == ["access_ended"]


def test_a_portfolio_is_handed_over(app: Flask, agent: Browser, people: People, marc: str) -> None:
    clients = people.clients(people.jeanne, 3)
    people.attach(marc, clients[0])
    agent.get("/gestion/comptes", q="jeanne")
    agent.follow("Jeanne DAVID")
    agent.follow("Transférer ses entreprises")
    assert agent.heading == "À qui transférer les entreprises de Jeanne DAVID ?"
    agent.follow("Choisir")
    assert agent.heading == "Transférer les 3 entreprises de Jeanne DAVID à Marc ROUSSEL ?"
    assert [row["Ensuite"].split()[0] for row in agent.rows()] == ["Déjà", "Transférée", "Transférée"]
    agent.submit("Transférer 3")
    assert "3 entreprises transférées" in agent.text
    assert len(agent.rows()) == 3
    assert letters_to(app, marc) == ["portfolio_received"]


def test_more_than_a_hundred_are_typed(
    app: Flask, agent: Browser, people: People, marc: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.blueprints.staff.attachments import transferring

    monkeypatch.setattr(transferring, "TYPED_ABOVE", 2)
    people.clients(people.jeanne, 3)
    agent.get(f"{ADDRESS}/transfert/{id_of(app, people.jeanne)}/vers/{id_of(app, marc)}")
    agent.submit("Transférer 3", {"Nombre d’entreprises à transférer": "trois"}, expect=422)
    assert agent.errors == ["Saisissez 3 pour confirmer le nombre d’entreprises"]
    agent.submit("Transférer 3", {"Nombre d’entreprises à transférer": " 3 "})
    assert "3 entreprises transférées" in agent.text


def test_a_large_one_shows_how_far_it_has_come(
    app: Flask, agent: Browser, people: People, marc: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portfolio_transfer, "AT_ONCE", 2)
    people.clients(people.jeanne, 3)
    agent.get(f"{ADDRESS}/transfert/{id_of(app, people.jeanne)}/vers/{id_of(app, marc)}")
    agent.submit("Transférer 3")
    assert agent.heading == "Transfert d’un portefeuille"


def test_what_changed_since_the_preview_is_shown_again(app: Flask, agent: Browser, people: People, marc: str) -> None:
    people.clients(people.jeanne, 2)
    agent.get(f"{ADDRESS}/transfert/{id_of(app, people.jeanne)}/vers/{id_of(app, marc)}")
    people.clients(people.jeanne, 1)
    agent.submit("Transférer 2", expect=422)
    assert "ont changé depuis l’aperçu" in agent.errors[0]
    agent.submit("Transférer 3")
    assert "3 entreprises transférées" in agent.text


def test_a_transfer_between_nobodies_is_none(app: Flask, agent: Browser, people: People) -> None:
    jeanne, anouk = id_of(app, people.jeanne), id_of(app, people.anouk)
    for pair in (f"{jeanne}/vers/{jeanne}", f"{jeanne}/vers/{anouk}", f"{anouk}/vers/{jeanne}", "99999/vers/1"):
        agent.get(f"{ADDRESS}/transfert/{pair}", expect=404)
    agent.get(f"{ADDRESS}/transfert/{jeanne}", q="personne de ce nom")
    assert "Aucun compte actif ne correspond" in agent.text


def test_thousands_of_attachments_take_few_statements(app: Flask, agent: Browser, people: People) -> None:
    jeanne = id_of(app, people.jeanne)
    with app.app_context(), all_companies("test"):
        names = [f"CLIENT {rank:04d}" for rank in range(1500)]
        rows = [
            {"public_id": f"{rank:010d}", "name": name, "member_code": name, **derived_columns(name, "", name)}
            for rank, name in enumerate(names)
        ]
        db.session.execute(insert(Company), rows)
        ids = db.session.scalars(select(Company.id))
        db.session.execute(
            insert(Membership), [{"user_id": jeanne, "company_id": one, "role": Role.THIRD_PARTY} for one in ids]
        )
        db.session.commit()
    for filters in ({"page": 3}, {"q": "client", "page": 3}, {"personne": jeanne, "page": 3}):
        agent.get(ADDRESS, **filters)
        assert len(agent.rows()) == PER_PAGE
        assert len(agent.statements) < 10
    assert shown(agent, q="david 0777") == [("Jeanne", "CLIENT")]
