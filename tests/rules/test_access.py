"""Who may reach what: every address of the portal, played by everybody who should and should not."""

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.models import Role, StaffRight
from app.permissions import GIVING_A_CODE, PUBLIC_ENDPOINTS
from tests.people import PASSWORD, People
from tests.support.browser import Browser

OPEN, ASKS, GONE, FORBIDDEN = "open", "asks to sign in", "does not exist", "is forbidden"


@dataclass(frozen=True)
class Expected:
    """What a third party attached to the company meets; everybody else follows from the address."""

    third_party: str = OPEN
    member: str = OPEN


# Every address inside a company, or for agents. An address missing here fails the test of the list itself.
INSIDE_A_COMPANY = {
    "portal.home.index": Expected(),
    "portal.account.index": Expected(),
    "portal.account.leave": Expected(),
    "portal.account.people": Expected(),
    "portal.account.confirm": Expected(),
    "portal.account.coordinates": Expected(),
    "portal.account.billing": Expected(),
    "portal.account.add_contact": Expected(),
    # The company of this test has no contact.
    "portal.account.edit_contact": Expected(third_party=GONE, member=GONE),
    "portal.account.remove_contact": Expected(third_party=GONE, member=GONE),
    "portal.account.invite": Expected(third_party=FORBIDDEN, member=FORBIDDEN),
    "portal.account.journal": Expected(third_party=FORBIDDEN, member=FORBIDDEN),
    "portal.account.invite_again": Expected(third_party=FORBIDDEN, member=FORBIDDEN),
    "portal.account.change_role": Expected(third_party=FORBIDDEN, member=FORBIDDEN),
    "portal.account.recognise": Expected(third_party=FORBIDDEN, member=FORBIDDEN),
    "portal.account.disown": Expected(third_party=FORBIDDEN, member=FORBIDDEN),
    "portal.account.remove": Expected(third_party=FORBIDDEN, member=FORBIDDEN),
    "portal.documents.index": Expected(),
    "portal.documents.show": Expected(third_party=GONE, member=GONE),
    "portal.documents.download": Expected(third_party=GONE, member=GONE),
    "portal.documents.archive": Expected(),
    "portal.employees.declare": Expected(),
    "portal.employees.edit": Expected(third_party=GONE, member=GONE),
    "portal.employees.export": Expected(),
    "portal.employees.history": Expected(),
    "portal.contribution.index": Expected(),
    **{
        f"portal.contribution.{page}": Expected(third_party=GONE, member=GONE)
        for page in (
            "start",
            "abandon",
            "employees",
            "leave",
            "follow_up",
            "headcount",
            "billing",
            "check",
            "nil",
            "receipt",
            "receipt_pdf",
        )
    },
    "portal.employees.index": Expected(),
    "portal.employees.leave": Expected(third_party=GONE, member=GONE),
    "portal.employees.print_list": Expected(),
    "portal.employees.reinstate": Expected(third_party=GONE, member=GONE),
    "portal.employees.show": Expected(third_party=GONE, member=GONE),
    "portal.employees.undo_departure": Expected(third_party=GONE, member=GONE),
    "portal.faq.index": Expected(),
    "portal.contact.index": Expected(),
    "portal.planning.calendar": Expected(),
    "portal.planning.choose_employee": Expected(),
    "portal.planning.index": Expected(),
    "portal.planning.requests": Expected(),
    "portal.planning.subscription": Expected(),
    "portal.planning.unsubscribe": Expected(),
    # No employee, visit or request of that name: inside as outside, it is a page that does not exist.
    **dict.fromkeys(
        (
            "portal.planning.absence",
            "portal.planning.accept_slot",
            "portal.planning.cancel_request",
            "portal.planning.decline_slot",
            "portal.planning.employee_notice",
            "portal.planning.employee_notice_pdf",
            "portal.planning.request_appointment",
            "portal.planning.request_shown",
            "portal.planning.reschedule",
            "portal.planning.summons",
            "portal.planning.summons_pdf",
            "portal.planning.visit",
            "portal.planning.visit_calendar",
        ),
        Expected(third_party=GONE, member=GONE),
    ),
}
# « Espace gestion »: the right that each section asks for; none, for what every agent has.
RIGHT_OF_SECTION: dict[str, StaffRight | None] = {
    "home": None,
    "jobs": None,
    "second_factor": None,
    "companies": StaffRight.MEMBERS,
    "identifiers": StaffRight.MEMBERS,
    "attachments": StaffRight.MEMBERS,
    "accounts": StaffRight.MEMBERS,
    "messages": StaffRight.MEMBERS,
    "appointments": StaffRight.VISITS,
    "planning": StaffRight.VISITS,
    "documents": StaffRight.DOCUMENTS,
    "campaigns": StaffRight.CAMPAIGN,
    "declarations": StaffRight.CAMPAIGN,
    "texts": StaffRight.TEXTS,
    "appearance": StaffRight.TEXTS,
    "settings": StaffRight.ADMINISTRATION,
    "imports": StaffRight.ADMINISTRATION,
    "agents": StaffRight.ADMINISTRATION,
    "journal": StaffRight.ADMINISTRATION,
}
# Addresses that ask for another right than their section.
OTHER_RIGHTS: dict[str, StaffRight] = {}
FOR_ANYBODY_SIGNED_IN = {
    "auth.choose_password",
    "auth.log_out",
    "companies.act",
    "companies.add",
    "companies.choices",
    "companies.confirm",
    "companies.export",
    "companies.import_list",
    "companies.index",
    "companies.invoices",
    "companies.queue",
    "companies.receipts",
    "companies.refer",
    "profile.close",
    "profile.confirm_email",
    "profile.edit",
    "profile.email",
    "profile.log_out_everywhere",
    "profile.mails",
    "profile.password",
    "profile.show",
}


