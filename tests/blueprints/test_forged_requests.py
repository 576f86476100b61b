"""What other sites, other tabs and forged headers may try: nothing of it is obeyed, and nothing changes."""

from collections.abc import Callable

import pytest
from flask import Flask, request

from tests.people import PASSWORD, People
from tests.support.addresses import addresses, browser_of
from tests.support.browser import Browser
from tests.support.mailbox import Mailbox, text_of
from tests.support.records import everything, journal, link, status_of, writing

EVIL = "https://evil.example"
NEEDS_NONE = "auth.log_out"


@pytest.mark.parametrize("who", ["visitor", "yann", "anouk"])
@pytest.mark.parametrize("token", [None, "IjAi.ZZZZ.zzzz"], ids=["missing", "stale"])
def test_no_address_takes_a_post_without_its_token(app: Flask, people: People, who: str, token: str | None) -> None:
    browser = browser_of(app, people, who)
    row = link(app, people.jeanne, people.bakery)
    assert row is not None
    before = everything(app)
    for endpoint, address in addresses(app, "POST", people.bakery, row.id):
        if endpoint == NEEDS_NONE:
            continue
        with writing(app) as written:
            response = browser.client.post(address, data={"csrf_token": token} if token else None)
        # A page that has nothing to do leads on (303), and changes nothing either.
        assert response.status_code in (302, 303, 400, 403, 404, 422), endpoint
        assert not written or everything(app) == before, endpoint


def test_a_page_of_before_still_lets_one_out_but_not_another_site(app: Flask, people: People) -> None:
    browser = Browser(app).sign_in(people.yann)
    forged = browser.client.post("/deconnexion", headers={"Origin": EVIL})
    assert forged.status_code == 403
    browser.get("/profil")
    assert browser.client.post("/deconnexion", data={"csrf_token": "of before"}).status_code == 303
    assert browser.client.get("/profil").status_code == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": EVIL},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://["},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost@evil.example"},
        {"Origin": "http://localhost:81"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "x"},
    ],
    ids=str,
)
def test_a_form_sent_from_another_site_is_refused_with_its_token(
    app: Flask, people: People, headers: dict[str, str]
) -> None:
    browser = browser_of(app, people, "yann")
    browser.get("/profil")
    before = everything(app)
    for endpoint, address in addresses(app, "POST", people.bakery):
        response = browser.client.post(address, data={"csrf_token": browser.token()}, headers=headers)
        assert response.status_code == 403, endpoint
        assert "Action non autorisée" in response.get_data(as_text=True)
    assert everything(app) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://localhost"},
        {"Origin": "http://localhost:5000"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {},
    ],
    ids=str,
)
def test_our_own_forms_pass(browser: Browser, people: People, headers: dict[str, str]) -> None:
    browser.headers = headers
    browser.sign_in(people.yann)
    assert browser.heading == "Portail adhérents AIST22"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "localhost.evil.example", "", "[", "a b", "é"])
def test_a_forged_host_is_refused_and_no_link_follows_it(browser: Browser, people: People, host: str) -> None:
    people.yann  # noqa: B018
    for method in ("GET", "POST"):
        for address in ("/connexion", "/mot-de-passe-oublie", "/nulle-part"):
            response = browser.client.open(address, method=method, headers={"Host": host})
            assert response.status_code == 400
            assert "evil" not in response.get_data(as_text=True)
            assert "Cette adresse n’est pas celle du portail" in response.get_data(as_text=True)


def test_the_links_of_letters_are_those_of_the_configured_address(
    app: Flask, browser: Browser, people: People, mailbox: Mailbox
) -> None:
    app.config["BASE_URL"] = "https://portail.aist22.example.org"
    browser.headers = {
        "Host": "127.0.0.1",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "ftp",
        "Forwarded": "host=evil.example",
    }
    browser.get("/mot-de-passe-oublie")
    browser.submit("Recevoir", {"Adresse e-mail": people.yann})
    letter = text_of(mailbox.last_to(people.yann))
    assert "https://portail.aist22.example.org/connexion" in letter
    assert "127.0.0.1" not in letter
    assert "evil" not in letter


def test_forwarded_addresses_are_believed_only_behind_our_proxies(app: Flask, people: People) -> None:
    """Otherwise anybody would guess from as many addresses as there are numbers."""
    people.yann  # noqa: B018
    browser = Browser(app, "203.0.113.9")
    browser.get("/connexion")
    data = {"csrf_token": browser.token(), "password": "wrong"}
    for rank in range(61):
        browser.client.post(
            "/connexion/mot-de-passe",
            data={**data, "email": f"a{rank}@example.org"},
            headers={"X-Forwarded-For": f"10.0.0.{rank}", "X-Real-IP": f"10.0.0.{rank}"},
            environ_base={"REMOTE_ADDR": browser.address},
        )
    browser.submit("Valider", {"Votre adresse e-mail": people.yann}, expect=200)
    browser.submit("Valider", {"Mot de passe": PASSWORD}, expect=422)
    assert "Trop de tentatives" in browser.errors[0]


