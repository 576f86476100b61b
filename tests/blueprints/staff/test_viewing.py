"""« Voir comme l'adhérent » : an agent sees a company's space as its managers do, changes nothing, leaves a trace."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from werkzeug.routing import Rule

from app.extensions import db
from app.models import FollowUp, StaffRight
from app.services import staff_members
from tests.people import People
from tests.support.browser import Browser
from tests.support.declarations import JANUARY, campaign
from tests.support.documents import published
from tests.support.records import everything, journal, user_of
from tests.support.staffing import request
from tests.support.visits import plan

BAND = "Vous consultez le portail comme BOULANGERIE LE GALL. Aucune action n’est possible."
# Each page seen is a line of the journal; what the session looks at is the session's own.
TRACES = frozenset({"audit_event", "user_session"})


@pytest.fixture
def bakery(app: Flask, people: People) -> str:
    """The bakery's space, with something in each section; what Élise told of herself is there too."""
    people.yann, people.maelle  # noqa: B018
    people.attach(people.jeanne, people.bakery)
    elise = people.employee(people.bakery, "DURAND", "Élise", follow_up=FollowUp.SIA, personal_situation=True)
    people.employee(people.bakery, "MORIN", "Hugo", left_on=date(2026, 12, 1))
    plan(app, people.bakery, elise)
    request(app, people.bakery, elise)
    published(app, people.bakery)
    campaign(app)
    return f"/e/{people.bakery}"


@pytest.fixture
def agent(app: Flask, people: People, bakery: str) -> Iterator[Browser]:
    """Anouk, who looks at the bakery's space."""
    with time_machine.travel(JANUARY, tick=True):
        browser = Browser(app).sign_in(people.anouk)
        browser.get(f"/gestion/entreprises/{people.bakery}")
        browser.submit("Voir comme l’adhérent")
        yield browser


def test_the_space_is_shown_under_a_band_that_says_so(agent: Browser, bakery: str) -> None:
    assert agent.url.endswith(f"{bakery}/")
    assert BAND in agent.page.get_text(" ", strip=True).replace(" .", ".")
    assert "Mes salariés" in agent.text


def test_every_page_that_links_lead_to_is_there_and_offers_nothing_to_do(agent: Browser, bakery: str) -> None:
    seen, waiting = set[str](), [f"{bakery}/"]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        agent.get(address)
        if agent.response.mimetype != "text/html":
            continue
        assert agent.page.select_one(".band-viewing"), address
        assert not agent.page.select("main form[method=post]"), address
        links = [str(link["href"]).partition("#")[0] for link in agent.page.select("a[href]")]
        waiting += [link for link in links if link.startswith(bakery) and link not in seen]
    sections = ("compte", "documents", "salaries", "planning", "cotisation/", "faq", "salaries/1", "documents/1")
    assert {f"{bakery}/{section}" for section in sections} <= seen
    assert len(seen) > 15


def test_nothing_is_changed_by_looking_nor_noted_as_read(app: Flask, agent: Browser, bakery: str) -> None:
    before = everything(app, but=TRACES)
    for page in ("/", "/documents", "/documents/1", "/documents/1/telecharger", "/documents/archive?tous=1"):
        agent.get(f"{bakery}{page}")
    for page in ("/salaries", "/salaries/1", "/salaries/liste.csv", "/planning", "/cotisation/", "/compte"):
        agent.get(f"{bakery}{page}")
    assert everything(app, but=TRACES) == before


def test_whatever_is_sent_is_refused(app: Flask, agent: Browser, bakery: str) -> None:
    before = everything(app, but=TRACES)
    for rule in _portal_rules(app):
        if "POST" in (rule.methods or ()):
            agent.post(_address(rule, bakery), expect=403)
            assert BAND.rstrip(".") in agent.page.get_text(" ", strip=True).replace(" .", ".")
            assert "aucune action n’est possible" in agent.text
    assert everything(app, but=TRACES) == before


def test_pages_that_only_serve_to_act_are_closed(app: Flask, agent: Browser, bakery: str) -> None:
    met: dict[int, set[str]] = {}
    for rule in _portal_rules(app):
        if "GET" in (rule.methods or ()):
            answer = agent.client.get(_address(rule, bakery), buffered=True)
            met.setdefault(answer.status_code, set()).add(rule.endpoint.removeprefix("portal."))
    # An archive of nothing is refused with the list.
    assert met.pop(422) == {"documents.archive"}
    assert set(met) <= {200, 302, 303, 403, 404}
    acts = {"account.coordinates", "account.billing", "account.leave", "account.invite", "contact.index"}
    acts |= {"employees.declare", "employees.edit", "employees.leave", "planning.subscription", "planning.absence"}
    assert acts <= met[403]
    assert {"home.index", "documents.show", "employees.show", "planning.visit", "account.index"} <= met[200]