def test_every_address_is_in_exactly_one_list(app: Flask) -> None:
    lists = [set(INSIDE_A_COMPANY), for_agents(app), FOR_ANYBODY_SIGNED_IN, set(PUBLIC_ENDPOINTS)]
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints == set().union(*lists)
    assert sum(map(len, lists)) == len(endpoints)


def test_a_visitor_is_asked_to_sign_in_everywhere_else(app: Flask, browser: Browser, people: People) -> None:
    people.yann  # noqa: B018 (a company to visit must exist)
    met = {
        f"{method} {rule}": _outcome(browser, method, _address(rule, people.bakery))
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in PUBLIC_ENDPOINTS
        for method in ("GET", "POST")
        if method in (rule.methods or ())
    }
    assert set(met.values()) == {ASKS}, met


@pytest.mark.parametrize("endpoint", sorted(INSIDE_A_COMPANY))
def test_a_company_does_not_exist_for_a_stranger(app: Flask, people: People, endpoint: str) -> None:
    people.yann  # noqa: B018
    stranger = Browser(app).sign_in(people.solene)
    for method, address in _addresses(app, endpoint, people.bakery):
        assert _outcome(stranger, method, address) == GONE
        missing = _body(stranger, method, address)
        assert missing == _body(stranger, method, address.replace(people.bakery, "0000000000"))


@pytest.mark.parametrize("endpoint", sorted(INSIDE_A_COMPANY))
def test_inside_a_company_each_role_finds_what_the_table_says(app: Flask, people: People, endpoint: str) -> None:
    people.yann  # noqa: B018
    people.attach(people.jeanne, people.bakery)
    expected = INSIDE_A_COMPANY[endpoint]
    for email, outcome in ((people.maelle, expected.member), (people.jeanne, expected.third_party)):
        insider = Browser(app).sign_in(email)
        for method, address in _addresses(app, endpoint, people.bakery):
            assert _outcome(insider, method, address) == outcome, (email, method, address)


def for_agents(app: Flask) -> set[str]:
    """The addresses of « Espace gestion », each in a section that says its right."""
    found = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("staff.")}
    return {endpoint for endpoint in found if endpoint.split(".")[1] in RIGHT_OF_SECTION}


def right_of(endpoint: str) -> StaffRight | None:
    return OTHER_RIGHTS.get(endpoint, RIGHT_OF_SECTION[endpoint.split(".")[1]])


def test_the_association_s_side_is_for_agents(app: Flask, people: People) -> None:
    people.solene  # noqa: B018 (number 1: what is done to an account is done to hers)
    member, agent, framed = (Browser(app).sign_in(email) for email in (people.yann, people.anouk, people.anouk))
    framed.headers["Sec-Fetch-Dest"] = "iframe"
    app.config["EMBED_ORIGINS"] = ["https://www.aist22.fr"]
    for endpoint in sorted(for_agents(app)):
        for method, address in _addresses(app, endpoint, people.bakery):
            assert _outcome(member, method, address) == FORBIDDEN, (method, address)
            assert _outcome(framed, method, address) == FORBIDDEN, (method, address)
            # Nothing of that name may be there; the door itself is open.
            assert _outcome(agent, method, address) in (OPEN, GONE), (method, address)
            for answered in (member, framed, agent):
                assert answered.response.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("missing", StaffRight)