@pytest.mark.parametrize(("hops", "seen"), [("0", "203.0.113.9"), ("1", "10.0.0.2"), ("2", "10.0.0.1")])
def test_as_many_proxies_are_believed_as_are_configured(
    app: Flask, portal_with: Callable[..., Flask], hops: str, seen: str
) -> None:
    environ = {"INSTANCE_PATH": app.instance_path, "SECRET_KEY": "x" * 32, "TRUSTED_PROXIES": hops}
    behind = portal_with(environ)
    found: list[str | None] = []
    behind.before_request(lambda: found.append(request.remote_addr))
    behind.test_client().get(
        "/connexion", headers={"X-Forwarded-For": "10.0.0.1, 10.0.0.2"}, environ_base={"REMOTE_ADDR": "203.0.113.9"}
    )
    assert found == [seen]


def test_a_form_shown_to_somebody_else_writes_for_nobody(app: Flask, people: People) -> None:
    """Two tabs: one signs somebody else in, the other still shows the first person's form."""
    yann, solene = browser_of(app, people, "yann"), people.solene
    yann.get("/profil/modifier")
    mine = yann._values(yann._form_of("Enregistrer")[0])
    yann.get("/profil")
    yann.submit("Se déconnecter")
    yann.sign_in(solene)
    before = everything(app)
    yann.get("/profil/modifier")
    data = {**mine, "csrf_token": yann.token()}
    yann._ask("POST", "/profil/modifier", {409}, data=data)
    assert yann.heading == "Vous avez changé de compte"
    assert solene in yann.text
    assert everything(app) == before
    yann.get("/profil/modifier")
    yann._ask("POST", "/profil/modifier", {409}, data={**data, "compte": "é🥖\0"})


@pytest.mark.parametrize(
    "wanted",
    [
        EVIL, "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
        "http:evil.example", "/\n/evil.example", "javascript:alert(1)", "data:text/html,x", " //evil.example", "//[",
        "evil.example", "/" + "x" * 9000,
        "/\0", "https:///evil.example", "\u2028//evil.example", "//evil.example@localhost/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("htmx", [False, True])
def test_signing_in_leads_nowhere_else(browser: Browser, people: People, wanted: str, htmx: bool) -> None:
    browser.get("/connexion", suite=wanted)
    browser.submit("Valider", {"Votre adresse e-mail": people.yann}, expect=200)
    data = {**browser._values(browser._form_of("Valider")[0]), "password": PASSWORD, "suite": wanted}
    headers = {"HX-Request": "true"} if htmx else {}
    browser._ask("POST", "/connexion/mot-de-passe", {303, 204}, data=data, headers=headers)
    assert browser.response.headers.get("HX-Redirect" if htmx else "Location") == f"/e/{people.bakery}/"


@pytest.mark.parametrize("wanted", ["/profil", "/entreprises/?q=a&page=2", "/e/0000000000/", "/faq?q=é€🥖", "/a b"])
@pytest.mark.parametrize("htmx", [False, True])
def test_signing_in_leads_back_to_where_one_was(browser: Browser, people: People, wanted: str, htmx: bool) -> None:
    browser.get("/connexion", suite=wanted)
    browser.submit("Valider", {"Votre adresse e-mail": people.yann}, expect=200)
    data = {**browser._values(browser._form_of("Valider")[0]), "password": PASSWORD}
    headers = {"HX-Request": "true"} if htmx else {}
    browser._ask("POST", "/connexion/mot-de-passe", {303, 204}, data=data, headers=headers)
    target = browser.response.headers["HX-Redirect" if htmx else "Location"]
    target.encode("ascii")
    assert target.startswith(wanted[:5].partition("é")[0].partition(" ")[0])


def test_a_replayed_click_changes_nothing_more(app: Flask, people: People) -> None:
    browser = browser_of(app, people, "yann")
    row = link(app, people.jeanne, people.bakery)
    assert row is not None
    browser.get(f"/e/{people.bakery}/compte/acces/{row.id}/pas-nous")
    data = browser._values(browser._form_of("Ce n’est pas nous")[0])
    for expect in (303, 404, 404):
        browser._ask("POST", f"/e/{people.bakery}/compte/acces/{row.id}/pas-nous", {expect}, data=data)
    assert status_of(app, people.jeanne, people.bakery) == "suspended"
    assert journal(app).count("membership.disowned") == 1