def test_what_employees_told_of_themselves_stays_with_the_company(
    app: Flask, people: People, agent: Browser, bakery: str
) -> None:
    manager = Browser(app).sign_in(people.yann)
    manager.get(f"{bakery}/salaries/1")
    assert "R. 4624-19" in manager.text
    agent.get(f"{bakery}/salaries/1")
    assert "R. 4624-19" not in agent.text


def test_other_companies_do_not_exist(people: People, agent: Browser) -> None:
    for page in ("", "salaries", "documents"):
        agent.get(f"/e/{people.garage}/{page}", expect=404)
    agent.post(f"/e/{people.garage}/compte/confirmer", expect=404)


def test_quitting_closes_the_space_at_once(app: Flask, agent: Browser, bakery: str) -> None:
    agent.submit("Quitter")
    assert agent.heading == "BOULANGERIE LE GALL"
    assert "Consultation terminée" in agent.text
    agent.get(f"{bakery}/", expect=404)
    assert journal(app)[-1] in ("view.ended", "company.read")
    assert "view.ended" in journal(app)


def test_it_ends_with_the_session(app: Flask, people: People, agent: Browser, bakery: str) -> None:
    agent.submit("Se déconnecter")
    assert journal(app)[-1] == "view.ended"
    agent.sign_in(people.anouk)
    agent.get(f"{bakery}/", expect=404)


def test_it_ends_after_half_an_hour_and_the_agent_is_told(app: Flask, agent: Browser, bakery: str) -> None:
    with time_machine.travel(JANUARY + timedelta(minutes=29), tick=True):
        agent.get(f"{bakery}/salaries")
        assert agent.page.select_one(".band-viewing")
    with time_machine.travel(JANUARY + timedelta(minutes=31), tick=True):
        agent.get(f"{bakery}/salaries")
        assert agent.heading == "BOULANGERIE LE GALL"
        assert "une demi-heure" in agent.text
        agent.get(f"{bakery}/salaries", expect=404)
    assert "view.ended" in journal(app)


def test_an_agent_looks_at_one_company_at_a_time(people: People, agent: Browser, bakery: str) -> None:
    agent.get(f"/gestion/entreprises/{people.garage}")
    agent.submit("Voir comme l’adhérent")
    assert "GARAGE MORIN" in agent.page.select_one(".band-viewing").get_text()
    agent.get(f"{bakery}/", expect=404)


def test_another_browser_of_the_same_agent_sees_nothing(
    app: Flask, people: People, agent: Browser, bakery: str
) -> None:
    with time_machine.travel(JANUARY + timedelta(minutes=2), tick=True):
        other = Browser(app).sign_in(people.anouk)
        other.get(f"{bakery}/", expect=404)


def test_every_page_is_in_the_journal_without_what_was_searched_for(
    app: Flask, people: People, agent: Browser, bakery: str
) -> None:
    agent.get(f"{bakery}/salaries?q=durand")
    agent.get(f"{bakery}/salaries/1")
    assert journal(app).count("view.page") == 3
    lines = everything(app)["audit_event"]
    assert any("'page': '/salaries/1'" in field for line in lines for field in line)
    assert not any("durand" in field for line in lines for field in line)


def test_an_agent_who_loses_the_right_loses_the_space(app: Flask, people: People, bakery: str) -> None:
    email = people.agent("Nolwenn", *StaffRight)
    people.anouk  # noqa: B018 (somebody must be left to give rights)
    agent = Browser(app).sign_in(email)
    agent.get(f"/gestion/entreprises/{people.bakery}")
    agent.submit("Voir comme l’adhérent")
    with app.app_context():
        staff_members.give(None, user_of(email), [StaffRight.VISITS])
        db.session.commit()
    agent.get(f"{bakery}/", expect=404)


def test_a_member_cannot_look(app: Flask, people: People, bakery: str) -> None:
    solene = Browser(app).sign_in(people.solene)
    solene.post(f"/gestion/entreprises/{people.bakery}/consulter", expect=403)
    solene.get(f"{bakery}/", expect=404)


def _portal_rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("portal.")]


def _address(rule: Rule, space: str) -> str:
    return re.sub(r"<[^>]+>", "1", re.sub(r"/e/<public_id:\w+>", space, rule.rule))