def test_an_agent_without_a_right_finds_its_sections_closed(app: Flask, people: People, missing: StaffRight) -> None:
    email = people.agent("Nolwenn", *(right for right in StaffRight if right is not missing))
    agent = Browser(app).sign_in(email)
    for endpoint in sorted(for_agents(app)):
        outcomes = (FORBIDDEN,) if right_of(endpoint) is missing else (OPEN, GONE)
        for method, address in _addresses(app, endpoint, people.bakery):
            assert _outcome(agent, method, address) in outcomes, (method, address)


def test_an_agent_s_password_alone_opens_nothing(app: Flask, people: People) -> None:
    agent = Browser(app)
    agent.get("/connexion")
    agent.submit("Valider", {"Votre adresse e-mail": people.anouk}, expect=200)
    agent.submit("Valider", {"Mot de passe": PASSWORD})
    assert agent.heading == "Code de connexion"
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in PUBLIC_ENDPOINTS | GIVING_A_CODE:
            for method in {"GET", "POST"} & (rule.methods or set()):
                agent.get("/contact")
                data = {"csrf_token": agent.token()} if method == "POST" else None
                answer = agent.client.open(_address(rule, people.bakery), method=method, data=data)
                assert answer.headers["Location"].startswith("/gestion/code"), (method, rule)


def test_the_door_follows_the_membership_at_once(app: Flask, people: People) -> None:
    people.yann  # noqa: B018
    membership = people.attach(people.jeanne, people.bakery)
    firm, manager = Browser(app).sign_in(people.jeanne), Browser(app).sign_in(people.yann)
    firm.get(f"/e/{people.bakery}/salaries")
    manager.get(f"/e/{people.bakery}/compte/acces/{membership}/retirer")
    manager.submit("Retirer l’accès")
    firm.get(f"/e/{people.bakery}/salaries", expect=404)


def test_a_manager_who_lost_the_right_loses_the_page(app: Flask, people: People) -> None:
    """The table itself is what decides: take the right from the table, and the page is gone."""
    from app import permissions

    people.yann  # noqa: B018
    manager = Browser(app).sign_in(people.yann)
    whole = permissions.RIGHTS_OF[Role.MANAGER]
    permissions.RIGHTS_OF[Role.MANAGER] = whole - {permissions.Right.READ_EMPLOYEES}
    try:
        manager.get(f"/e/{people.bakery}/salaries", expect=403)
    finally:
        permissions.RIGHTS_OF[Role.MANAGER] = whole


def _addresses(app: Flask, endpoint: str, company: str) -> list[tuple[str, str]]:
    return [
        (method, _address(rule, company))
        for rule in app.url_map.iter_rules(endpoint)
        for method in ("GET", "POST")
        if method in (rule.methods or ())
    ]


def _address(rule: Rule, company: str) -> str:
    return re.sub(r"<[^>]+>", "1", re.sub(r"<public_id:\w+>", company, rule.rule))


def _outcome(browser: Browser, method: str, address: str) -> str:
    # A token that is right, so that what refuses is the access and not the token.
    browser.get("/contact")
    data = {"csrf_token": browser.token()} if method == "POST" else None
    options = {"headers": browser.headers, "environ_base": {"REMOTE_ADDR": browser.address}}
    response = browser.client.open(address, method=method, data=data, **options)
    browser.response = response
    response.close()
    to_sign_in = response.status_code == 302 and "/connexion" in response.headers["Location"]
    return ASKS if to_sign_in else {404: GONE, 403: FORBIDDEN}.get(response.status_code, OPEN)


def _body(browser: Browser, method: str, address: str) -> str:
    data = {"csrf_token": browser.token()} if method == "POST" else None
    response = browser.client.open(address, method=method, data=data, environ_base={"REMOTE_ADDR": browser.address})
    body = response.get_data(as_text=True)
    response.close()
    return re.sub(r'value="[^"]*"', "", body)
